//! Which page is where.

use std::sync::Arc;

use axum::Router;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use runner_model::{IncidentId, MonitorName};

use super::asked::Range;
use super::dependencies::{self, Dependencies};
use super::deploys::{self, Judged, Latest};
use super::kept::Kept;
use super::objectives::{self, Cost, Detail, Line};
use super::overview::{self, KeptRows, Overview, Totals, Wanted};
use super::standings::{self, Standings};
use super::visit::{THEME, Visit, theme};
use super::{
    assets, doing, environments, events, find, incidents, run, runs, settings, suite, suites,
};
use crate::api;
use crate::badges::{Badge, Kind};
use crate::router::Inside;
use crate::status::Facts;
use crate::tv::{self, Calm};

/// What is kept between two looks.
pub(crate) struct Pages {
    pub(crate) standings: Kept<(), Standings>,
    pub(crate) overviews: Kept<Wanted, Overview>,
    pub(crate) rows: KeptRows,
    pub(crate) totals: Kept<(Option<String>, Range), Totals>,
    /// Deploys, as long as runs may change what is said of them, and after that.
    pub(crate) judged: Kept<deploys::Key, Judged>,
    pub(crate) settled: Kept<deploys::Key, Judged>,
    pub(crate) objectives: Kept<(), Vec<Line>>,
    pub(crate) objective: Kept<String, Detail>,
    /// What an incident took out of budgets.
    pub(crate) costs: Kept<IncidentId, Vec<Cost>>,
    /// By environment.
    pub(crate) deploys: Kept<Option<String>, Vec<Latest>>,
    pub(crate) dependencies: Kept<dependencies::Key, Dependencies>,
    /// By the name of the status page.
    pub(crate) status: Kept<String, Facts>,
    pub(crate) badges: Kept<(MonitorName, Kind), Badge>,
    pub(crate) calm: Kept<(), Calm>,
}

/// As many deploys as the longest page of the API has, so that it is not judged anew each time.
const MOST_SETTLED: usize = 512;

impl Default for Pages {
    fn default() -> Self {
        Self {
            standings: Kept::at_least(standings::KEPT),
            overviews: Kept::at_least(standings::KEPT),
            rows: KeptRows::default(),
            totals: Kept::at_least(10 * standings::KEPT).however_old(3_600 * standings::KEPT),
            judged: Kept::at_least(5 * standings::KEPT),
            settled: Kept::at_least(600 * standings::KEPT).holding(MOST_SETTLED),
            objectives: Kept::at_least(5 * standings::KEPT).however_old(60 * standings::KEPT),
            objective: Kept::at_least(5 * standings::KEPT).however_old(60 * standings::KEPT),
            costs: Kept::at_least(5 * standings::KEPT),
            deploys: Kept::at_least(5 * standings::KEPT).however_old(60 * standings::KEPT),
            dependencies: Kept::at_least(5 * standings::KEPT),
            status: Kept::at_least(2 * standings::KEPT),
            badges: Kept::at_least(2 * standings::KEPT),
            calm: Kept::at_least(30 * standings::KEPT),
        }
    }
}

/// The pages, for those who may look.
pub(crate) fn routes() -> Router<Arc<Inside>> {
    Router::new()
        .route("/", get(overview::show))
        .route("/events", get(events::events))
        .route("/s", get(suites::show))
        .route("/s/{*name}", get(suite::show))
        .route("/env", get(environments::show))
        .route("/find", get(find::show))
        .route("/tv", get(tv::show))
        .route("/runs", get(runs::show))
        .route("/r/{id}", get(run::show))
        .route("/i", get(incidents::show))
        .route("/i/{id}", get(incidents::show_one))
        .route("/slo", get(objectives::show))
        .route("/slo/{name}", get(objectives::show_one))
        .route("/slo/{name}/ledger", get(api::ledger))
        .route("/deps", get(dependencies::show))
        .route("/d", get(deploys::show))
        .route("/d/{id}", get(deploys::show_one))
        .route("/settings", get(settings::show))
}

/// What people do on pages, for those who may.
pub(crate) fn changes() -> Router<Arc<Inside>> {
    Router::new()
        .route("/run", post(doing::run_chosen))
        .route("/run/{monitor}", post(doing::run))
        .route("/i/{id}/ack", post(incidents::acknowledge))
        .route("/i/{id}/notes", post(incidents::note))
        .route("/i/{id}/publish", post(incidents::publish))
        .route("/i/{id}/updates/{update}/withdraw", post(incidents::withdraw))
}

/// The same, for those who look after the service itself.
pub(crate) fn rulings() -> Router<Arc<Inside>> {
    Router::new().route("/channels/{name}/test", post(settings::send_test))
}

/// What anybody may load.
pub(crate) fn for_all() -> Router<Arc<Inside>> {
    Router::new()
        .route("/assets/{name}", get(assets::asset))
        .route("/favicon.ico", get(assets::favicon))
        .route("/theme", get(choose_theme))
}

/// Keeps what somebody likes for a year, and leads back.
async fn choose_theme(visit: Visit) -> impl IntoResponse {
    let theme = theme(visit.asked.word("to")).unwrap_or("light");
    let cookie = format!("{THEME}={theme}; Path=/; Max-Age=31536000; SameSite=Lax");
    let back = visit.asked.word("back").filter(|back| is_here(back));
    ([(SET_COOKIE, cookie)], Redirect::to(back.unwrap_or("/")))
}

/// A path of this site, and not the address of another one.
pub(super) fn is_here(path: &str) -> bool {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && path.starts_with('/') && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_nowhere_else() {
        assert!(is_here("/i/7?env=staging"));
        for elsewhere in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", ""]
        {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
