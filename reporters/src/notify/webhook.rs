//! A request of one's own.

use runner_http::{Http, RequestHeader};
use runner_model::Secret;
use serde_json::{Map, Value};
use url::Url;

use super::channel_config::WebhookConfig;
use super::delivery::Receipt;
use super::document::Document;
use super::facts::Facts;
use super::filled::Filled;
use super::messages::MessageKind;
use super::notifier::{Errand, UnusableChannel};
use super::post::{Post, address};
use super::send_error::SendError;
use super::signature;
use super::specimen::specimen;

/// A webhook, ready to be posted to.
#[derive(Debug)]
pub(super) struct Webhook {
    url: Secret<Url>,
    headers: Vec<(String, Secret<String>)>,
    json: Option<Filled>,
    sign_with: Option<Secret<String>>,
    /// For templates: each name with its value.
    secrets: Secret<Map<String, Value>>,
}

/// Whether a body can be filled with the facts of any message, and with secrets of these names.
///
/// # Errors
/// The first text that cannot, where it stands and why.
pub fn tried_body<'s>(
    json: &Value,
    secrets: impl IntoIterator<Item = &'s str>,
) -> Result<(), String> {
    let value = Value::String(String::new());
    let secrets = secrets.into_iter().map(|name| (name.to_owned(), value.clone())).collect();
    body(json, &secrets).map(drop)
}

fn body(json: &Value, secrets: &Map<String, Value>) -> Result<Filled, String> {
    let facts = Facts::of(&specimen(MessageKind::Incident));
    Filled::read(json, &known(&facts, "key", "channel", secrets))
}

impl Webhook {
    /// Reads its address and its templates.
    pub(super) fn of(config: WebhookConfig) -> Result<Self, UnusableChannel> {
        let WebhookConfig { url, json, headers, sign_with, secrets } = config;
        let url = address(url.expose())
            .map_err(|reason| UnusableChannel::new(format!("the address of `post` {reason}")))?;
        let secrets: Map<String, Value> = secrets
            .into_iter()
            .map(|(name, secret)| (name, Value::String(secret.expose().clone())))
            .collect();
        let json =
            json.map(|json| body(&json, &secrets)).transpose().map_err(UnusableChannel::new)?;
        let url = Secret::new(url);
        Ok(Self { url, headers, json, sign_with, secrets: Secret::new(secrets) })
    }

    /// Posts.
    pub(super) async fn send(
        &self,
        http: &Http,
        errand: &Errand<'_>,
    ) -> Result<Receipt, SendError> {
        let Errand { delivery, facts, now, limit, .. } = errand;
        let body = match &self.json {
            None => Document::bytes(delivery, facts),
            Some(json) => {
                let secrets = self.secrets.expose();
                let known = known(facts, &delivery.key, delivery.channel.as_str(), secrets);
                let filled = json.fill(&known).map_err(SendError::never)?;
                filled.to_string().into_bytes()
            }
        };
        let mut headers = vec![RequestHeader::new("idempotency-key", in_a_header(&delivery.key))];
        let own = self.headers.iter();
        headers.extend(own.map(|(name, value)| RequestHeader::credential(name, value.expose())));
        if let Some(key) = &self.sign_with {
            headers.extend(signature::headers(key, &body, *now));
        }
        let url = self.url.expose();
        let post = Post { http, url, headers, body, limit: *limit, now: *now };
        let who = url.host_str().unwrap_or_default();
        let said = post.send().await?.judged(who)?;
        Ok(Receipt { answer: said.line(), thread: None })
    }
}

/// What templates know: the facts, and what belongs to this delivery.
fn known(facts: &Facts, key: &str, channel: &str, secrets: &Map<String, Value>) -> Value {
    let mut known = serde_json::to_value(facts).expect("facts have only texts for keys");
    if let Value::Object(entries) = &mut known {
        entries.insert("key".to_owned(), key.into());
        entries.insert("channel".to_owned(), channel.into());
        entries.insert("secret".to_owned(), Value::Object(secrets.clone()));
    }
    known
}

/// `text`, with what no header may hold written as `%0A`.
fn in_a_header(text: &str) -> String {
    runner_model::percent_encoded(text, |byte| byte.is_ascii_graphic() && byte != b'%')
}
