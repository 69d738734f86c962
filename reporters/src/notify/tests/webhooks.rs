//! Webhooks, against a real receiver.

use std::collections::BTreeMap;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use runner_model::{Alert, IncidentPhase};
use runner_testkit::{Greeting, Lie, Origin, Reply, refused_port};
use serde_json::json;
use sha2::Sha256;

use super::fixtures::{delivery, found, now, plain_incident, ready, refused, secret};
use crate::notify::{ChannelConfig, SendError, WebhookConfig};

fn config(url: &str) -> WebhookConfig {
    WebhookConfig {
        url: secret(url),
        json: None,
        headers: Vec::new(),
        sign_with: None,
        secrets: BTreeMap::new(),
    }
}

fn hook(url: &str) -> ChannelConfig {
    ChannelConfig::Webhook(Box::new(config(url)))
}

fn down() -> Alert {
    plain_incident(IncidentPhase::Down)
}

async fn error_of(reply: Reply) -> SendError {
    let origin = Origin::start();
    origin.on("/hook", reply);
    ready(hook(&origin.url("/hook"))).send(&delivery(down()), now()).await.unwrap_err()
}

#[tokio::test]
async fn all_that_is_known_is_sent_when_nothing_else_is_asked_for() {
    let origin = Origin::start();
    origin.on("/hook", Reply::text("thanks"));
    let delivery = delivery(down());
    let receipt = ready(hook(&origin.url("/hook"))).send(&delivery, now()).await.unwrap();
    assert_eq!((receipt.answer.as_str(), receipt.thread), ("200 thanks", None));
    let request = origin.only_received();
    assert_eq!(request.method, "POST");
    assert_eq!(request.header("idempotency-key"), Some("incident-17/down/ops"));
    assert_eq!(request.header("content-type"), Some("application/json; charset=utf-8"));
    let sent = request.json();
    for (name, value) in [("format", json!(1)), ("channel", json!("ops")), ("state", json!("down"))]
    {
        assert_eq!(sent[name], value, "{name}");
    }
    assert_eq!(sent["alert"], serde_json::to_value(&delivery.alert).unwrap());
}

#[tokio::test]
async fn a_body_of_ones_own_cannot_be_broken_by_what_a_service_says() {
    let origin = Origin::start();
    origin.on("/hook", Reply::status(204));
    let json = json!({
        "title": "{{monitor.name}} is {{state}}", "got": "{{affected.[0].got}}",
        "token": "{{secret.hook}}", "more": "{{more}}", "key": "{{key}}",
    });
    let secrets = BTreeMap::from([("hook".to_owned(), secret("hunter22"))]);
    let headers = vec![("x-team".to_owned(), secret("orders-team"))];
    let url = secret(&origin.url("/hook"));
    let config = WebhookConfig { url, json: Some(json), headers, secrets, sign_with: None };
    let notifier = ready(ChannelConfig::Webhook(Box::new(config)));
    let got = "\", \"title\": \"{{evil}}";
    notifier.send(&delivery(found(got)), now()).await.unwrap();
    let request = origin.only_received();
    assert_eq!(request.header("x-team"), Some("orders-team"));
    let sent = json!({
        "title": "checkout is down", "got": got, "token": "hunter22", "more": 0,
        "key": "incident-17/down/ops",
    });
    assert_eq!(request.json(), sent);
}

#[tokio::test]
async fn the_receiver_can_prove_who_sent_it_and_when() {
    let origin = Origin::start();
    origin.on("/hook", Reply::status(200));
    let sign_with = Some(secret("a key of some length"));
    let config = WebhookConfig { sign_with, ..config(&origin.url("/hook")) };
    let notifier = ready(ChannelConfig::Webhook(Box::new(config)));
    notifier.send(&delivery(down()), now()).await.unwrap();
    let request = origin.only_received();
    let timestamp = request.header("x-tripline-timestamp").unwrap();
    assert_eq!(timestamp, now().as_second().to_string());
    let mut mac = Hmac::<Sha256>::new_from_slice(b"a key of some length").unwrap();
    mac.update(format!("{timestamp}.{}", request.text()).as_bytes());
    let signature: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(request.header("x-tripline-signature"), Some(format!("v1={signature}").as_str()));
}

#[tokio::test]
async fn a_receiver_that_is_busy_is_asked_again_when_it_says() {
    let told = error_of(Reply::status(429).header("Retry-After", "120")).await;
    let SendError::Later { cause, after } = told else { panic!("{told:?}") };
    assert_eq!(after, Some(Duration::from_secs(120)));
    assert!(cause.starts_with("127.0.0.1 answered 429"), "{cause}");
    let date = "Thu, 12 Mar 2026 14:06:30 GMT";
    let told = error_of(Reply::status(503).header("Retry-After", date)).await;
    assert!(matches!(told, SendError::Later { after: Some(after), .. } if after.as_secs() == 90));
    let told = error_of(Reply::status(500).header("Retry-After", "99999999999")).await;
    assert!(matches!(told, SendError::Later { after: Some(after), .. } if after.as_secs() == 3600));
}

#[tokio::test]
async fn a_receiver_that_refuses_is_not_asked_again() {
    for (reply, said) in [
        (Reply::text("no such hook").with_status(404), "127.0.0.1 answered 404 no such hook"),
        (Reply::status(302).header("Location", "https://evil.test/"), "a redirect is not followed"),
    ] {
        let told = error_of(reply).await;
        assert!(matches!(&told, SendError::Never { cause } if cause.contains(said)), "{told:?}");
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_closes_or_is_gone_is_asked_again() {
    let mut told = vec![error_of(Reply::lie(Lie::CloseBeforeHead)).await];
    let gone = ready(hook(&format!("http://127.0.0.1:{}/", refused_port())));
    told.push(gone.send(&delivery(down()), now()).await.unwrap_err());
    let origin = Origin::start();
    origin.on("/hook", Reply::text("late").delay(Duration::from_secs(60)));
    let hanging = ready(hook(&origin.url("/hook"))).within(Duration::from_millis(500));
    let began = std::time::Instant::now();
    told.push(hanging.send(&delivery(down()), now()).await.unwrap_err());
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let silent = Origin::start_greeting(Greeting::Silence);
    let silent = ready(hook(&silent.url("/"))).within(Duration::from_millis(500));
    told.push(silent.send(&delivery(down()), now()).await.unwrap_err());
    for told in told {
        assert!(matches!(told, SendError::Later { .. }), "{told:?}");
    }
}

#[tokio::test]
async fn a_receiver_that_took_it_may_say_whatever_it_likes() {
    let origin = Origin::start();
    origin.on("/endless", Reply::lie(Lie::EndlessBody));
    let receipt =
        ready(hook(&origin.url("/endless"))).send(&delivery(down()), now()).await.unwrap();
    assert!(receipt.answer.starts_with("200 xxx") && receipt.answer.len() < 300);
}

#[test]
fn what_cannot_work_is_refused_before_it_is_needed() {
    assert_eq!(
        refused(hook("hooks.example.com/x")),
        "the address of `post` is no URL (relative URL without a base)"
    );
    let json = Some(json!({ "title": "{{monitor}} {{stat}}" }));
    let config = WebhookConfig { json, ..config("https://hooks.example.com/") };
    let said = refused(ChannelConfig::Webhook(Box::new(config)));
    assert_eq!(said, "`json.title`: line 1: `stat` is not known of a message");
}
