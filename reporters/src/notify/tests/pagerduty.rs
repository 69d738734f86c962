//! PagerDuty, against a receiver that answers as it does.

use runner_model::{About, Alert, IncidentPhase, Severity};
use runner_testkit::{Origin, Reply};
use serde_json::{Value, json};

use super::fixtures::{LASTED, about, all, delivery, found, now, plain_incident, ready, secret};
use crate::notify::{ChannelConfig, Notifier, SendError};

const API: &str = "/v2/enqueue";

fn pager(origin: &Origin) -> Notifier {
    let routing_key = secret("0123456789abcdef0123456789abcdef");
    ready(ChannelConfig::PagerDuty { routing_key, base: Some(origin.url("/")) })
}

fn accepting() -> Origin {
    let origin = Origin::start();
    let answer = json!({ "status": "success", "message": "Event processed", "dedup_key": "x" });
    origin.on(API, Reply::json(202, answer));
    origin
}

async fn events(alerts: impl IntoIterator<Item = Alert>) -> Vec<Value> {
    let origin = accepting();
    let pager = pager(&origin);
    for alert in alerts {
        let receipt = pager.send(&delivery(alert), now()).await.unwrap();
        assert_eq!(receipt.answer, "202 Event processed");
    }
    origin.received().iter().map(runner_testkit::Received::json).collect()
}

#[tokio::test]
async fn an_incident_is_triggered_reminded_of_and_resolved_by_one_key() {
    let phases = [
        IncidentPhase::Down,
        IncidentPhase::StillOpen,
        IncidentPhase::Recovered { lasted: LASTED },
    ];
    let events = events(phases.map(plain_incident)).await;
    let said: Vec<_> = events.iter().map(|e| (&e["event_action"], &e["dedup_key"])).collect();
    let key = json!("tripline/incident/17");
    let [trigger, resolve] = [json!("trigger"), json!("resolve")];
    assert_eq!(said, [(&trigger, &key), (&trigger, &key), (&resolve, &key)]);
    assert_eq!(events[2]["payload"], Value::Null);
    let payload = &events[0]["payload"];
    assert_eq!(
        payload["summary"],
        "checkout is down in production since 14:02 UTC: step 4 \"place the order\" answered 502, \
         expected 201"
    );
    for (name, value) in [
        ("severity", "critical"),
        ("source", "orders"),
        ("component", "orders"),
        ("group", "production"),
        ("class", "incident"),
        ("timestamp", "2026-03-12T14:05:00Z"),
    ] {
        assert_eq!(payload[name], value, "{name}");
    }
    assert_eq!(events[0]["links"][0]["text"], "Runbook");
    assert_eq!(events[0]["client_url"], "https://tripline.example.com/i/17");
}

#[tokio::test]
async fn what_begins_and_ends_does_so_by_the_same_key() {
    let pairs = [
        ("not_running", "runs_again"),
        ("blind", "sees_again"),
        ("heartbeat_missing", "heartbeat_back"),
    ];
    let named = |name: &str| all().into_iter().find(|(have, _)| *have == name).unwrap().1;
    for (begins, ends) in pairs {
        let (begins, mut ends) = (named(begins), named(ends));
        ends.environment.clone_from(&begins.environment);
        let events = events([begins, ends]).await;
        assert_eq!(events[0]["event_action"], "trigger");
        assert_eq!(events[1]["event_action"], "resolve");
        assert_eq!(events[0]["dedup_key"], events[1]["dedup_key"]);
    }
}

#[tokio::test]
async fn severities_are_pagerdutys() {
    let severities = [Severity::Critical, Severity::Warning, Severity::Info];
    let alerts = severities.map(|severity| Alert { severity, ..found("502") });
    let events = events(alerts).await;
    let said: Vec<&Value> = events.iter().map(|event| &event["payload"]["severity"]).collect();
    assert_eq!(said, ["critical", "warning", "info"]);
}

#[tokio::test]
async fn a_test_wakes_nobody_for_long() {
    let test = About::Test { channel: "ops".try_into().unwrap() };
    let events = events([about(Severity::Info, test)]).await;
    assert_eq!(events[0]["event_action"], "trigger");
    assert_eq!(events[1]["event_action"], "resolve");
    assert_eq!(events[0]["dedup_key"], events[1]["dedup_key"]);
}

#[tokio::test]
async fn nobody_is_paged_with_a_digest() {
    let origin = accepting();
    let digest = all().into_iter().find(|(name, _)| *name == "digest").unwrap().1;
    let told = pager(&origin).send(&delivery(digest), now()).await.unwrap_err();
    assert!(matches!(told, SendError::Never { .. }), "{told:?}");
    assert!(origin.received().is_empty());
}

#[tokio::test]
async fn no_limit_of_pagerduty_is_passed() {
    let mut alert = found(&"x".repeat(5000));
    let host = "h".repeat(1000);
    let (not_after, days_left, monitors) = (now(), 1, Vec::new());
    alert.about = About::Certificate { host, not_after, days_left, monitors };
    for event in events([found(&"é".repeat(5000)), alert]).await {
        assert!(event["payload"]["summary"].as_str().unwrap().chars().count() <= 1024);
        assert!(event["dedup_key"].as_str().unwrap().len() <= 255);
    }
}

#[tokio::test]
async fn a_busy_pagerduty_is_asked_again_and_a_wrong_key_is_not() {
    let origin = Origin::start();
    let wrong = json!({ "status": "invalid event", "message": "routing_key is invalid" });
    origin.on(API, [Reply::status(429), Reply::status(500), Reply::json(400, wrong)]);
    let pager = pager(&origin);
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(pager.send(&delivery(found("502")), now()).await.unwrap_err());
    }
    assert!(
        matches!(&told[0], SendError::Later { .. }) && matches!(&told[1], SendError::Later { .. })
    );
    let SendError::Never { cause } = &told[2] else { panic!("{told:?}") };
    assert!(cause.contains("routing_key is invalid"), "{cause}");
}

#[tokio::test]
async fn a_budget_that_burns_is_a_page_and_its_ticket_another() {
    let promised = all().into_iter().filter(|(name, _)| {
        ["burn_page", "burn_ticket", "burn_over", "coverage", "coverage_back"].contains(name)
    });
    let events = events(promised.map(|(_, alert)| alert)).await;
    let said: Vec<_> = events
        .iter()
        .map(|e| format!("{} {}", e["event_action"].as_str().unwrap(), e["dedup_key"]))
        .collect();
    assert_eq!(
        said,
        [
            r#"trigger "tripline/burn/checkout-works/critical""#,
            r#"trigger "tripline/burn/checkout-works/warning""#,
            r#"resolve "tripline/burn/checkout-works/critical""#,
            r#"trigger "tripline/coverage/checkout-works""#,
            r#"resolve "tripline/coverage/checkout-works""#,
        ]
    );
}
