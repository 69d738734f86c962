//! The list of runs: what the address asks for, and what belongs together.

use jiff::SignedDuration;
use runner_model::{Outcome, RunId, SeriesRun, Trigger};
use runner_store::Deploy;

use crate::house::{House, READ, run, start};
use crate::lists::all;
use crate::pages::look;

const PROJECT: &str = "version: 1
environments:
  staging: { services: { shop: 'https://staging.example.com' } }
  production: { services: { shop: 'https://shop.example.com' } }
services: { shop: {} }
monitors:
  checkout: { run: suites/shop.trip.yaml, in: production, every: 1m }
  login: { run: suites/shop.trip.yaml, in: staging, every: 1m }
";

const SUITE: &str = "name: Shop\nservice: shop\nsteps: [{ name: look, get: / }]\n";

fn at(monitor: &str, second: i64, outcome: Outcome, trigger: Trigger) -> SeriesRun {
    let mut run = run(monitor, outcome);
    run.planned = start() + SignedDuration::from_secs(second);
    run.started = run.planned;
    let mut tail = *b"0123456789";
    tail[0] = monitor.as_bytes()[0];
    run.run = RunId::at(run.planned, tail);
    run.trigger = trigger;
    run
}

/// A run that failed and was confirmed twice, beside others.
async fn watched() -> House {
    let house = House::watching_suite(PROJECT, SUITE).await;
    let mut slow = at("checkout", 0, Outcome::Passed, Trigger::Schedule);
    slow.took = std::time::Duration::from_secs(2);
    let mut elsewhere = at("login", 5, Outcome::Passed, Trigger::Schedule);
    elsewhere.series.location = "eu-west".try_into().unwrap();
    let runs = vec![
        slow,
        elsewhere,
        at("checkout", 60, Outcome::Failed, Trigger::Schedule),
        at("login", 61, Outcome::Passed, Trigger::Schedule),
        at("checkout", 62, Outcome::Failed, Trigger::Confirmation),
        at("checkout", 64, Outcome::Passed, Trigger::Confirmation),
    ];
    house.record(runs).await;
    let deploy = Deploy {
        at: start() + SignedDuration::from_secs(30),
        service: "shop".try_into().unwrap(),
        environment: Some("production".try_into().unwrap()),
        version: "1.4.2".to_owned(),
        commit: None,
        url: None,
        who: "ci".to_owned(),
    };
    house.store.deploys().add(deploy).await.unwrap();
    house.clock.advance(SignedDuration::from_mins(2));
    house
}

/// The first line of each row: result, and of which monitor.
fn rows(html: &str) -> Vec<String> {
    let rows = html.split("<tr data-row>").skip(1);
    rows.map(|row| {
        let (_, mark) = row.split_once("<span class=\"sr\">").unwrap();
        let (mark, rest) = mark.split_once('<').unwrap();
        let (_, said) = rest.split_once("</b><span>").unwrap();
        let (said, _) = said.split_once('<').unwrap();
        format!("{mark}: {said}")
    })
    .collect()
}

#[tokio::test]
async fn a_run_and_what_confirmed_it_are_one_line() {
    let house = watched().await;
    let page = look(&house, "/runs").await.body;
    assert_eq!(
        rows(&page),
        [
            "Passed: checkout · production",
            "Passed: login · staging",
            "Passed: login · staging",
            "Passed: checkout · production",
        ]
    );
    let (_, attempts) = page.split_once("3 attempts: ").expect("they are counted");
    let words: Vec<&str> =
        attempts.split("</a>").take(3).map(|link| link.rsplit_once('>').unwrap().1).collect();
    assert_eq!(words, ["failed", "failed", "passed"], "oldest first");
}

#[tokio::test]
async fn the_address_says_which_runs_are_shown() {
    let house = watched().await;
    for (query, count) in [
        ("outcome=failed", 2),
        ("slower=1000", 1),
        ("slower=5000", 0),
        ("location=eu-west", 1),
        ("location=nowhere", 0),
        ("env=staging", 2),
        ("trigger=confirmation", 1),
        ("monitor=login", 2),
        ("deploy=1", 1),
        ("deploy=17", 0),
        ("deploy=nonsense", 0),
    ] {
        let page = look(&house, &format!("/runs?{query}")).await.body;
        let found = rows(&page);
        let shown: usize = if query == "outcome=failed" { found.len() + 1 } else { found.len() };
        assert_eq!(shown, count, "{query}: {found:?}");
    }
}

#[tokio::test]
async fn no_run_says_what_was_asked_for_and_how_to_clear_it() {
    let house = watched().await;
    let way = "/runs?outcome=errored&slower=1000&location=eu-west&env=staging";
    let page = look(&house, way).await.body;
    let words = "errored, slower than 1 s, from eu-west, in staging";
    assert!(page.contains(&format!("No run is {words}")), "{page}");
    assert!(page.contains("<a class=\"link\" href=\"/runs?env=staging\">Clear"), "{page}");
}

#[tokio::test]
async fn every_filter_is_a_link_and_keeps_the_others() {
    let house = watched().await;
    let page = look(&house, "/runs?outcome=failed&env=production").await.body;
    for link in [
        "/runs?env=production&amp;outcome=failed&amp;slower=1000",
        "/runs?env=production&amp;outcome=failed&amp;trigger=manual",
        "/runs?env=production&amp;location=eu-west&amp;outcome=failed",
        "/runs?env=production&amp;outcome=passed",
    ] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}: {page}");
    }
    assert!(page.contains("<input type=\"hidden\" name=\"outcome\" value=\"failed\">"), "{page}");
    assert!(page.contains("<option value=\"1\">shop 1.4.2</option>"), "{page}");
    let shown = look(&house, "/d/1").await.body;
    assert!(shown.contains("href=\"/runs?deploy=1\">Runs since"), "{shown}");
}

#[tokio::test]
async fn the_api_lists_the_same_runs() {
    let house = watched().await;
    let later = Deploy {
        at: start() + SignedDuration::from_secs(63),
        service: "shop".try_into().unwrap(),
        environment: Some("production".try_into().unwrap()),
        version: "1.4.3".to_owned(),
        commit: None,
        url: None,
        who: "ci".to_owned(),
    };
    house.store.deploys().add(later).await.unwrap();
    for (query, count) in [
        ("suite=suites/shop", 6),
        ("suite=suites/other", 0),
        ("environment=staging", 2),
        ("deploy=1", 2),
        ("deploy=1&outcome=passed", 0),
        ("deploy=1&from=2026-01-01T00:01:01Z", 1),
        ("deploy=1&until=2026-01-01T00:01:01Z", 1),
        ("deploy=2", 1),
        ("deploy=2&environment=staging", 0),
    ] {
        let found = all(&house, READ, &format!("/api/v1/runs?{query}"), 1, "run").await;
        assert_eq!(found.len(), count, "{query}: {found:?}");
    }
    let unknown = house.ask_with(READ, "GET /api/v1/runs?deploy=17").await;
    let why = "`deploy` is the `id` of one in `/api/v1/deploys`: there is no deploy `17`";
    assert_eq!((unknown.status, unknown.problem().as_str()), (400, why));
    assert_eq!(house.ask_with(READ, "GET /api/v1/runs?deploy=last").await.status, 400);
}
