//! Alerts of every kind, and notifiers for them.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_http::Http;
use runner_model::{
    About, Affected, Alert, BurnNews, CoverageNews, DeployNews, Digest, DigestLine, Finding,
    IncidentNews, IncidentPhase, Ratio, Secret, Severity, SystemClock,
};

use crate::notify::specimen::specimen;
use crate::notify::{ChannelConfig, Delivery, MessageKind, Messages, Notifier};

/// Twelve minutes.
pub(super) const LASTED: Duration = Duration::from_secs(720);

pub(super) fn at(text: &str) -> Timestamp {
    format!("2026-03-{text}:00Z").parse().unwrap()
}

/// Five past two in the afternoon of 12 March.
pub(super) fn now() -> Timestamp {
    at("12T14:05")
}

pub(super) fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

pub(super) fn ready(config: ChannelConfig) -> Notifier {
    let http = Http::new(Arc::new(SystemClock));
    Notifier::of(config, Arc::new(Messages::default()), http).unwrap()
}

pub(super) fn refused(config: ChannelConfig) -> String {
    let http = Http::new(Arc::new(SystemClock));
    Notifier::of(config, Arc::new(Messages::default()), http).unwrap_err().to_string()
}

pub(super) fn delivery(alert: Alert) -> Delivery {
    Delivery {
        key: "incident-17/down/ops".to_owned(),
        channel: "ops".try_into().unwrap(),
        alert,
        thread: None,
    }
}

/// Everything in it, one series.
pub(super) fn incident(phase: IncidentPhase) -> Alert {
    changed(specimen(MessageKind::Incident), |news| news.phase = phase)
}

/// One series, and nothing that does not have to be there.
pub(super) fn plain_incident(phase: IncidentPhase) -> Alert {
    changed(incident(phase), |news| {
        (news.more, news.folded) = (0, Vec::new());
        (news.maintenance, news.after_deploy) = (None, None);
        for affected in &mut news.affected {
            affected.recovered = None;
        }
    })
}

/// What a service did, as text that it chose itself.
pub(super) fn found(got: &str) -> Alert {
    changed(plain_incident(IncidentPhase::Down), |news| {
        finding(&mut news.affected[0]).got = got.into()
    })
}

pub(super) fn finding(affected: &mut Affected) -> &mut Finding {
    affected.finding.as_mut().expect("the specimen has one")
}

pub(super) fn changed(mut alert: Alert, change: impl FnOnce(&mut IncidentNews)) -> Alert {
    if let About::Incident(news) = &mut alert.about {
        change(news);
    }
    alert
}

pub(super) fn about(severity: Severity, about: About) -> Alert {
    let link = Some("https://tripline.example.com/".to_owned());
    let (environment, service, owner, runbook) = (None, None, None, None);
    Alert { at: now(), severity, about, environment, service, owner, runbook, link }
}

/// Five series of two monitors, one of them well again.
fn several() -> Alert {
    changed(plain_incident(IncidentPhase::StillOpen), |news| {
        news.since = at("11T22:02");
        news.more = 7;
        let first = news.affected.remove(0);
        let series = |monitor: &str, test: &str, tenant: Option<&str>| {
            let mut affected = first.clone();
            affected.series.monitor = monitor.try_into().unwrap();
            affected.series.test.test = test.try_into().unwrap();
            let tenant = tenant.map(|tenant| ("tenant".to_owned(), tenant.to_owned()));
            affected.series.test.variant.matrix = tenant.into_iter().collect();
            affected
        };
        let mut late = series("search", "main", None);
        (finding(&mut late).expected, finding(&mut late).got) =
            (None, "no answer within 10 s (waiting for the response)".to_owned());
        let mut well = series("search", "suggest", None);
        well.recovered = Some(at("12T14:01"));
        let mut unknown = series("checkout", "refunds", None);
        unknown.finding = None;
        news.affected = vec![
            series("checkout", "main", Some("canary-eu")),
            series("checkout", "main", Some("canary-us")),
            late,
            well,
            unknown,
        ];
    })
}

fn digest(lines: &[(&str, bool, Option<i64>)]) -> Alert {
    let line = |&(monitor, open, days_since_failure): &(&str, bool, Option<i64>)| DigestLine {
        monitor: monitor.try_into().unwrap(),
        open,
        days_since_failure,
        up_seconds: 604_000 + days_since_failure.unwrap_or(800).min(800).unsigned_abs(),
        known_seconds: 604_800,
    };
    let monitors = lines.iter().map(line).collect();
    let digest = Digest { from: at("05T09:00"), monitors, incidents: lines.len() as u64 - 1 };
    about(Severity::Info, About::Digest(digest))
}

/// An alert and its name.
type Named = (&'static str, Alert);

/// Every kind of message.
pub(super) fn all() -> Vec<Named> {
    let mut all = vec![
        ("down", incident(IncidentPhase::Down)),
        ("degraded", plain_incident(IncidentPhase::Degraded)),
        ("still_open", several()),
        ("recovered", plain_incident(IncidentPhase::Recovered { lasted: LASTED })),
    ];
    all.extend(of_services());
    all.extend(of_runs());
    all.extend(of_tripline());
    all.extend(of_promises());
    all.push(("deploy", deploy()));
    all
}

fn of_promises() -> Vec<Named> {
    let objective = || "checkout-works".try_into().unwrap();
    let monitor = || "checkout".try_into().unwrap();
    let percent = |text| Ratio::from_percent_text(text).unwrap();
    let (hour, day) = (Duration::from_secs(3_600), Duration::from_secs(86_400));
    let burn = |limit: &str, long, short, lasts| {
        About::Burn(BurnNews {
            objective: objective(),
            monitor: monitor(),
            target: percent("99.9%"),
            limit: limit.to_owned(),
            long,
            long_rate: "33.9".to_owned(),
            short,
            short_rate: "200".to_owned(),
            window: day * 30,
            lasts,
            after_deploy: None,
        })
    };
    let since = at("12T13:50");
    let over =
        About::BurnOver { objective: objective(), monitor: monitor(), since, lasted: LASTED };
    let back =
        About::CoverageBack { objective: objective(), monitor: monitor(), since, lasted: LASTED };
    let blind = About::Coverage(CoverageNews {
        objective: objective(),
        monitor: monitor(),
        over: hour,
        known: "41.6 %".to_owned(),
        least: percent("90%"),
    });
    let named = |severity, story| {
        let mut alert = about(severity, story);
        alert.environment = Some("production".try_into().unwrap());
        alert
    };
    let page = burn("14.4", hour, hour / 12, Duration::from_secs(76_460));
    let ticket = burn("1", day * 3, hour * 6, day * 4 + hour * 6);
    vec![
        ("burn_page", named(Severity::Critical, page)),
        ("burn_ticket", named(Severity::Warning, ticket)),
        ("burn_over", named(Severity::Critical, over)),
        ("coverage", named(Severity::Warning, blind)),
        ("coverage_back", named(Severity::Warning, back)),
    ]
}

fn deploy() -> Alert {
    let news = DeployNews {
        version: "1.4.2".to_owned(),
        verdict: "worse".to_owned(),
        sentence: "`suites/pay`; 3 tests compared with what was before".to_owned(),
        tests: vec!["suites/pay: 2 of 5 runs failed, 0 of 20 before (p = 0.033)".to_owned()],
    };
    let mut alert = about(Severity::Critical, About::Deploy(news));
    alert.environment = Some("staging".try_into().unwrap());
    alert.service = Some("orders".try_into().unwrap());
    alert
}

fn of_services() -> Vec<Named> {
    let certificate = |days_left, not_after| {
        let host = "shop.example.com".to_owned();
        let monitors = vec!["checkout".try_into().unwrap(), "search".try_into().unwrap()];
        about(Severity::Warning, About::Certificate { host, not_after, days_left, monitors })
    };
    let heartbeat = || "nightly-backup".try_into().unwrap();
    let overdue = |last| {
        let due = at("12T03:30");
        about(Severity::Critical, About::HeartbeatMissing { heartbeat: heartbeat(), last, due })
    };
    let back = About::HeartbeatBack { heartbeat: heartbeat(), lasted: LASTED };
    vec![
        ("certificate", certificate(9, at("21T14:05"))),
        ("certificate_today", certificate(0, at("12T23:59"))),
        ("certificate_expired", certificate(-1, at("12T02:00"))),
        ("heartbeat_missing", overdue(Some(at("11T03:01")))),
        ("heartbeat_never", overdue(None)),
        ("heartbeat_back", about(Severity::Info, back)),
    ]
}

fn of_runs() -> Vec<Named> {
    let monitor = || "search".try_into().unwrap();
    let not_running = |last| {
        let mut alert = about(Severity::Warning, About::NotRunning { monitor: monitor(), last });
        alert.environment = Some("production".try_into().unwrap());
        alert
    };
    let reference = vec!["1.1.1.1:443".to_owned(), "example.com".to_owned()];
    let blind = About::Blind { since: at("12T14:02"), reference };
    let sees = About::SeesAgain { since: at("12T13:50"), lasted: LASTED };
    let runs = About::RunsAgain { monitor: monitor(), lasted: LASTED };
    let trouble = [("checkout", true, Some(0)), ("login", false, Some(1)), ("search", false, None)];
    vec![
        ("not_running", not_running(Some(at("12T13:02")))),
        ("never_run", not_running(None)),
        ("runs_again", about(Severity::Info, runs)),
        ("blind", about(Severity::Critical, blind)),
        ("sees_again", about(Severity::Info, sees)),
        ("digest", digest(&trouble)),
        ("digest_well", digest(&[("login", false, Some(12)), ("search", false, Some(80))])),
    ]
}

fn of_tripline() -> Vec<Named> {
    let failing = About::ChannelFailing {
        channel: "pager".try_into().unwrap(),
        since: at("12T13:40"),
        cause: "PagerDuty answered 503".to_owned(),
        waiting: 3,
    };
    let first = "tripline.yaml:12:5: `evry` is not known here, did you mean `every`?".to_owned();
    let refused = About::ConfigRefused { problems: 2, first };
    let test = About::Test { channel: "ops".try_into().unwrap() };
    vec![
        ("channel_failing", about(Severity::Warning, failing)),
        ("config_refused", about(Severity::Warning, refused)),
        ("test", about(Severity::Info, test)),
    ]
}
