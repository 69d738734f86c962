//! What the project's files say, and what came of it.

use jiff::SignedDuration;
use runner_model::{About, Outcome, RunId, SeriesRun};
use serde_json::{Value, json};

use crate::house::{ADMIN, House, READ, run, start};

const PROJECT: &str = "version: 1
services: { shop: { owner: team-web, depends_on: [cards] }, cards: { external: true } }
monitors:
  checkout: { run: suites/shop.trip.yaml, every: 1m, severity: critical }
  login: { run: suites/shop.trip.yaml, cron: '30 2 * * *', time_zone: UTC }
slos:
  checkout-works: { of: checkout, target: 99%, over: 1d }
composition: { shop: { series: [checkout, { any_of: [login, checkout] }] } }
channels: { hook: { webhook: { post: 'https://hooks.example.com/secret-path' } } }
";

/// Ten minutes of `checkout`, of which the third failed.
async fn watched() -> House {
    let house = House::watching(PROJECT).await;
    let runs = (0..10).map(|minute| {
        let outcome = if minute == 3 { Outcome::Failed } else { Outcome::Passed };
        let mut run: SeriesRun = run("checkout", outcome);
        run.planned = start() + SignedDuration::from_mins(minute);
        run.started = run.planned;
        run.run = RunId::at(run.planned, *b"0123456789");
        run
    });
    house.record(runs.collect()).await;
    house.clock.advance(SignedDuration::from_mins(10));
    house
}

async fn get(house: &House, way: &str) -> Value {
    let answered = house.ask_with(READ, &format!("GET {way}")).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    answered.json()
}

#[tokio::test]
async fn monitors_are_as_the_project_says_and_as_they_ran() {
    let house = watched().await;
    let monitors = get(&house, "/api/v1/monitors").await["items"].clone();
    let names: Vec<&Value> = monitors.as_array().unwrap().iter().map(|m| &m["monitor"]).collect();
    assert_eq!(names, ["checkout", "login"]);
    let checkout = get(&house, "/api/v1/monitors/checkout").await;
    assert_eq!(checkout, monitors[0]);
    assert_eq!(checkout["every_ms"], 60_000);
    assert_eq!((&checkout["severity"], &checkout["state"]), (&json!("critical"), &json!("up")));
    assert_eq!(checkout["series"][0]["last"]["planned"], "2026-01-01T00:09:00Z");
    let login = get(&house, "/api/v1/monitors/login").await;
    assert_eq!(
        (&login["state"], &login["next"]),
        (&json!("not_run_yet"), &json!("2026-01-01T02:30:00Z"))
    );
    let unknown = house.ask_with(READ, "GET /api/v1/monitors/nobody").await;
    assert_eq!((unknown.status, unknown.problem()), (404, "there is no monitor `nobody`".into()));
}

#[tokio::test]
async fn a_promise_is_told_with_every_run_behind_it() {
    let house = watched().await;
    let mut shown = get(&house, "/api/v1/objectives/checkout-works").await;
    assert_eq!(shown["now"], "90.000 %");
    assert_eq!(shown["budget"]["counted_in"], "seconds");
    assert_eq!(
        (&shown["budget"]["allowed"], &shown["budget"]["spent"]),
        (&json!("864"), &json!("60"))
    );
    let list = get(&house, "/api/v1/objectives").await;
    // One of them is told with its rules, too.
    assert_eq!(shown.as_object_mut().unwrap().remove("rules"), Some(json!([])));
    assert_eq!(list, json!({ "items": [shown] }));
    let mut down = 0;
    let mut lines = 0;
    let mut way = "/api/v1/objectives/checkout-works/ledger?limit=4".to_owned();
    loop {
        let page = get(&house, &way).await;
        for line in page["items"].as_array().unwrap() {
            down += line["down_us"].as_u64().unwrap();
            lines += u32::from(line["kind"] == "run");
        }
        let Some(next) = page["next"].as_str() else { break };
        way = format!("/api/v1/objectives/checkout-works/ledger?limit=4&cursor={next}");
    }
    assert_eq!((down, lines), (60_000_000, 10), "as much as is spent");
    for way in ["/api/v1/objectives/other", "/api/v1/objectives/other/ledger"] {
        let answered = house.ask_with(READ, &format!("GET {way}")).await;
        assert_eq!(answered.problem(), "there is no objective `other`");
    }
    let backwards = "from=2026-01-01T00:05:00Z&until=2026-01-01T00:04:00Z";
    let way = format!("GET /api/v1/objectives/checkout-works/ledger?{backwards}");
    assert_eq!(house.ask_with(READ, &way).await.problem(), "`from` is not before `until`");
}

#[tokio::test]
async fn a_composition_is_measured_and_modelled_also_what_if() {
    let house = watched().await;
    let all = get(&house, "/api/v1/dependencies").await;
    assert_eq!(all["compositions"], json!(["shop"]));
    assert_eq!(all["items"][1]["depends_on"], json!(["cards"]));
    let shop = get(&house, "/api/v1/dependencies/shop").await;
    assert_eq!(shop["root"]["parts"][0]["measured"], "90.0000 %");
    assert_eq!(shop["shared"], json!({ "checkout": 2 }));
    let what_if = get(&house, "/api/v1/dependencies/shop?what_if=checkout=99%25,login=99%25").await;
    assert_eq!(what_if["root"]["modelled"], "99.0000 %", "shared: it fails in both at once");
    for (query, why) in [
        ("what_if=nobody=99%25", "`what_if`: `nobody` is no part of it"),
        ("what_if=checkout", "`what_if`: write `checkout` like `payments-eu=99.5%`"),
        ("what_if=checkout=101%25", "`what_if`: nothing is up for more than 100 % of the time"),
    ] {
        let answered =
            house.ask_with(READ, &format!("GET /api/v1/dependencies/shop?{query}")).await;
        assert!(answered.problem().starts_with(why), "{answered:?}");
    }
}

#[tokio::test]
async fn a_channel_is_tried_by_way_of_the_outbox() {
    let house = watched().await;
    let channels = async || house.ask_with(READ, "GET /api/v1/channels").await;
    assert!(!channels().await.body.contains("secret-path"));
    let refused = house.ask_with(ADMIN, "POST /api/v1/channels/pager/test").await;
    assert_eq!(refused.problem(), "there is no channel `pager`");
    assert_eq!(house.ask_with(ADMIN, "POST /api/v1/channels/hook/test").await.status, 202);
    let expected = json!([{ "channel": "hook", "kind": "webhook", "waiting": 1, "given_up": 0 }]);
    assert_eq!(channels().await.json()["items"], expected);
    let hook = "hook".try_into().unwrap();
    let now = start() + SignedDuration::from_mins(10);
    let outbox = house.store.outbox();
    let waiting = outbox.claim(&hook, now, std::time::Duration::from_secs(1), 9).await.unwrap();
    assert!(matches!(waiting[0].alert.about, About::Test { .. }));
    let log = house.audit().await;
    assert_eq!(log, [("on call".to_owned(), "sent a test message to the channel hook".to_owned())]);
}
