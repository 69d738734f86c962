//! One service at work: which one it is, and what it shares with the others.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

use super::now::Now;
use super::problem::Problem;
use crate::store::Store;
use crate::{Config, Release, Service};

/// What each handler is given.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) service: Service,
    pub(crate) config: Config,
    pub(crate) store: Arc<Store>,
    pub(crate) outages: Arc<Outages>,
    pub(crate) releases: Arc<Releases>,
}

impl Site {
    /// Says no when a service that this one leans on is out.
    pub(crate) fn lean_on(&self, other: Service, now: Timestamp) -> Result<(), Problem> {
        let played = self.config.drill.is_some_and(|drill| drill.is_out(other, now));
        if other != self.service && (played || self.outages.is_out(other)) {
            let detail = format!("`{}` did not get an answer from `{other}`.", self.service);
            return Err(Problem::new(StatusCode::BAD_GATEWAY, detail));
        }
        Ok(())
    }
}

/// Which services are broken on purpose.
#[derive(Debug, Default)]
pub(crate) struct Outages {
    shop: AtomicBool,
    auth: AtomicBool,
    orders: AtomicBool,
    payments: AtomicBool,
}

impl Outages {
    /// Breaks a service, or mends it.
    pub(crate) fn set(&self, service: Service, out: bool) {
        self.of(service).store(out, Ordering::Relaxed);
    }

    /// Whether a service is broken.
    pub(crate) fn is_out(&self, service: Service) -> bool {
        self.of(service).load(Ordering::Relaxed)
    }

    const fn of(&self, service: Service) -> &AtomicBool {
        match service {
            Service::Shop => &self.shop,
            Service::Auth => &self.auth,
            Service::Orders => &self.orders,
            Service::Payments => &self.payments,
        }
    }
}

/// What each service is at the moment.
#[derive(Debug, Default)]
pub(crate) struct Releases(Mutex<BTreeMap<Service, (Release, u32)>>);

impl Releases {
    /// Puts a version of a service in the place of the one before.
    pub(crate) fn set(&self, service: Service, release: Release) {
        self.all().insert(service, (release, 0));
    }

    /// The version of a service.
    pub(crate) fn of(&self, service: Service) -> Release {
        self.all().get(&service).map(|(release, _)| *release).unwrap_or_default()
    }

    /// The same, and whether it fails this request.
    fn asked(&self, service: Service) -> (Release, bool) {
        let mut all = self.all();
        let (release, number) = all.entry(service).or_default();
        let fails = release.fails_at(*number);
        *number = (*number + 1) % Release::REQUESTS;
        (*release, fails)
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Service, (Release, u32)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers 503 to everything while the service is broken, plays the drill, if there is one, and
/// behaves as its version does.
pub(crate) async fn suffer(
    State(site): State<Site>,
    Now(now): Now,
    request: Request,
    next: Next,
) -> Response {
    if site.outages.is_out(site.service) {
        let detail = format!("`{}` is out of order.", site.service);
        return Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).into_response();
    }
    if let Some(drill) = site.config.drill {
        if drill.is_out(site.service, now) {
            let detail = format!("`{}` got no answer from what stands behind it.", site.service);
            return Problem::new(StatusCode::BAD_GATEWAY, detail).into_response();
        }
        let delay = drill.delay(site.service, request.uri().path(), now);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
    }
    if request.uri().path() != "/version" {
        let (release, fails) = site.releases.asked(site.service);
        if !release.slower_by.is_zero() {
            tokio::time::sleep(release.slower_by).await;
        }
        if fails {
            let detail = format!("`{}` {} stumbled.", site.service, release.version);
            return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response();
        }
    }
    next.run(request).await
}
