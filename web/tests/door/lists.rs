//! Lists, a page at a time; and what is made and taken back.

use jiff::SignedDuration;
use runner_model::{Outcome, Secret, SeriesRun, Trigger, percent_encoded};
use serde_json::{Value, json};

use crate::house::{ADMIN, House, READ, RUN, in_full, run, start};

/// `monitor` a minute after the one before, `minute` times.
fn at(monitor: &str, minute: i64, outcome: Outcome) -> SeriesRun {
    let mut run = run(monitor, outcome);
    run.planned = start() + SignedDuration::from_mins(minute);
    run.started = run.planned;
    run.run = runner_model::RunId::at(run.planned, *b"0123456789");
    run
}

/// What `field` of every item is, over all pages of `limit`.
pub(crate) async fn all(
    house: &House,
    token: &str,
    way: &str,
    limit: usize,
    field: &str,
) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    let mark = if way.contains('?') { '&' } else { '?' };
    loop {
        let asked = format!("GET {way}{mark}limit={limit}{cursor}");
        let answered = house.ask_with(token, &asked).await;
        assert_eq!(answered.status, 200, "{answered:?}");
        let page = answered.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit, "{page}");
        found.extend(items.iter().map(|item| item[field].clone()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={}", percent_encoded(next, |_| false)),
            None => return found,
        }
    }
}

#[tokio::test]
async fn runs_are_listed_newest_first_and_filtered() {
    let house = House::open().await;
    let mut runs = vec![at("checkout", 0, Outcome::Passed), at("checkout", 1, Outcome::Failed)];
    runs.extend([at("login", 2, Outcome::Passed), at("login", 300, Outcome::Errored)]);
    runs[2].trigger = Trigger::Manual;
    house.record(runs.clone()).await;
    let ids = |indexes: &[usize]| -> Vec<Value> {
        indexes.iter().map(|index| json!(runs[*index].run.to_string())).collect()
    };
    for (query, expected) in [
        ("", &[3, 2, 1, 0][..]),
        ("?monitor=checkout", &[1, 0]),
        ("?outcome=failed", &[1]),
        ("?outcome=passed", &[2, 0]),
        ("?trigger=manual", &[2]),
        ("?slower_than=119", &[3, 2, 1, 0]),
        ("?slower_than=120", &[]),
        ("?from=2026-01-01T00:01:00Z", &[3, 2, 1]),
        ("?until=2026-01-01T00:01:00Z", &[0]),
        ("?location=there", &[]),
        ("?test=main&environment=production", &[]),
    ] {
        for limit in [1, 3, 500] {
            let found = all(&house, READ, &format!("/api/v1/runs{query}"), limit, "run").await;
            assert_eq!(found, ids(expected), "{query} {limit}");
        }
    }
}

#[tokio::test]
async fn a_run_says_where_it_was_and_what_its_suite_is_called() {
    let house = House::watching(
        "version: 1
environments: { staging: {}, production: {} }
monitors: { checkout: { run: suites/shop.trip.yaml, in: staging, every: 1m } }
",
    )
    .await;
    house.record(vec![at("checkout", 1, Outcome::Passed), at("gone", 0, Outcome::Passed)]).await;
    let runs = house.ask_with(READ, "GET /api/v1/runs").await.json()["items"].clone();
    let said =
        |run: &Value| [run["environment"].clone(), run["suite"].clone(), run["name"].clone()];
    assert_eq!(said(&runs[0]), ["staging".into(), "suites/shop".into(), json!("Shop")]);
    // Of a monitor that the project does not have, no more is known than history has.
    assert_eq!(said(&runs[1]), [Value::Null, "suites/shop".into(), "suites/shop".into()]);
    let monitor = house.ask_with(READ, "GET /api/v1/monitors/checkout").await.json();
    assert_eq!(monitor["series"][0]["last"], runs[0], "wherever a run is told");
}

#[tokio::test]
async fn what_no_list_has_is_told() {
    let house = House::open().await;
    for (query, why) in [
        ("limit=0", "`limit` is a number from 1 to 500"),
        ("limit=501", "`limit` is a number from 1 to 500"),
        ("limit=many", "the query is not what is wanted: "),
        ("cursor=yesterday", "`cursor` is none that a page gave as its `next`"),
        ("outcome=bad", "`outcome` is `passed`, `degraded`, `failed`, `errored` or `skipped`"),
        ("trigger=cron", "`trigger` is `schedule`, `confirmation`, `manual` or `deploy`"),
        ("from=yesterday", "the query is not what is wanted: "),
    ] {
        let answered = house.ask_with(READ, &format!("GET /api/v1/runs?{query}")).await;
        assert_eq!(answered.status, 400, "{query}");
        let problem = answered.problem();
        assert!(problem.starts_with(why), "{query}: {problem}");
    }
}

#[tokio::test]
async fn incidents_are_listed_and_shown() {
    let house = House::open().await;
    for (id, is_open) in [(1, false), (2, true), (3, false)] {
        house.incident(id, is_open).await;
    }
    let list = async |query: &str| {
        all(&house, READ, &format!("/api/v1/incidents{query}"), 2, "incident").await
    };
    assert_eq!(list("").await, [json!(3), json!(2), json!(1)]);
    assert_eq!(list("?open=true").await, [json!(2)]);
    assert_eq!(list("?open=false").await, [json!(3), json!(1)]);
    let shown = house.ask_with(READ, "GET /api/v1/incidents/2").await.json();
    assert_eq!((&shown["incident"], &shown["since"]), (&json!(2), &json!(start())));
    assert_eq!(shown["closed"], Value::Null);
    let unknown = house.ask_with(READ, "GET /api/v1/incidents/9").await;
    assert_eq!((unknown.status, unknown.problem()), (404, "there is no incident `9`".to_owned()));
}

#[tokio::test]
async fn what_is_said_in_public_can_be_taken_back() {
    let house = House::open().await;
    house.incident(7, false).await;
    let body = r#"{"text": " We are looking into it. "}"#;
    let said = house.tell(RUN, "POST /api/v1/incidents/7/updates", body).await;
    assert_eq!(said.status, 201, "{said:?}");
    let update = json!({
        "update": 1, "at": start(), "text": "We are looking into it.", "who": "pipeline"
    });
    assert_eq!(said.json(), update);
    let updates =
        async || house.ask_with(READ, "GET /api/v1/incidents/7").await.json()["updates"].clone();
    assert_eq!(updates().await, json!([update]));
    let empty = house.tell(RUN, "POST /api/v1/incidents/7/updates", r#"{"text": ""}"#).await;
    assert_eq!(empty.status, 400);
    for way in ["7/updates/2", "8/updates/1", "7/updates/one"] {
        let answered = house.ask_with(RUN, &format!("DELETE /api/v1/incidents/{way}")).await;
        assert_eq!(answered.status, 404, "{way}");
    }
    let gone = house.ask_with(RUN, "DELETE /api/v1/incidents/7/updates/1").await;
    assert_eq!(gone.status, 204);
    assert_eq!(updates().await, json!([]));
    let who = |what: &str| ("pipeline".to_owned(), what.to_owned());
    let expected =
        [who("published an update on incident 7"), who("withdrew an update on incident 7")];
    assert_eq!(house.audit().await, expected);
}

#[tokio::test]
async fn the_audit_log_is_read_page_by_page() {
    let house = House::open().await;
    house.incident(7, true).await;
    for _ in 0..5 {
        house.ask_with(RUN, "POST /api/v1/incidents/7/ack").await;
    }
    let what = all(&house, ADMIN, "/api/v1/audit", 3, "what").await;
    assert_eq!(what.len(), 8, "three tokens were made");
    assert_eq!(what[0], json!("acknowledged incident 7"));
    assert_eq!(what[7], json!("made the token dashboard (read)"));
}

#[tokio::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let house = House::open().await;
    let body = r#"{"name": "grafana", "scope": "read"}"#;
    let made = house.tell(ADMIN, "POST /api/v1/tokens", body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(house.ask_with(&token, "GET /api/v1/status").await.status, 200);
    let again = house.tell(ADMIN, "POST /api/v1/tokens", body).await;
    assert_eq!((again.status, again.problem()), (409, "there is a token `grafana` already".into()));
    let list = house.ask_with(ADMIN, "GET /api/v1/tokens").await;
    assert!(!list.body.contains(&token) && list.body.contains("grafana"), "{list:?}");
    for body in [r#"{"name": "", "scope": "read"}"#, r#"{"name": "a", "scope": "all"}"#] {
        assert_eq!(house.tell(ADMIN, "POST /api/v1/tokens", body).await.status, 400, "{body}");
    }
    assert_eq!(house.ask_with(ADMIN, "DELETE /api/v1/tokens/grafana").await.status, 204);
    assert_eq!(house.ask_with(ADMIN, "DELETE /api/v1/tokens/grafana").await.status, 404);
    assert_eq!(house.ask_with(&token, "GET /api/v1/status").await.status, 401);
    let found = house.store.tokens().find(&Secret::new(token), start()).await.unwrap();
    assert_eq!(found, None);
}

#[tokio::test]
async fn the_description_says_what_each_way_needs() {
    let house = House::open().await;
    let document = house.ask("GET /api/v1/openapi.json").await.json();
    let needs = |way: &str, method: &str| document["paths"][way][method]["security"].clone();
    assert_eq!(needs("/api/v1/status", "get"), json!([{ "token": ["read"] }]));
    assert_eq!(needs("/api/v1/monitors/{name}/run", "post"), json!([{ "token": ["run"] }]));
    assert_eq!(needs("/api/v1/tokens/{name}", "delete"), json!([{ "token": ["admin"] }]));
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
}

#[tokio::test]
async fn no_answer_of_the_api_shows_a_secret() {
    let house = House::open().await;
    house.record(vec![in_full(run("checkout", Outcome::Failed))]).await;
    house.incident(7, true).await;
    for way in [
        "/api/v1/status",
        "/api/v1/monitors",
        "/api/v1/runs",
        "/api/v1/incidents",
        "/api/v1/incidents/7",
        "/api/v1/tokens",
        "/api/v1/audit",
        "/api/v1/channels",
        "/api/v1/objectives",
        "/api/v1/dependencies",
    ] {
        let answered = house.ask_with(ADMIN, &format!("GET {way}")).await;
        assert_eq!(answered.status, 200, "{way}");
        for secret in [READ, RUN, ADMIN] {
            assert!(!answered.body.contains(secret), "{way}");
        }
    }
}
