//! The page of a suite.

use jiff::SignedDuration;
use runner_model::{About, Alert, IncidentId, IncidentNews, IncidentPhase, Severity};
use runner_store::{NewMessage, Pause, Record};
use serde_json::json;

use crate::house::{Answered, House, READ, start};
use crate::pages::{look, watched};

const PROJECT: &str = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
";

#[tokio::test]
async fn a_credential_in_the_file_is_not_shown() {
    let suite = "name: Shop
headers: { authorization: Bearer a-literal-token, accept: text/html }
steps:
  - { name: log in, post: 'https://ana:a-literal-word@shop.example.com/', json: { password: a-literal-pass } }
";
    let house = House::watching_suite(PROJECT, suite).await;
    let page = look(&house, "/s/suites/shop").await.body;
    let (_, source) = page.split_once("<pre class=\"body\"").expect("the file is there");
    assert!(source.contains("accept: text/html"), "{source}");
    assert!(source.contains("authorization: •••"), "{source}");
    assert!(!page.contains("a-literal"), "{page}");
}

#[tokio::test]
async fn a_suite_that_never_ran_says_when_it_will_and_can_be_run() {
    let house = House::watching(PROJECT).await;
    let page = look(&house, "/s/suites/shop").await.body;
    assert!(page.contains("It has not run yet: its first run is due <time"), "{page}");
    assert!(page.contains("action=\"/run/checkout\"") && page.contains("Run now"), "{page}");
}

#[tokio::test]
async fn what_fails_most_comes_first() {
    let house = watched().await;
    let page = look(&house, "/s/suites/shop?env=production").await.body;
    let (_, ranked) = page.split_once("<th>Failed most</th>").expect("there is a ranking");
    assert!(ranked.contains("<code>status</code>"), "{ranked}");
    assert!(ranked.contains("<td class=\"r num\">3</td>"), "in all three: {ranked}");
    assert!(ranked.contains("in the last 3 runs that failed"), "{ranked}");
    let shown = house.ask_with(READ, "GET /api/v1/suites/suites%2Fshop").await.json();
    let first = &shown["failed_most"][0];
    assert_eq!((&first["subject"], &first["failed"]), (&json!("status"), &json!(3)), "{first}");
}

#[tokio::test]
async fn who_was_told_of_its_incidents_is_remembered() {
    let house = watched().await;
    let news = IncidentNews {
        id: IncidentId(1),
        phase: IncidentPhase::Down,
        since: start(),
        affected: Vec::new(),
        more: 0,
        folded: Vec::new(),
        maintenance: None,
        after_deploy: None,
    };
    let at = start() + SignedDuration::from_mins(9);
    let alert = Alert {
        at,
        severity: Severity::Critical,
        about: About::Incident(news),
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    };
    let channel = "hook".try_into().unwrap();
    let message = NewMessage { channel, key: "1-down".to_owned(), not_before: at, alert };
    let record = Record { messages: vec![message], ..Record::default() };
    house.store.record(record).await.unwrap();
    let page = look(&house, "/s/suites/shop").await.body;
    let (_, told) = page.split_once("<h2>Notifications</h2>").expect("it is told");
    assert!(told.contains("<td>hook</td>"), "{told}");
    assert!(told.contains("Incident 1</a> down") && told.contains(">waits</td>"), "{told}");
    let shown = house.ask_with(READ, "GET /api/v1/suites/suites%2Fshop").await.json();
    let message = json!({
        "at": at, "channel": "hook", "incident": 1, "what": "down", "delivery": "waits"
    });
    assert_eq!(shown["notifications"], json!([message]));
}

#[tokio::test]
async fn of_many_monitors_one_is_shown_in_full_and_the_others_are_a_line() {
    let names = ["a", "b", "c", "d", "e"];
    let lines: String = names
        .iter()
        .map(|name| format!("  on-{name}: {{ run: suites/shop.trip.yaml, every: 1m }}\n"))
        .collect();
    let house = House::watching(&format!("version: 1\nmonitors:\n{lines}")).await;
    let page = look(&house, "/s/suites/shop").await.body;
    assert_eq!(page.matches("It has not run yet").count(), 1, "{page}");
    let link = "<a href=\"/s/suites/shop?monitor=on-d\">on-d</a>";
    assert!(page.contains(link), "{page}");
    let page = look(&house, "/s/suites/shop?monitor=on-d").await.body;
    assert!(page.contains("<h2>on-d</h2>") && !page.contains(link), "{page}");
    assert_eq!(page.matches("It has not run yet").count(), 1, "{page}");
    assert!(page.contains("?monitor=on-a\">on-a</a>"), "{page}");
}

#[tokio::test]
async fn of_which_commit_the_file_is_stands_beside_it_while_that_is_what_runs() {
    let house = House::watching(
        "version: 1\nmonitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }\n",
    )
    .await;
    let page = async || look(&house, "/s/suites/shop").await.body;
    assert!(!page().await.contains("checked out"), "git keeps no folder here");
    let hash = "8f3c1d2a".repeat(5);
    std::fs::create_dir(house.folder.path().join(".git")).unwrap();
    std::fs::write(house.folder.path().join(".git/HEAD"), format!("{hash}\n")).unwrap();
    assert!(page().await.contains("checked out is <code>8f3c1d2a8f3c</code>"));
    let told = async || {
        let shown = house.ask_with(READ, "GET /api/v1/suites/suites%2Fshop").await.json();
        shown["revision"].as_str().map(str::to_owned)
    };
    assert_eq!(told().await, Some(hash));
    // Then what runs is not what is checked out.
    house.readiness.lock().unwrap().refused = Some("tripline.yaml:1:1".to_owned());
    assert_eq!(told().await, None);
}

/// The suite as `monitor` runs it.
async fn as_run_by(house: &House, monitor: &str) -> Answered {
    house.ask_with(READ, &format!("GET /api/v1/suites/suites%2Fshop/monitors/{monitor}")).await
}

#[tokio::test]
async fn days_and_steps_are_told_as_numbers() {
    let house = watched().await;
    let shown = as_run_by(&house, "checkout").await.json();
    assert_eq!(
        (&shown["suite"], &shown["monitor"], &shown["environment"]),
        (&json!("suites/shop"), &json!("checkout"), &json!("production"))
    );
    let days = shown["days"].as_array().unwrap();
    assert_eq!(days.len(), 90);
    assert_eq!(days[89], json!({ "date": "2026-01-01", "passed": 7, "known": 10 }));
    assert_eq!(days[88], json!({ "date": "2025-12-31", "passed": 0, "known": 0 }));
    let step = json!({ "name": "look", "p50_ms": 120.0, "p95_ms": 120.0, "runs": 10, "failed": 3 });
    assert_eq!(shown["steps"], json!([step]));
    let next = shown["next"].as_str().unwrap();
    let next: jiff::Timestamp = next.parse().unwrap();
    let due = start() + SignedDuration::from_mins(10);
    assert!(next > due && next <= due + SignedDuration::from_mins(1), "{next}");
    let most = &shown["failed_most"][0];
    assert_eq!((&most["subject"], &most["failed"]), (&json!("status"), &json!(3)), "{shown}");
}

#[tokio::test]
async fn a_suite_that_never_ran_says_when_it_will_unless_it_is_paused() {
    let house = watched().await;
    let shown = as_run_by(&house, "login").await.json();
    assert_eq!((&shown["state"], &shown["steps"]), (&json!("not_run_yet"), &json!([])));
    assert_eq!(shown["next"], "2026-01-01T02:30:00Z");
    assert_eq!(shown["days"][89]["known"], 0);
    let house = watched().await;
    let monitor = "login".try_into().unwrap();
    let pause = Pause { monitor, since: start(), reason: None, who: "a test".to_owned() };
    house.store.pauses().begin(pause).await.unwrap();
    let shown = as_run_by(&house, "login").await.json();
    assert_eq!((&shown["state"], &shown["next"]), (&json!("paused"), &json!(null)));
}

#[tokio::test]
async fn whoever_asks_for_another_monitor_is_told_which_there_are() {
    let house = watched().await;
    let other = as_run_by(&house, "nightly").await;
    let why = "`nightly` does not run `suites/shop`: that is run by `checkout`, `login`";
    assert_eq!((other.status, other.problem().as_str()), (404, why));
    for (way, why) in [
        ("nothing/monitors/checkout", "no monitor runs a suite `nothing`"),
        ("%ff/monitors/checkout", "there is nothing of that name"),
    ] {
        let none = house.ask_with(READ, &format!("GET /api/v1/suites/{way}")).await;
        assert_eq!((none.status, none.problem().as_str()), (404, why), "{way}");
    }
}
