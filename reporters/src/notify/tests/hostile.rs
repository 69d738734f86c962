//! No secret in anything that is said, whatever goes wrong.

use std::collections::BTreeMap;

use runner_testkit::{Origin, Reply, Smtp, SmtpWay, refused_port};
use serde_json::json;

use super::fixtures::{delivery, found, now, ready, secret};
use super::mail::{mail, route};
use crate::notify::{ChannelConfig, SmtpLogin, SmtpRoute, SmtpTls, WebhookConfig};

const SECRET: &str = "s3cr3t-Zk81pQ";

/// Channels of every kind at this address, each with the secret wherever one may stand.
fn channels(base: &str) -> Vec<ChannelConfig> {
    let held = || secret(SECRET);
    let url = || secret(&format!("{base}services/{SECRET}?key={SECRET}"));
    vec![
        ChannelConfig::SlackWebhook { url: url() },
        ChannelConfig::SlackBot {
            token: held(),
            channel: "#ops".to_owned(),
            base: Some(base.to_owned()),
        },
        ChannelConfig::PagerDuty { routing_key: held(), base: Some(base.to_owned()) },
        ChannelConfig::Webhook(Box::new(WebhookConfig {
            url: url(),
            json: Some(json!({ "token": "{{secret.hook}}" })),
            headers: vec![("authorization".to_owned(), held())],
            sign_with: Some(held()),
            secrets: BTreeMap::from([("hook".to_owned(), held())]),
        })),
    ]
}

#[tokio::test]
async fn no_error_and_no_answer_holds_a_secret() {
    let origin = Origin::start();
    let echo = |status| {
        move |request: &runner_testkit::Received| {
            let said = format!("{} {} {:?}", request.target, request.text(), request.headers);
            Reply::text(said).with_status(status)
        }
    };
    let mut told = Vec::new();
    for status in [200, 302, 404, 500] {
        origin.on_request("/*", echo(status));
        for channel in channels(&origin.url("/")) {
            let notifier = ready(channel);
            told.push(format!(
                "{:?} {notifier:?}",
                notifier.send(&delivery(found("502")), now()).await
            ));
        }
    }
    for channel in channels(&format!("http://127.0.0.1:{}/", refused_port())) {
        told.push(format!("{:?}", ready(channel).send(&delivery(found("502")), now()).await));
    }
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.require_login(SECRET, "another");
    let login = SmtpLogin { username: "me".to_owned(), password: secret(SECRET) };
    let route = SmtpRoute { login: Some(login), ..route(smtp.port(), SmtpTls::None) };
    let notifier = ready(mail(vec![route], &["ops@example.com"]));
    told.push(format!("{:?} {notifier:?}", notifier.send(&delivery(found("502")), now()).await));
    assert_eq!(told.len(), 21);
    for told in told {
        assert!(!told.contains(SECRET), "{told}");
    }
}

#[test]
fn no_complaint_about_a_channel_holds_a_secret() {
    let url = secret(&format!("hooks.example.com/{SECRET}"));
    let said = super::fixtures::refused(ChannelConfig::SlackWebhook { url });
    assert!(said.starts_with("the address of `webhook` is no URL") && !said.contains(SECRET));
}
