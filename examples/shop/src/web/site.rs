//! One service at work: which one it is, and what it shares with the others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

use super::now::Now;
use super::problem::Problem;
use crate::store::Store;
use crate::{Config, Service};

/// What each handler is given.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) service: Service,
    pub(crate) config: Config,
    pub(crate) store: Arc<Store>,
    pub(crate) outages: Arc<Outages>,
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

/// Answers 503 to everything while the service is broken, and plays the drill, if there is one.
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
    next.run(request).await
}
