//! Which way leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use runner_store::Role;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::admit::{Guard, admit};
use crate::failures::Failures;
use crate::pages::{self, Pages};
use crate::people::{Gatekeeper, Need, need};
use crate::problem::Problem;
use crate::rates::Rates;
use crate::{Door, answers, api, badges, compression, people, probes, status};

/// What handlers work with.
pub(crate) struct Inside {
    pub(crate) door: Door,
    /// The description of the API.
    pub(crate) document: Value,
    /// Wrong tokens.
    pub(crate) failures: Failures,
    /// How often runs are asked for.
    pub(crate) rates: Rates,
    /// Places for those who wait for a verdict.
    pub(crate) waiting: Semaphore,
    /// Sign-ins.
    pub(crate) sign_ins: Failures,
    pub(crate) gatekeeper: Gatekeeper,
    /// What pages have worked out.
    pub(crate) pages: Pages,
}

/// All ways in.
pub(crate) fn router(door: Door) -> Router {
    let api::Ways { routers, document } = api::ways();
    let inside = Arc::new(Inside {
        door,
        document,
        failures: Failures::default(),
        rates: Rates::default(),
        waiting: Semaphore::new(api::triggers::WAITING),
        sign_ins: Failures::default(),
        gatekeeper: Gatekeeper::default(),
        pages: Pages::default(),
    });
    let api = routers.into_iter().fold(Router::new(), |api, (needs, ways)| {
        let guard = Guard { inside: Arc::clone(&inside), needs };
        api.merge(ways.route_layer(from_fn_with_state(guard, admit)))
    });
    Router::new()
        .route("/healthz", get(probes::health))
        .route("/readyz", get(probes::readiness))
        .route("/metrics", get(probes::metrics))
        .route("/radar/{id}/trigger", get(api::radar::trigger).post(api::radar::trigger))
        .merge(pages::for_all())
        .merge(status::routes())
        .merge(badges::routes())
        .route("/api/v1/openapi.json", get(api::document))
        .merge(api)
        .merge(for_people(&inside))
        .fallback(nowhere)
        .method_not_allowed_fallback(async || Problem::WrongMethod)
        .layer(DefaultBodyLimit::max(api::MOST))
        .layer(from_fn(answers::in_time))
        .layer(from_fn_with_state(Arc::clone(&inside), pages::as_pages))
        .layer(from_fn(compression::compress))
        .layer(from_fn(answers::every))
        .with_state(inside)
}

/// What people look at: whoever asks is known as a [`people::Visitor`].
fn for_people(inside: &Arc<Inside>) -> Router<Arc<Inside>> {
    let needing =
        |ways: Router<Arc<Inside>>, role| ways.route_layer(from_fn_with_state(Need(role), need));
    let viewing = pages::routes().route("/sign-out", post(people::sign_out));
    Router::new()
        .route("/sign-in", get(people::sign_in_page).post(people::sign_in))
        .merge(needing(viewing, Role::Viewer))
        .merge(needing(pages::changes(), Role::Operator))
        .merge(needing(pages::rulings(), Role::Admin))
        .route_layer(from_fn_with_state(Arc::clone(inside), people::visit))
}

async fn nowhere() -> Problem {
    Problem::NotThere { what: "there is nothing here".to_owned() }
}
