//! Slack, against a receiver that answers as Slack does.

use std::time::Duration;

use runner_model::{Alert, IncidentPhase};
use runner_testkit::{Origin, Reply};
use serde_json::{Value, json};

use super::fixtures::{LASTED, delivery, found, now, plain_incident, ready, secret};
use crate::notify::{ChannelConfig, Delivery, Notifier, Receipt, SendError};

const API: &str = "/api/chat.postMessage";

fn bot(origin: &Origin) -> Notifier {
    ready(ChannelConfig::SlackBot {
        token: secret("xoxb-not-a-real-token"),
        channel: "#ops".to_owned(),
        base: Some(origin.url("/api/")),
    })
}

fn webhook(origin: &Origin) -> Notifier {
    ready(ChannelConfig::SlackWebhook { url: secret(&origin.url("/services/T0/B0/x7Kd92")) })
}

fn posted(ts: &str) -> Reply {
    Reply::json(200, json!({ "ok": true, "channel": "C1", "ts": ts }))
}

fn refusing(error: &str) -> Reply {
    Reply::json(200, json!({ "ok": false, "error": error }))
}

fn down() -> Alert {
    plain_incident(IncidentPhase::Down)
}

async fn sent(notifier: &Notifier, delivery: &Delivery) -> Result<Receipt, SendError> {
    notifier.send(delivery, now()).await
}

#[tokio::test]
async fn an_incident_is_one_thread_and_its_end_is_shown_to_all() {
    let origin = Origin::start();
    origin.on(API, [posted("1773324300.000100"), posted("1773324900.000200")]);
    let bot = bot(&origin);
    let receipt = sent(&bot, &delivery(down())).await.unwrap();
    assert_eq!(receipt.thread.as_deref(), Some("1773324300.000100"));
    let recovered = plain_incident(IncidentPhase::Recovered { lasted: LASTED });
    let thread = receipt.thread.clone();
    let again = sent(&bot, &Delivery { thread, ..delivery(recovered) }).await.unwrap();
    assert_eq!(again.thread, receipt.thread);
    let [first, last] = &origin.received()[..] else { panic!("two messages were sent") };
    assert_eq!(first.header("authorization"), Some("Bearer xoxb-not-a-real-token"));
    assert_eq!(first.json()["channel"], "#ops");
    assert_eq!(first.json()["thread_ts"], Value::Null);
    assert_eq!(last.json()["thread_ts"], "1773324300.000100");
    assert_eq!(last.json()["reply_broadcast"], true);
    assert_eq!(first.json()["unfurl_links"], false);
}

#[tokio::test]
async fn a_thread_that_was_deleted_keeps_nobody_from_being_told() {
    let origin = Origin::start();
    origin.on(API, [refusing("thread_not_found"), posted("2.0")]);
    let thread = Some("1.0".to_owned());
    let receipt = sent(&bot(&origin), &Delivery { thread, ..delivery(down()) }).await.unwrap();
    assert_eq!(receipt.thread.as_deref(), Some("2.0"));
    let threads: Vec<Value> =
        origin.received().iter().map(|request| request.json()["thread_ts"].clone()).collect();
    assert_eq!(threads, [json!("1.0"), Value::Null]);
}

#[tokio::test]
async fn a_refusal_says_the_way_out() {
    for (error, way_out) in [
        ("invalid_auth", "(give `bot_token` a token that is valid)"),
        ("not_in_channel", "(type `/invite` and the bot's name in `#ops`)"),
        ("missing_scope", "(give the bot the scope `chat:write` and install it again)"),
        ("something_else", "Slack refused the message: something_else"),
    ] {
        let origin = Origin::start();
        origin.on(API, refusing(error));
        let told = sent(&bot(&origin), &delivery(down())).await.unwrap_err();
        let SendError::Never { cause } = told else { panic!("{told:?}") };
        assert!(cause.ends_with(way_out), "{cause}");
    }
}

#[tokio::test]
async fn slack_is_given_the_time_it_asks_for() {
    let origin = Origin::start();
    let limited = |status| {
        let reply = Reply::json(status, json!({ "ok": false, "error": "ratelimited" }));
        reply.header("Retry-After", "30")
    };
    origin.on(API, [limited(429), limited(200), refusing("internal_error")]);
    let bot = bot(&origin);
    for after in [Some(Duration::from_secs(30)), Some(Duration::from_secs(30)), None] {
        let told = sent(&bot, &delivery(down())).await.unwrap_err();
        assert!(
            matches!(&told, SendError::Later { after: have, .. } if *have == after),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_not_slacks_is_no_success() {
    let origin = Origin::start();
    origin.on(API, Reply::html("<h1>Welcome to the hotel's network</h1>"));
    let told = sent(&bot(&origin), &delivery(down())).await.unwrap_err();
    assert!(matches!(told, SendError::Later { .. }), "{told:?}");
}

#[tokio::test]
async fn a_webhook_that_is_gone_is_said_to_be_and_never_shown() {
    let origin = Origin::start();
    origin.on("/services/*", [Reply::text("ok"), Reply::text("no_service").with_status(404)]);
    let webhook = webhook(&origin);
    let receipt = sent(&webhook, &delivery(down())).await.unwrap();
    assert_eq!((receipt.answer.as_str(), receipt.thread), ("200 ok", None));
    let told = sent(&webhook, &delivery(down())).await.unwrap_err();
    assert_eq!(
        told,
        SendError::Never {
            cause: "Slack answered 404 no_service: the webhook is gone, make another one and put \
                    it in its place"
                .to_owned()
        }
    );
}

#[tokio::test]
async fn what_a_service_says_is_text_and_stays_within_the_limits() {
    let origin = Origin::start();
    origin.on("/services/*", Reply::text("ok"));
    let hostile = format!("<!channel> <https://evil.test|click> {}", "&".repeat(5000));
    sent(&webhook(&origin), &delivery(found(&hostile))).await.unwrap();
    let message = origin.only_received().json();
    let blocks = message["blocks"].as_array().unwrap();
    assert_eq!(blocks[0]["text"]["type"], "plain_text");
    assert!(blocks.len() <= 50);
    for block in &blocks[1..] {
        let text = block["text"]["text"].as_str().unwrap();
        assert_eq!(block["text"]["verbatim"], true);
        assert!(text.chars().count() <= 3000);
        assert!(!text.contains("<!") && !text.contains("<https://evil"), "{text}");
    }
    assert!(!message["text"].as_str().unwrap().contains('<'));
}
