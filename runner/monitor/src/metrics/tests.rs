//! The page, after things happened.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{
    FakeClock, MonitorName, Outcome, RunId, Series, Severity, TestRef, Trigger, Variant,
};
use runner_store::{Record, StateChange, Store};

use super::Metrics;
use super::monitors::MOST;
use super::sampled::Sampled;
use crate::Event;
use crate::judge::CERTIFICATES;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn named(name: &str) -> MonitorName {
    MonitorName::try_from(name).unwrap()
}

/// A test of a monitor that runs at a second: `main`, or `main/eu` for a tenant.
fn ran(monitor: &str, test: &str, second: i64, outcome: Outcome, trigger: Trigger) -> Event {
    let (test, tenant) = test.split_once('/').unwrap_or((test, ""));
    let tenant = (!tenant.is_empty()).then(|| ("tenant".to_owned(), tenant.to_owned()));
    let variant = Variant { case: None, matrix: tenant.into_iter().collect::<BTreeMap<_, _>>() };
    let (suite, test) = ("suites/a".try_into().unwrap(), test.try_into().unwrap());
    Event::Ran {
        at: at(second),
        series: Box::new(Series {
            monitor: named(monitor),
            test: TestRef { suite, test, variant },
            location: "here".try_into().unwrap(),
        }),
        environment: Some("live".try_into().unwrap()),
        run: RunId::at(at(second), [u8::try_from(second % 251).unwrap(); 10]),
        planned: at(second),
        late_ms: 4.0,
        took_ms: 120.0,
        outcome,
        trigger,
        first_try: true,
        steps: Vec::new(),
        status: Some(200),
        timings: None,
        finding: None,
    }
}

/// A page after events.
fn page(events: &[Event]) -> String {
    let metrics = Metrics::new();
    let listener = metrics.listener();
    events.iter().for_each(|event| listener(event));
    metrics.text(at(0))
}

/// The value of a sample, written as on the page.
fn value<'a>(page: &'a str, sample: &str) -> Option<&'a str> {
    page.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '))
}

const UP: &str = r#"tripline_monitor_up{monitor="shop",environment="live"}"#;

#[test]
fn runs_are_counted_by_how_they_ended_and_why_they_took_place() {
    let page = page(&[
        ran("shop", "main", 1, Outcome::Passed, Trigger::Schedule),
        ran("shop", "main", 2, Outcome::Failed, Trigger::Schedule),
        ran("shop", "main", 3, Outcome::Failed, Trigger::Confirmation),
        ran("shop", "main", 4, Outcome::Failed, Trigger::Schedule),
    ]);
    let count = |outcome: &str, trigger: &str| {
        let labels = format!(r#"monitor="shop",environment="live",outcome="{outcome}""#);
        value(&page, &format!(r#"tripline_runs_total{{{labels},trigger="{trigger}"}}"#))
            .map(str::to_owned)
    };
    assert_eq!(count("passed", "schedule").as_deref(), Some("1"));
    assert_eq!(count("failed", "schedule").as_deref(), Some("2"));
    assert_eq!(count("failed", "confirmation").as_deref(), Some("1"));
    assert_eq!(count("errored", "schedule"), None);
    // Confirmations are due at once.
    assert_eq!(value(&page, "tripline_run_lateness_seconds_count"), Some("3"));
    assert_eq!(
        value(&page, r#"tripline_run_lateness_seconds_bucket{le="0.0025"}"#),
        Some("0"),
        "{page}"
    );
    assert_eq!(
        value(&page, r#"tripline_run_duration_seconds_sum{outcome="failed"}"#),
        Some("0.36")
    );
    let last = r#"tripline_monitor_last_run_timestamp_seconds{monitor="shop",environment="live"}"#;
    assert_eq!(value(&page, last), Some("1800000004"));
}

#[test]
fn a_monitor_is_down_while_one_of_its_tests_fails() {
    let passed = |test, second| ran("shop", test, second, Outcome::Passed, Trigger::Schedule);
    let failed = ran("shop", "pay", 2, Outcome::Failed, Trigger::Schedule);
    let mut events = vec![passed("main", 2), failed];
    assert_eq!(value(&page(&events), UP), Some("0"));
    // The repeat of the test that failed says nothing about the other one.
    events.push(ran("shop", "pay", 3, Outcome::Passed, Trigger::Confirmation));
    assert_eq!(value(&page(&events), UP), Some("1"));
}

#[test]
fn what_is_not_known_is_neither_up_nor_down() {
    let errored = ran("shop", "main", 1, Outcome::Errored, Trigger::Schedule);
    let page = page(&[errored]);
    assert_eq!(value(&page, UP), None);
    assert!(page.contains("tripline_runs_total{"), "{page}");
}

#[test]
fn a_test_that_is_written_no_longer_does_not_keep_its_monitor_down() {
    let passed = |second| ran("shop", "main", second, Outcome::Passed, Trigger::Schedule);
    let mut events = vec![passed(1), ran("shop", "old", 1, Outcome::Failed, Trigger::Schedule)];
    events.push(Event::Reloaded { at: at(2), monitors: 1, gone: vec![] });
    events.extend([passed(3), passed(4)]);
    assert_eq!(value(&page(&events), UP), Some("1"));
}

#[test]
fn a_monitor_that_is_gone_leaves_the_page() {
    let passed = |monitor| ran(monitor, "main", 1, Outcome::Passed, Trigger::Schedule);
    let gone = vec![named("shop")];
    let page =
        page(&[passed("shop"), passed("bank"), Event::Reloaded { at: at(2), monitors: 1, gone }]);
    assert!(!page.contains("shop"), "{page}");
    assert!(page.contains(r#"tripline_monitor_up{monitor="bank""#), "{page}");
    assert_eq!(value(&page, "tripline_monitors"), Some("1"));
}

#[test]
fn tenants_are_told_apart() {
    let page = page(&[
        ran("shop", "main/eu", 1, Outcome::Passed, Trigger::Schedule),
        ran("shop", "main/us", 1, Outcome::Failed, Trigger::Schedule),
    ]);
    let up = |tenant: &str| {
        let labels = format!(r#"monitor="shop",environment="live",tenant="{tenant}""#);
        value(&page, &format!("tripline_monitor_up{{{labels}}}")).map(str::to_owned)
    };
    assert_eq!(up("eu").as_deref(), Some("1"));
    assert_eq!(up("us").as_deref(), Some("0"));
}

#[test]
fn too_many_monitors_are_counted_together_and_that_is_said() {
    let many = MOST + 3;
    let passed = |number: usize| {
        ran(&format!("shop-{number}"), "main", 1, Outcome::Passed, Trigger::Schedule)
    };
    let mut events: Vec<Event> = (0..many).map(passed).collect();
    let written = page(&events);
    let other = r#"tripline_runs_total{monitor="other",outcome="passed",trigger="schedule"}"#;
    assert_eq!(value(&written, other), Some("3"));
    assert_eq!(value(&written, "tripline_metrics_capped"), Some("1"));
    assert_eq!(written.matches("tripline_monitor_up{").count(), MOST);
    // Room that is given back is used again.
    let gone = (0..10).map(|number| named(&format!("shop-{number}"))).collect();
    events.push(Event::Reloaded { at: at(2), monitors: many - 10, gone });
    events.push(passed(many));
    let name = format!("monitor=\"shop-{many}\"");
    assert!(page(&events).contains(&name));
}

#[test]
fn files_that_are_not_right_are_noticed() {
    let refused = Event::ReloadRefused { at: at(1), problems: 1, first: "a".to_owned() };
    let name = "tripline_config_last_reload_successful";
    assert_eq!(value(&page(&[]), name), Some("1"));
    assert_eq!(value(&page(std::slice::from_ref(&refused)), name), Some("0"));
    let reloaded = Event::Reloaded { at: at(2), monitors: 1, gone: vec![] };
    assert_eq!(value(&page(&[refused, reloaded]), name), Some("1"));
}

/// Something of every kind.
fn eventful() -> Metrics {
    let metrics = Metrics::new();
    let listener = metrics.listener();
    for event in [
        Event::Started { at: at(0), version: "1", monitors: 2 },
        ran("shop", "main/eu", 1, Outcome::Passed, Trigger::Schedule),
        ran("shop", "main/a \"b\\", 1, Outcome::Degraded, Trigger::Schedule),
        Event::Missed { planned: at(1), monitor: named("shop"), reason: "a\nb".to_owned() },
        Event::Delivered {
            at: at(1),
            channel: "pager".try_into().unwrap(),
            key: "k".to_owned(),
            result: "sent",
            answer: String::new(),
            again: None,
        },
        Event::Influx { at: at(1), result: "retry", lost: 7, answer: String::new() },
    ] {
        listener(&event);
    }
    metrics
}

/// What `promtool` says; `None` when it is not installed.
fn checked(page: &str) -> Option<String> {
    let tool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut tool = match tool {
        Ok(tool) => tool,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => panic!("promtool: {error}"),
    };
    tool.stdin.take().unwrap().write_all(page.as_bytes()).unwrap();
    let output = tool.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    Some(format!("{}{}", output.status, String::from_utf8_lossy(&said)))
}

/// Where nothing may be skipped, a missing tool is a failure; elsewhere `./test` tells of it.
#[expect(clippy::disallowed_methods, reason = "a test asks where it is run")]
fn may_be_skipped() -> bool {
    std::env::var_os("CI").is_none_or(|ci| ci != "true")
}

#[tokio::test]
async fn prometheus_finds_nothing_to_complain_of() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    let json = runner_store::Json::of(&serde_json::json!({
        "host": "shop.example.com", "not_after": at(86_400), "monitors": ["shop"]
    }));
    let states = vec![StateChange {
        kind: CERTIFICATES,
        key: "shop.example.com".to_owned(),
        json: Some(json.unwrap()),
    }];
    store.record(Record { states, ..Record::default() }).await.unwrap();
    let metrics = eventful();
    let clock = std::sync::Arc::new(FakeClock::at(at(0)));
    let following = tokio::spawn(metrics.clone().follow(store, clock));
    let asked = async {
        while !metrics.text(at(0)).contains("tripline_certificate_expiry") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), asked).await.unwrap();
    following.abort();
    let page = metrics.text(at(0));
    let end = r#"tripline_certificate_expiry_timestamp_seconds{host="shop.example.com"}"#;
    assert_eq!(value(&page, end), Some("1800086400"));
    assert_eq!(value(&page, "tripline_store_writing"), Some("1"));
    let open = format!(r#"tripline_incidents_open{{severity="{}"}}"#, Severity::Critical.as_str());
    assert_eq!(value(&page, &open), Some("0"));
    let manual = include_str!("../../../../docs/metrics.md");
    for name in page.lines().filter_map(|line| line.strip_prefix("# TYPE tripline_")) {
        let name = format!("`tripline_{}`", name.split(' ').next().unwrap());
        assert!(manual.contains(&name), "docs/metrics.md does not tell of {name}");
    }
    match checked(&page) {
        Some(said) => assert_eq!(said, "exit status: 0", "{page}"),
        None => assert!(may_be_skipped(), "promtool is missing: install prometheus"),
    }
    let broken = page.replace("# HELP tripline_runs_total", "# ");
    assert!(checked(&broken).is_none_or(|said| said.contains("no help text")));
}

#[tokio::test]
async fn what_the_store_said_long_ago_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    let sampled = Sampled::of(&store, at(0)).await.unwrap();
    let written = |now| {
        let mut page = super::exposition::Exposition::default();
        sampled.write(&mut page, now);
        page.finished()
    };
    assert!(written(at(59)).contains("tripline_store_bytes"));
    assert_eq!(written(at(0) + SignedDuration::from_mins(2)), "");
}
