//! What everybody may see.

use jiff::SignedDuration;
use runner_health::incident::Incident;
use runner_model::{IncidentId, Outcome, RunId, SeriesRun};
use runner_store::{IncidentChange, IncidentSpan, Json, NewPublicUpdate, Record};
use serde_json::{Value, json};

use crate::house::{House, run, start};

const PROJECT: &str = "version: 1
monitors:
  checkout: { run: suites/shop.trip.yaml, every: 1m, severity: critical }
  inside: { run: suites/shop.trip.yaml, every: 1m }
maintenance: [ { name: ledger upgrade, monitors: [checkout], from: '2026-01-02T03:00:00Z', to: '2026-01-02T05:00:00Z' } ]
status_pages:
  shop: { title: Shop & Co, components: { Checkout: checkout }, publish: incidents }
  quiet: { components: { Checkout: checkout } }
";

/// Ten minutes of `checkout`, of which the third failed.
async fn watched() -> House {
    let house = House::watching(PROJECT).await;
    let runs = (0..10).flat_map(|minute| {
        ["checkout", "inside"].map(|monitor| {
            let outcome = if minute == 3 { Outcome::Failed } else { Outcome::Passed };
            let mut run: SeriesRun = run(monitor, outcome);
            run.planned = start() + SignedDuration::from_mins(minute);
            run.started = run.planned;
            run.run = RunId::at(run.planned, *b"0123456789");
            run
        })
    });
    house.record(runs.collect()).await;
    house.clock.advance(SignedDuration::from_mins(10));
    house
}

/// An incident of this monitor, and what is said of it.
async fn incident(house: &House, id: u64, monitor: &str, is_open: bool) {
    let series = run(monitor, Outcome::Failed).series;
    let since = start() + SignedDuration::from_mins(3);
    let closed = start() + SignedDuration::from_mins(4);
    let state = if is_open { json!("open") } else { json!({ "closed": { "at": closed } }) };
    let member_state = if is_open {
        json!({ "down": { "at": since } })
    } else {
        json!({ "recovered": { "at": closed } })
    };
    let facts = json!({ "name": "Shop", "severity": "critical" });
    let finding = json!({
        "run": RunId::at(since, *b"0123456789"), "step": "pay", "expected": "201",
        "got": "a-secret-thing", "rerun": "tripline run shop.trip.yaml",
    });
    let member = json!({
        "series": series, "facts": facts, "since": since, "state": member_state, "finding": finding,
        "change": 1,
    });
    let incident = json!({
        "id": id, "opened": since, "since": since, "state": state, "severity": "critical",
        "groups": [], "members": [member], "timeline": { "entries": [
            { "at": since, "happened": "note", "by": "ana", "text": "said inside only" },
        ] }, "changes": 1,
    });
    let read: Incident = serde_json::from_value(incident.clone()).unwrap();
    assert_eq!(read.members.len(), 1);
    let span = match is_open {
        true => IncidentSpan::Open { since },
        false => IncidentSpan::Closed { since, at: closed },
    };
    let json = Json::of(&incident).unwrap();
    let change = IncidentChange { id: IncidentId(id), span, json, evidence: Vec::new() };
    let record = Record { incidents: vec![change], ..Record::default() };
    house.store.record(record).await.unwrap();
    let said = NewPublicUpdate {
        incident: IncidentId(id),
        at: since,
        text: format!("We <look> into {id}."),
        who: "ana".to_owned(),
    };
    house.store.public_updates().publish(said).await.unwrap();
}

async fn json_of(house: &House, page: &str) -> Value {
    let answered = house.ask(&format!("GET /status/{page}/status.json")).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    answered.json()
}

#[tokio::test]
async fn a_page_tells_exact_minutes_and_what_is_not_known() {
    let house = watched().await;
    let page = json_of(&house, "shop").await;
    assert_eq!(page["verdict"], "Everything works.");
    let component = &page["components"][0];
    assert_eq!((&component["name"], &component["state"]), (&json!("Checkout"), &json!("up")));
    let days = component["days"].as_array().unwrap();
    assert_eq!(days.len(), 90);
    let today = json!({
        "date": "2026-01-01", "up": 540.0, "degraded": 0.0, "down": 60.0, "unknown": 0.0,
        "excluded": 0.0
    });
    assert_eq!(days[89], today);
    assert_eq!((&days[88]["up"], &days[88]["unknown"]), (&json!(0.0), &json!(86400.0)));
    let html = house.ask("GET /status/shop").await;
    assert_eq!(html.status, 200);
    assert!(html.body.contains("1 Jan 2026: did not work for 1 min"), "{}", html.body);
    assert!(html.body.contains("31 Dec 2025: not known for 24 h"), "{}", html.body);
    assert!(html.body.contains("<title>Shop &amp; Co: Everything works.</title>"), "{}", html.body);
    assert_eq!(html.header("cache-control"), Some("public, max-age=30"));
    assert_eq!(html.header("set-cookie"), None, "nobody is followed");
}

#[tokio::test]
async fn hours_that_are_summed_up_tell_the_same() {
    let house = watched().await;
    let before = json_of(&house, "shop").await["components"][0]["days"][89].clone();
    assert_eq!(before["down"], 60.0);
    house.clock.advance(SignedDuration::from_hours(3));
    let now = start() + SignedDuration::from_hours(3);
    let day = std::time::Duration::from_secs(86_400);
    let policy =
        runner_store::Policy { runs: 100 * day, failures: 100 * day, summaries: 400 * day };
    let rules = |_: &_, _| runner_store::RollupRules {
        hold: std::time::Duration::from_secs(90),
        exclusions: runner_health::series::Exclusions::default(),
    };
    house.store.housekeeping(now, &policy, &rules).await.unwrap();
    // What was worked out before is out of date.
    let quiet = json_of(&house, "quiet").await["components"][0]["days"][89].clone();
    assert_eq!(quiet["down"], 60.0);
    assert_eq!(quiet["up"], 570.0, "the last result holds for an interval and a half");
    let unknown = 3.0 * 3600.0 + 600.0 - 630.0;
    assert_eq!(quiet["unknown"], unknown, "until now");
}

#[tokio::test]
async fn what_is_open_is_told_with_what_operators_publish_and_nothing_else() {
    let house = watched().await;
    incident(&house, 7, "checkout", true).await;
    incident(&house, 8, "inside", true).await;
    incident(&house, 5, "checkout", false).await;
    let page = json_of(&house, "shop").await;
    let incidents = page["incidents"].as_array().unwrap();
    let numbers: Vec<_> = incidents.iter().map(|incident| &incident["incident"]).collect();
    assert_eq!(numbers, [7, 5], "what the page does not name is nobody's business");
    assert_eq!(incidents[0]["words"], "Checkout does not work");
    assert_eq!(incidents[0]["updates"][0]["text"], "We <look> into 7.");
    assert_eq!(incidents[1]["words"], "Checkout did not work");
    let html = house.ask("GET /status/shop/").await.body;
    assert!(html.contains("We &lt;look&gt; into 7."), "{html}");
    let feed = house.ask("GET /status/shop/feed.atom").await;
    assert_eq!(feed.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert!(feed.body.contains("<content>We &lt;look&gt; into 7.</content>"), "{}", feed.body);
    assert!(feed.body.contains("<title>Over: Checkout</title>"), "{}", feed.body);
    for body in [html, feed.body, page.to_string()] {
        for inside in ["ana", "said inside only", "a-secret-thing", "inside", "rerun", "pay"] {
            assert!(!body.contains(inside), "{inside}: {body}");
        }
    }
    let quiet = json_of(&house, "quiet").await;
    assert_eq!((&quiet["title"], &quiet["incidents"]), (&json!("quiet"), &json!([])));
}

#[tokio::test]
async fn maintenance_to_come_is_told() {
    let house = watched().await;
    let page = json_of(&house, "shop").await;
    let expected = json!([{
        "name": "ledger upgrade", "from": "2026-01-02T03:00:00Z", "until": "2026-01-02T05:00:00Z"
    }]);
    assert_eq!(page["maintenance"], expected);
    house.clock.advance(SignedDuration::from_hours(28));
    let page = json_of(&house, "quiet").await;
    assert_eq!(page["components"][0]["state"], "maintenance");
    assert_eq!(page["verdict"], "Checkout is under maintenance.");
}

#[tokio::test]
async fn badges_tell_what_a_status_page_tells() {
    let house = watched().await;
    let badge = async |way: &str| house.ask(&format!("GET /badge/{way}")).await;
    let message = async |way: &str| badge(way).await.json()["message"].clone();
    assert_eq!(message("checkout/status.json").await, "up");
    assert_eq!(message("checkout/uptime.json").await, "90.00 %");
    assert_eq!(message("checkout/latency.json").await, "120 ms");
    let svg = badge("checkout/status.svg").await;
    assert_eq!((svg.status, svg.header("content-type")), (200, Some("image/svg+xml")));
    assert_eq!(svg.header("cache-control"), Some("max-age=60"));
    assert_eq!(svg.header("set-cookie"), None);
    assert!(svg.body.contains("aria-label=\"checkout: up\""), "{svg:?}");
    for other in ["nobody", "inside", "..%2f", "%00"] {
        let grey = badge(&format!("{other}/status.svg")).await;
        assert_eq!(grey.status, 200, "{other}");
        assert!(grey.body.contains("tripline: unknown"), "{grey:?}");
    }
    // Whoever may look at the pages sees every monitor's.
    let here = ["host: localhost".to_owned()];
    let own = house.raw_head("GET /badge/inside/status.json", &here).await;
    assert_eq!(own.json()["message"], "up");
    for way in ["checkout/other.svg", "checkout/status.png", "checkout/status"] {
        assert_eq!(badge(way).await.status, 404, "{way}");
    }
}

#[tokio::test]
async fn a_screen_shows_only_what_is_red_or_that_all_is_calm() {
    let house = watched().await;
    let here = ["host: localhost".to_owned()];
    let calm = house.raw_head("GET /tv", &here).await;
    assert_eq!(calm.status, 200, "{calm:?}");
    assert!(calm.body.contains("<h1>2 of 2 suites passing</h1>"), "{}", calm.body);
    assert!(calm.body.contains("id=\"clock\">00:10"), "{}", calm.body);
    let stranger = house.ask("GET /tv").await;
    assert_eq!((stranger.status, stranger.header("location")), (303, Some("/sign-in?to=%2Ftv")));
    let house = watched().await;
    incident(&house, 7, "checkout", true).await;
    let red = house.raw_head("GET /tv", &here).await.body;
    assert!(red.contains("<h1>1 incident</h1>") && red.contains("pay: a-secret-thing"), "{red}");
    assert!(!red.contains("id=\"clock\""), "{red}");
}

#[tokio::test]
async fn a_page_that_is_not_there_is_told_so() {
    let house = watched().await;
    for way in ["/status/nobody", "/status/nobody/status.json", "/status/%2e%2e/feed.atom"] {
        let answered = house.ask(&format!("GET {way}")).await;
        assert_eq!(answered.status, 404, "{way}");
        answered.problem();
    }
}
