//! The overview: what is broken, where, since when, and what changed.

use std::time::Duration;

use jiff::SignedDuration;
use runner_model::{Outcome, RunId, SeriesRun};
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::house::{House, READ, a_watch, run, start};
use crate::pages::{full, look, watched};

const WORKED_ON: &str = "version: 1
monitors:
  checkout: { run: suites/shop.trip.yaml, every: 1m }
  login: { run: suites/shop.trip.yaml, every: 1m }
maintenance:
  - name: moving
    monitors: [checkout]
    from: 2026-01-01T00:00:00Z
    to: 2026-01-01T03:00:00Z
";

/// A run of a monitor from this place.
fn from(monitor: &str, place: &str, outcome: Outcome) -> SeriesRun {
    let mut run = run(monitor, outcome);
    run.series.location = place.try_into().unwrap();
    run
}

/// What stands from `begin` to `end`.
fn part<'p>(page: &'p str, begin: &str, end: &str) -> &'p str {
    let (_, rest) = page.split_once(begin).unwrap_or_else(|| panic!("no {begin}: {page}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}: {rest}")).0
}

#[tokio::test]
async fn what_is_worked_on_is_neither_green_nor_red() {
    let house = House::watching(WORKED_ON).await;
    let runs = vec![from("checkout", "eu", Outcome::Failed), from("login", "eu", Outcome::Passed)];
    house.record(runs).await;
    house.clock.advance(SignedDuration::from_mins(10));
    let page = look(&house, "/").await.body;
    let numbers = part(&page, "Key numbers", "</section>");
    assert!(numbers.contains("1<small> of 2</small>"), "{numbers}");
    assert!(numbers.contains("<span class=\"s-info\">1 in maintenance</span>"), "{numbers}");
    let row = part(&page, "<tr data-row><td><span class=\"nm\"><span class=\"s-info\">", "</tr>");
    assert!(row.contains("In maintenance"), "{row}");
    assert!(row.contains("maintenance until <time datetime=\"2026-01-01T03:00:00Z\""), "{row}");
    assert!(row.contains("<span class=\"loc none\" title=\"eu: in maintenance\">"), "{row}");
    assert!(page.contains("1 of 2 suites passing"), "and not: all of them");
    let monitors = house.ask_with(READ, "GET /api/v1/monitors").await.json();
    assert_eq!(monitors["items"][0]["state"], "maintenance");
    let announced = json!({ "name": "moving", "from": start(), "until": start() + SignedDuration::from_hours(3) });
    assert_eq!(monitors["items"][0]["maintenance"], announced);
    assert_eq!(monitors["items"][1]["maintenance"], json!(null));
    let suites = house.ask_with(READ, "GET /api/v1/suites").await.json();
    let told = &suites["items"][0]["monitors"][0];
    assert_eq!(told["maintenance"], announced);
    assert_eq!(told["locations"], json!([{ "location": "eu", "state": "maintenance" }]));
    let status = house.ask_with(READ, "GET /api/v1/status").await.json();
    let counts = ["all", "up", "down", "maintenance"].map(|word| &status["suites"][word]);
    assert_eq!(counts, [2, 1, 0, 1].map(|count| json!(count)).each_ref());
    let badge = look(&house, "/badge/checkout/status.json").await.json();
    assert_eq!(badge["message"], "maintenance", "{badge}");
    house.clock.advance(SignedDuration::from_hours(3));
    let monitors = house.ask_with(READ, "GET /api/v1/monitors").await.json();
    assert_ne!(monitors["items"][0]["state"], "maintenance", "it is over");
}

#[tokio::test]
async fn a_place_from_which_nothing_is_known_is_grey() {
    let house = House::watching(WORKED_ON).await;
    let runs = vec![from("login", "eu", Outcome::Passed), from("login", "us", Outcome::Errored)];
    house.record(runs).await;
    let page = look(&house, "/").await.body;
    assert!(page.contains("<span class=\"loc ok\" title=\"eu: passing\">"), "{page}");
    assert!(page.contains("<span class=\"loc none\" title=\"us: cannot tell\">"), "{page}");
}

#[tokio::test]
async fn before_the_first_run_everything_is_grey() {
    let house = House::watching(WORKED_ON).await;
    house.clock.advance(SignedDuration::from_secs(1));
    let page = look(&house, "/").await.body;
    let body = part(&page, "<main", "</main>");
    assert!(body.contains("Nothing has run yet"), "{body}");
    assert!(!body.contains("s-ok") && !body.contains("s-bad"), "{body}");
    assert!(page.contains("<span class=\"dot off\">"), "{page}");
}

/// The overview once it says `text`: what takes long is not waited for.
async fn once_it_says(house: &House, path: &str, text: &str) -> String {
    let begun = Instant::now();
    loop {
        let page = look(house, path).await.body;
        if page.contains(text) {
            return page;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "no {text}: {page}");
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn four_numbers_stand_on_top_and_one_is_the_error_budget() {
    let house = watched().await;
    let page = once_it_says(&house, "/", "Error budget left").await;
    assert!(page.contains("Key numbers"), "it is there at once, counted or not");
    let page = once_it_says(&house, "/", "3 failed").await;
    let numbers = part(&page, "Key numbers", "</section>");
    let labels: Vec<&str> = numbers
        .split("<div class=\"k\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(
        labels,
        ["Runs passed, 24 h", "Error budget left", "p95 duration", "Suites passing"]
    );
    assert!(numbers.contains("checkout-works"), "{numbers}");
    assert!(numbers.contains("aria-label=\"Each dot is a suite: "), "{numbers}");
    assert!(numbers.contains("View as table"), "{numbers}");
}

#[tokio::test]
async fn what_burns_says_so_on_its_incident() {
    let house = watched().await;
    let page = once_it_says(&house, "/", "Burning ").await;
    let card = part(&page, "<section class=\"panel inc", "</section>");
    assert!(card.contains("<a class=\"chip bad\" href=\"/slo/checkout-works\">"), "{card}");
    assert!(card.contains("?tab=diff\">Diff with last pass</a>"), "{card}");
}

#[tokio::test]
async fn deploys_stand_beside_the_suites_with_what_they_did() {
    let house = watched().await;
    let page = once_it_says(&house, "/", "<code>shop@1.4.2</code>").await;
    let deploys = part(&page, "<ul class=\"dep\">", "</ul>");
    assert!(deploys.contains("<span class=\"sr\">Cannot tell</span>"), "{deploys}");
    assert!(deploys.contains("cannot tell: <code>checkout/main</code>"), "{deploys}");
    let staging = look(&house, "/?env=staging").await.body;
    assert!(!staging.contains("shop@1.4.2"), "it was deployed elsewhere");
}

#[tokio::test]
async fn the_name_of_a_deploy_ends_within_the_drawing() {
    let house = watched().await;
    for minute in 10..16 {
        house.record(vec![full(minute, Outcome::Failed)]).await;
    }
    house.clock.advance(SignedDuration::from_mins(6));
    let page = look(&house, "/").await.body;
    let label = part(&page, "<text class=\"dl\" ", "</text>");
    assert!(label.ends_with("text-anchor=\"end\">deploy shop@1.4.2"), "{label}");
}

#[tokio::test]
async fn the_tightest_budget_is_drawn_beside_an_even_pace() {
    let house = watched().await;
    let page = once_it_says(&house, "/", "class=\"bdn\"").await;
    let (_, budget) = page.split_once("<h2>Tightest budget</h2>").unwrap();
    assert!(budget.contains("checkout-works, 99%"), "{budget}");
    assert!(budget.contains("at an even pace it would be"), "{budget}");
    assert!(page.contains("<span class=\"sub\">SLO 99%</span>"), "{page}");
    assert!(page.contains("<a class=\"over\" href=\"/slo/checkout-works\">"), "{page}");
}

#[tokio::test]
async fn what_takes_longer_than_the_day_before_says_by_how_much() {
    let house = House::watching(WORKED_ON).await;
    let mut runs = Vec::new();
    for (hour, took) in [(1, 100), (2, 100), (30, 300), (31, 300)] {
        let mut run = run("login", Outcome::Passed);
        run.planned = start() + SignedDuration::from_hours(hour);
        run.started = run.planned;
        run.run = RunId::at(run.planned, *b"0123456789");
        run.took = Duration::from_millis(took);
        runs.push(run);
    }
    house.record(runs).await;
    house.clock.advance(SignedDuration::from_hours(32));
    let page = once_it_says(&house, "/", "on the time before").await;
    let numbers = part(&page, "Key numbers", "</section>");
    assert!(numbers.contains("+200 ms on the time before"), "{numbers}");
    assert!(page.contains("<span class=\"sub s-warn\">+200 ms</span>"), "{page}");
}

#[tokio::test]
async fn who_watches_nothing_yet_reads_what_to_write() {
    let house = House::open().await;
    let page = look(&house, "/").await.body;
    let suite = part(&page, "<pre id=\"first\" tabindex=\"0\">", "</pre>");
    assert_eq!(suite.lines().count(), 3, "{suite}");
    let project = part(&page, "again and again:</p>\n<pre tabindex=\"0\">", "</pre>");
    for said in ["tripline run first.trip.yaml", "tripline demo --serve"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What stands there can be copied.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("first.trip.yaml"), suite).unwrap();
    let watch = a_watch(folder.path(), project);
    assert_eq!(watch.monitors.len(), 1);
}

#[tokio::test]
async fn before_the_first_run_it_says_when_that_is() {
    let nightly = "version: 1
monitors: { login: { run: suites/shop.trip.yaml, cron: '30 2 * * *', time_zone: UTC } }
";
    let house = House::watching(nightly).await;
    let page = look(&house, "/").await.body;
    let calm = part(&page, "<h1 class=\"calm s-mute\">", "</h1>");
    assert!(
        calm.contains(
            "Nothing has run yet: the first run is at <time datetime=\"2026-01-01T02:30:00Z\""
        ),
        "{calm}"
    );
}
