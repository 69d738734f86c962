//! Addresses of pages.

use runner_model::{IncidentId, MonitorName, RunId, StatusPageName, SuiteId, percent_encoded};
use runner_store::DeployId;

/// A name as part of a path; slashes stay.
fn path(text: &str) -> String {
    percent_encoded(text, |byte| matches!(byte, b'-' | b'_' | b'.' | b'/' | b'~'))
}

/// A name as one part of a path, or behind the `?`.
fn word(text: &str) -> String {
    percent_encoded(text, |byte| matches!(byte, b'-' | b'_' | b'.' | b'~'))
}

/// `/r/0192…`
pub(crate) fn run(run: &RunId) -> String {
    format!("/r/{run}")
}

/// `/i/7`
pub(crate) fn incident(id: IncidentId) -> String {
    format!("/i/{id}")
}

/// `/d/7`
pub(crate) fn deploy(id: DeployId) -> String {
    format!("/d/{}", id.0)
}

/// `/runs?deploy=7`: the runs after it, of what was deployed.
pub(crate) fn runs_after(id: DeployId) -> String {
    format!("/runs?deploy={}", id.0)
}

/// `/s/suites/checkout`
pub(crate) fn suite(suite: &SuiteId) -> String {
    let name = suite.as_str();
    // Browsers take `.` and `..` between slashes for folders, and leave them out.
    if name.split('/').any(|part| matches!(part, "." | "..")) {
        return format!("/s/{}", word(name));
    }
    format!("/s/{}", path(name))
}

/// `/s/suites/checkout?monitor=checkout-eu`: the same, as one monitor runs it.
pub(crate) fn watched_suite(id: &SuiteId, monitor: &MonitorName) -> String {
    format!("{}?monitor={}", suite(id), path(monitor.as_str()))
}

/// `/slo/checkout-works`
pub(crate) fn objective(name: &str) -> String {
    format!("/slo/{}", path(name))
}

/// `/slo/checkout-works/ledger?limit=500`: every run behind its number, as JSON.
pub(crate) fn ledger(name: &str) -> String {
    format!("{}/ledger?limit=500", objective(name))
}

/// `/theme?to=dark&back=%2Fs%3Fq%3Dshop`: another theme, and back.
pub(crate) fn theme(to: &str, back: &str) -> String {
    let back = percent_encoded(back, |byte| matches!(byte, b'-' | b'_' | b'.' | b'/' | b'~'));
    format!("/theme?to={to}&back={back}")
}

/// `/status/shop`
pub(crate) fn status_page(name: &StatusPageName) -> String {
    format!("/status/{}", path(name.as_str()))
}
