//! What the monitor part of a project file means.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use runner_model::{Ratio, Severity};
use suites::{
    Budgeting, BurnAlert, CompositionKind, Confirm, IfStillRunning, InfluxInto, Keep, LoadRequest,
    Loaded, MaintenanceWhen, Measure, Monitor, NotifyOn, Objective, Policy, Publish, Reference,
    RunsOf, SmtpTls, When, Window, load,
};

const MINUTE: Duration = Duration::from_secs(60);

fn project(folder: &Path) -> Loaded {
    let loaded = load(&LoadRequest { current_dir: folder.to_owned(), ..LoadRequest::default() });
    assert_eq!(loaded.diagnostics, []);
    loaded
}

fn format() -> Loaded {
    let folder = "tests/accept-projects/format-sections-8-to-10";
    project(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
}

/// A project in a folder of its own, beside suites.
fn written(text: &str, suites: &[(&str, &str)]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tripline.yaml"), text).unwrap();
    for (name, text) in suites {
        fs::write(folder.path().join(name), text).unwrap();
    }
    project(folder.path())
}

const A: (&str, &str) = ("a.trip.yaml", "name: A\nsteps: [ { get: https://example.com/ } ]\n");

fn monitor<'l>(loaded: &'l Loaded, name: &str) -> &'l Monitor {
    let monitors = &loaded.project.as_ref().unwrap().monitors;
    monitors.iter().find(|monitor| monitor.name.value.as_str() == name).unwrap()
}

fn objective<'l>(loaded: &'l Loaded, name: &str) -> &'l Objective {
    let objectives = &loaded.project.as_ref().unwrap().objectives;
    objectives.iter().find(|objective| objective.name.value.as_str() == name).unwrap()
}

fn ids(loaded: &Loaded, name: &str) -> Vec<String> {
    let suites = loaded.monitored(monitor(loaded, name));
    suites.iter().map(|suite| suite.id.to_string()).collect()
}

#[test]
fn a_monitor_says_what_where_and_when() {
    let loaded = format();
    let checkout = monitor(&loaded, "checkout");
    assert_eq!(checkout.environment.as_ref().unwrap().value.as_str(), "production");
    assert_eq!(checkout.when, When::Every(MINUTE));
    assert_eq!(checkout.timeout, Some(Duration::from_secs(50)));
    assert_eq!(checkout.confirm, Some(Confirm { times: 2, after: Duration::from_secs(10) }));
    assert_eq!(checkout.down_after, RunsOf { runs: 2, last: 3 });
    assert_eq!((checkout.up_after, checkout.severity), (2, Severity::Critical));
    assert_eq!(checkout.notify[0].value.as_str(), "orders-oncall");
    let When::Cron(cron) = &monitor(&loaded, "payments-eu").when else { panic!("a cron") };
    assert_eq!(cron.time_zone.iana_name(), Some("Europe/Paris"));
    assert_eq!(monitor(&loaded, "search").when, When::OnDeploy);
    assert_eq!(ids(&loaded, "checkout"), ["suites/checkout"]);
    assert_eq!(ids(&loaded, "search"), ["suites/checkout"]);
    assert_eq!(ids(&loaded, "db-b"), ["suites/db/health"]);
    assert_eq!(ids(&loaded, "db-c"), ["suites/checkout", "suites/db/health"]);
}

#[test]
fn one_test_of_a_file_leaves_the_others_out() {
    let loaded = format();
    let europe = monitor(&loaded, "payments-eu");
    let suites = loaded.monitored(europe);
    let tests = suites[0].tests.iter().filter(|test| europe.runs(&suites[0], test));
    assert_eq!(tests.map(|test| test.name.as_str()).collect::<Vec<_>>(), ["europe"]);
}

#[test]
fn what_a_monitor_does_not_say_has_its_default() {
    let loaded = written(
        "environments: { local: {}, base: { abstract: true } }\nmonitors:\n  often: { run: a.trip.yaml, every: 1m }\n  \
         seldom: { run: a.trip.yaml, cron: \"0 3 * * *\", down_after: 3 runs }\n",
        &[A],
    );
    let often = monitor(&loaded, "often");
    assert_eq!(often.environment.as_ref().unwrap().value.as_str(), "local");
    assert_eq!(often.down_after, RunsOf { runs: 2, last: 2 });
    assert_eq!((often.up_after, often.severity), (2, Severity::Warning));
    assert_eq!(often.if_still_running, IfStillRunning::Skip);
    assert_eq!((often.hours.as_ref(), often.timeout, often.confirm), (None, None, None));
    let seldom = monitor(&loaded, "seldom");
    assert_eq!((seldom.down_after, seldom.up_after), (RunsOf { runs: 3, last: 3 }, 1));
    let When::Cron(cron) = &seldom.when else { panic!("a cron") };
    assert_eq!(cron.time_zone, jiff::tz::TimeZone::UTC);
}

#[test]
fn without_environments_a_monitor_runs_in_none() {
    let loaded = written("monitors: { a: { run: a.trip.yaml, every: 1m } }\n", &[A]);
    assert_eq!(monitor(&loaded, "a").environment, None);
    assert_eq!(ids(&loaded, "a"), ["a"]);
}

#[test]
fn a_flow_that_needs_inputs_is_left_to_its_callers_unless_it_is_named() {
    let flow = "name: Log in\ntags: [all]\ninputs: { email: { required: true } }\nsteps: [ { get: \"https://example.com/{{email}}\" } ]\n";
    let user = "name: Use\ntags: [all]\nsteps: [ { use: login.trip.yaml, with: { email: a } } ]\n";
    let loaded = written(
        "environments: { local: { vars: { email: b } } }\nmonitors:\n  \
         all: { run: \"*.trip.yaml\", every: 1m }\n  tagged: { run: { tags: all }, every: 1m }\n  \
         named: { run: login.trip.yaml, every: 1m }\n",
        &[("login.trip.yaml", flow), ("use.trip.yaml", user)],
    );
    assert_eq!(ids(&loaded, "all"), ["use"]);
    assert_eq!(ids(&loaded, "tagged"), ["use"]);
    assert_eq!(ids(&loaded, "named"), ["login"]);
}

#[test]
fn who_is_told_has_defaults() {
    let loaded = format();
    let project = loaded.project.as_ref().unwrap();
    let rules = &project.notify[0].rules;
    assert_eq!(rules[0].on, NotifyOn::DEFAULT);
    assert!(!rules[0].on.contains(&NotifyOn::Degraded));
    assert_eq!(rules[0].severities, [Severity::Critical]);
    assert_eq!(rules[1].on, [NotifyOn::Down, NotifyOn::Degraded, NotifyOn::Recovered]);
    assert_eq!(rules[2].after, Some(MINUTE * 15));
    assert_eq!(rules[3].monitors[0].value.to_string(), "payments-eu/europe");
    assert_eq!(project.policy.remind_every, Some(MINUTE * 240));
    assert_eq!(Policy::default().remind_every, None);
    let routes = &project.smtp.as_ref().unwrap().routes;
    assert_eq!(
        (routes[0].port, routes[0].tls, routes[0].login.is_some()),
        (587, SmtpTls::Starttls, true)
    );
    assert_eq!(
        (routes[1].port, routes[1].tls, routes[1].login.is_some()),
        (465, SmtpTls::Implicit, false)
    );
    assert_eq!(project.secrets.len(), 6);
}

#[test]
fn a_maintenance_follows_the_clock_of_its_time_zone() {
    let loaded = format();
    let maintenance = &loaded.project.as_ref().unwrap().maintenance;
    let once = |index: usize| match &maintenance[index].when {
        MaintenanceWhen::Once { from, to } => (from.to_string(), to.to_string()),
        MaintenanceWhen::Repeated { .. } => panic!("once"),
    };
    assert_eq!(once(1), ("2026-11-21T02:00:00Z".into(), "2026-11-21T04:30:00Z".into()));
    assert_eq!(once(2), ("2026-12-31T00:00:00Z".into(), "2027-01-01T12:00:00Z".into()));
    assert!(
        matches!(&maintenance[0].when, MaintenanceWhen::Repeated { lasts, .. } if *lasts == MINUTE * 120)
    );
}

#[test]
fn an_objective_has_defaults() {
    let loaded = format();
    let works = objective(&loaded, "checkout-works");
    assert_eq!(works.target.value, Ratio::new(999, 1000).unwrap());
    assert_eq!(works.over.value, Window::Rolling(MINUTE * 60 * 24 * 30));
    assert_eq!((works.measure, works.budgeting), (Measure::Availability, Budgeting::Timeslices));
    assert_eq!((works.min_failures, works.coverage), (2, Ratio::new(9, 10).unwrap()));
    assert_eq!(works.alert, BurnAlert::Standard);
    let fast = objective(&loaded, "checkout-fast");
    assert_eq!((fast.measure, fast.budgeting), (Measure::Reliability, Budgeting::Occurrences));
    assert_eq!((fast.over.value, &fast.alert), (Window::Month, &BurnAlert::None));
    let rules = objective(&loaded, "europe-pays").alert.rules();
    assert_eq!(rules[0].burn.value, Ratio::new(72, 5).unwrap());
    assert_eq!((rules[0].over, rules[0].and), (MINUTE * 60, MINUTE * 5));
}

#[test]
fn parts_of_a_composition_are_monitors_or_other_compositions() {
    let loaded = format();
    let composition = &loaded.project.as_ref().unwrap().compositions[0];
    let CompositionKind::Series(parts) = &composition.root.kind else { panic!("a series") };
    assert!(matches!(&parts[0].kind, CompositionKind::Monitor(of) if of.to_string() == "checkout"));
    assert!(
        matches!(&parts[2].kind, CompositionKind::Composition(name) if name.as_str() == "databases")
    );
    assert!(parts[3].customer_responsible);
}

#[test]
fn the_service_itself_has_defaults() {
    let loaded = written("version: 1\n", &[A]);
    let project = loaded.project.unwrap();
    assert_eq!(project.retention.summaries, Keep::Months(25));
    assert_eq!(project.retention.runs, Keep::For(MINUTE * 60 * 24 * 100));
    assert_eq!(project.connectivity.reference, []);
    assert_eq!(project.serve.allow_addresses, []);
    let loaded = format();
    let project = loaded.project.unwrap();
    let tcp = Reference::Tcp { host: "1.1.1.1".into(), port: 443 };
    assert_eq!(project.connectivity.reference[0].value, tcp);
    let influx = project.metrics.influx.unwrap();
    assert_eq!(influx.into, InfluxInto::Bucket { bucket: "tripline".into(), org: None });
    assert_eq!(influx.every, Duration::from_secs(10));
    assert_eq!(project.status_pages[0].publish, Publish::Incidents);
    assert_eq!(project.heartbeats[0].grace, MINUTE * 30);
}

#[test]
fn addresses_that_may_be_asked_all_the_same_are_ranges() {
    let text = "version: 1\nserve: { allow_addresses: [169.254.169.254, 'fe80::/10'] }\n";
    let project = written(text, &[A]).project.unwrap();
    let read: Vec<String> = project.serve.allow_addresses.iter().map(ToString::to_string).collect();
    assert_eq!(read, ["169.254.169.254/32", "fe80::/10"]);
}
