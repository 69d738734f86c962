//! Which way of the API leads where, what it needs, and the description of all.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use runner_store::TokenScope;
use serde_json::Value;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::{completed, needing};
use super::{
    audit, channels, dependencies, deploy_list, deploys, find, heartbeats, history, incident_list,
    incidents, monitor_list, monitors, objectives, public_updates, radar, run_finding, run_list,
    runs, sent, settings, spending, status, suite_monitor, suites, tokens, triggers,
};
use crate::router::Inside;

/// The ways of the API.
pub(crate) struct Ways {
    /// Each with the scope that it needs.
    pub(crate) routers: Vec<(TokenScope, axum::Router<Arc<Inside>>)>,
    /// The description of all.
    pub(crate) document: Value,
}

/// The ways of the API.
pub(crate) fn ways() -> Ways {
    let mut document = OpenApi::default();
    let mut routers = Vec::new();
    for (scope, router) in
        [(TokenScope::Read, looking()), (TokenScope::Run, running()), (TokenScope::Admin, ruling())]
    {
        let (router, part) = needing(router, scope).split_for_parts();
        document.merge(part);
        routers.push((scope, router));
    }
    Ways { routers, document: completed(document) }
}

fn looking() -> OpenApiRouter<Arc<Inside>> {
    OpenApiRouter::new()
        .routes(routes!(status::status))
        .routes(routes!(find::find))
        .routes(routes!(monitor_list::monitors))
        .routes(routes!(monitor_list::monitor))
        .routes(routes!(run_list::runs))
        .routes(routes!(runs::run))
        .routes(routes!(run_finding::finding))
        .routes(routes!(incident_list::incidents))
        .routes(routes!(incident_list::incident))
        .routes(routes!(objectives::objectives))
        .routes(routes!(objectives::objective))
        .routes(routes!(objectives::ledger))
        .routes(routes!(spending::spending))
        .routes(routes!(dependencies::dependencies))
        .routes(routes!(dependencies::composition))
        .routes(routes!(channels::channels))
        .routes(routes!(deploy_list::deploys))
        .routes(routes!(deploy_list::deploy))
        .routes(routes!(suites::suites))
        .routes(routes!(suites::suite))
        .routes(routes!(suite_monitor::suite_monitor))
        .routes(routes!(settings::settings))
        .routes(routes!(history::history))
        .route("/buckets/{bucket}/radar/{test}/results/{run}", get(radar::result))
}

fn running() -> OpenApiRouter<Arc<Inside>> {
    let large = OpenApiRouter::new().routes(routes!(deploys::remember));
    OpenApiRouter::new()
        .merge(large.layer(DefaultBodyLimit::max(sent::MOST_OF_RUN)))
        .routes(routes!(triggers::trigger))
        .routes(routes!(deploys::announce))
        .routes(routes!(deploys::speak))
        .routes(routes!(heartbeats::beat_by_get, heartbeats::beat))
        .routes(routes!(monitors::run))
        .routes(routes!(incidents::acknowledge))
        .routes(routes!(incidents::note))
        .routes(routes!(public_updates::publish))
        .routes(routes!(public_updates::withdraw))
}

fn ruling() -> OpenApiRouter<Arc<Inside>> {
    OpenApiRouter::new()
        .routes(routes!(monitors::pause))
        .routes(routes!(monitors::resume))
        .routes(routes!(audit::audit))
        .routes(routes!(tokens::tokens, tokens::make))
        .routes(routes!(tokens::revoke))
        .routes(routes!(channels::test))
}
