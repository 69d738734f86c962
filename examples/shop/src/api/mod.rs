//! The endpoints, one file each; the table of them is in the README.
//!
//! Lives here: what is asked and what is answered.
//! Lives elsewhere: who asks (`web`), the rules (`store`).

mod accounts;
mod auth;
mod catalogue;
mod graphql;
mod newsletter;
mod order_view;
mod orders;
mod payments;
mod storefront;
mod trouble;
mod uploads;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use crate::Service;
use crate::web::{Problem, Site, suffer};

/// All that one service answers.
pub(crate) fn router(site: Site) -> Router {
    let own = match site.service {
        Service::Shop => front(),
        Service::Auth => auth::routes(),
        Service::Orders => orders::routes(),
        Service::Payments => payments::routes(),
    };
    own.route("/health", get(health))
        .route("/version", get(version))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_this_way)
        .layer(middleware::from_fn_with_state(site.clone(), suffer))
        .with_state(site)
}

/// The front is put together from several files.
fn front() -> Router<Site> {
    Router::new()
        .merge(storefront::routes())
        .merge(accounts::routes())
        .merge(auth::front_routes())
        .merge(orders::front_routes())
        .merge(catalogue::routes())
        .merge(graphql::routes())
        .merge(uploads::routes())
        .merge(newsletter::routes())
        .merge(trouble::routes())
}

async fn health(State(site): State<Site>) -> Json<Value> {
    Json(json!({ "status": "ok", "service": site.service.name() }))
}

async fn version(State(site): State<Site>) -> Json<Value> {
    let release = site.releases.of(site.service);
    Json(json!({ "service": site.service.name(), "version": release.version }))
}

async fn nothing_here() -> Problem {
    Problem::not_found("There is nothing at this address.")
}

async fn not_this_way() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address does not take this method.")
}
