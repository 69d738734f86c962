//! Whatever people change is in the log.

use std::path::Path;

use runner_model::Secret;
use runner_store::{NewUser, Role};

use crate::house::{ADMIN, House, start};
use crate::routes::routes;

const PROJECT: &str = "version: 1
environments: { staging: {} }
monitors: { checkout: { run: suites/shop.trip.yaml, in: staging, every: 1m } }
heartbeats: { backup: { every: 1h } }
channels: { hook: { webhook: { post: 'https://hooks.example.com/' } } }
";

/// Ways that write, and change nothing that people decide: a job has run, a gate has measured.
const REPORTS: [&str; 2] = ["POST /api/v1/heartbeats/{name}", "POST /api/v1/deploys/{id}/runs"];

/// A route that changes something: where it leads, what is sent, and what the log says after it.
/// In an order in which each finds what it needs.
const CHANGES: [(&str, &str, &str, &str); 18] = [
    ("POST /run/{monitor}", "/run/checkout", "", "asked for a run of the monitor checkout"),
    ("POST /run", "/run", "monitor=checkout", "asked for a run of the monitor checkout"),
    ("POST /i/{id}/ack", "/i/7/ack", "", "acknowledged incident 7"),
    ("POST /i/{id}/notes", "/i/7/notes", "text=a", "wrote a note to incident 7"),
    ("POST /i/{id}/publish", "/i/7/publish", "text=a", "published an update on incident 7"),
    (
        "POST /i/{id}/updates/{update}/withdraw",
        "/i/7/updates/1/withdraw",
        "",
        "withdrew an update on incident 7",
    ),
    (
        "POST /channels/{name}/test",
        "/channels/hook/test",
        "",
        "sent a test message to the channel hook",
    ),
    (
        "POST /api/v1/trigger",
        "/api/v1/trigger",
        r#"{"suite": "suites/shop", "environment": "staging"}"#,
        "asked for a run of the suite suites/shop in staging",
    ),
    (
        "POST /api/v1/monitors/{name}/run",
        "/api/v1/monitors/checkout/run",
        "",
        "asked for a run of the monitor checkout",
    ),
    (
        "POST /api/v1/monitors/{name}/pause",
        "/api/v1/monitors/checkout/pause",
        "",
        "paused the monitor checkout",
    ),
    (
        "POST /api/v1/monitors/{name}/resume",
        "/api/v1/monitors/checkout/resume",
        "",
        "resumed the monitor checkout",
    ),
    ("POST /api/v1/incidents/{id}/ack", "/api/v1/incidents/7/ack", "", "acknowledged incident 7"),
    (
        "POST /api/v1/incidents/{id}/notes",
        "/api/v1/incidents/7/notes",
        r#"{"text": "a"}"#,
        "wrote a note to incident 7",
    ),
    (
        "POST /api/v1/incidents/{id}/updates",
        "/api/v1/incidents/7/updates",
        r#"{"text": "a"}"#,
        "published an update on incident 7",
    ),
    (
        "DELETE /api/v1/incidents/{id}/updates/{update}",
        "/api/v1/incidents/7/updates/1",
        "",
        "withdrew an update on incident 7",
    ),
    (
        "POST /api/v1/deploys",
        "/api/v1/deploys",
        r#"{"service": "shop", "version": "1.4.2"}"#,
        "announced the deploy of shop 1.4.2",
    ),
    (
        "POST /api/v1/deploys/{id}/verdict",
        "/api/v1/deploys/1/verdict",
        r#"{"verdict": "passed"}"#,
        "judged shop 1.4.2: passed",
    ),
    (
        "POST /api/v1/channels/{name}/test",
        "/api/v1/channels/hook/test",
        "",
        "sent a test message to the channel hook",
    ),
];

/// What has tests of its own: who signs in and out (`people`), what starts a trigger (`triggers`),
/// tokens (`lists`).
const ELSEWHERE: [&str; 5] = [
    "POST /sign-in",
    "POST /sign-out",
    "POST /radar/{id}/trigger",
    "POST /api/v1/tokens",
    "DELETE /api/v1/tokens/{name}",
];

#[tokio::test]
async fn every_change_is_in_the_log() {
    let house = House::watching(PROJECT).await;
    house.incident(7, true).await;
    let described = house.described().await.ways().into_iter().map(|(way, _)| way);
    let all = routes(Path::new(env!("CARGO_MANIFEST_DIR"))).into_iter().chain(described);
    let here = CHANGES.iter().map(|(route, ..)| *route);
    let known: Vec<&str> = here.chain(ELSEWHERE).chain(REPORTS).collect();
    for route in all.filter(|route| !route.starts_with("GET")) {
        assert!(known.contains(&route.as_str()), "{route} is not in this test");
    }
    let password = Secret::new("no hash of anything".to_owned());
    let user = NewUser { name: "ana".to_owned(), role: Role::Admin, password };
    house.store.users().add(&user, start(), "a test").await.unwrap();
    let session = "0".repeat(32);
    let secret = Secret::new(session.clone());
    assert!(house.store.sessions().begin(&secret, "ana", start()).await.unwrap());
    let cookie = format!("cookie: tripline_session={session}");
    let page = house.send("GET /sign-in", std::slice::from_ref(&cookie), "").await;
    let (_, rest) = page.body.split_once("name=\"form_token\" value=\"").unwrap();
    let form = format!("form_token={}", rest.split('"').next().unwrap());
    for (route, path, sent, said) in CHANGES {
        let before = house.audit().await.len();
        let way = format!("{} {path}", route.split(' ').next().unwrap());
        let (answered, who) = match path.starts_with("/api/") {
            true => (house.tell(ADMIN, &way, sent).await, "on call"),
            false => {
                let fields = format!("{form}&{sent}");
                (house.send(&way, std::slice::from_ref(&cookie), &fields).await, "ana")
            }
        };
        assert!(matches!(answered.status, 200..=303), "{route}: {answered:?}");
        let log = house.audit().await;
        let expected = [(who.to_owned(), said.to_owned())];
        assert_eq!(log[before..], expected, "{route}");
    }
}
