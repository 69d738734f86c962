//! A bot that calls `chat.postMessage` (<https://docs.slack.dev/reference/methods/chat.postMessage>).

use runner_http::{Http, RequestHeader};
use runner_model::{About, IncidentPhase, Secret};
use serde_json::Value;
use url::Url;

use super::blocks;
use crate::notify::delivery::Receipt;
use crate::notify::notifier::{Errand, UnusableChannel};
use crate::notify::post::{Post, Said, address};
use crate::notify::said::short;
use crate::notify::send_error::SendError;

const BASE: &str = "https://slack.com/api/";

/// A bot in a channel.
#[derive(Debug)]
pub(in crate::notify) struct Bot {
    token: Secret<String>,
    channel: String,
    url: Url,
}

impl Bot {
    /// Reads its address.
    pub(in crate::notify) fn of(
        token: Secret<String>,
        channel: String,
        base: Option<&str>,
    ) -> Result<Self, UnusableChannel> {
        let url = address(base.unwrap_or(BASE)).ok().and_then(|u| u.join("chat.postMessage").ok());
        let url =
            url.ok_or_else(|| UnusableChannel::new("the address of Slack's API is no URL"))?;
        Ok(Self { token, channel, url })
    }

    /// Posts, below the first message of the incident if there is one.
    pub(in crate::notify) async fn send(
        &self,
        http: &Http,
        errand: &Errand<'_>,
    ) -> Result<Receipt, SendError> {
        let about = &errand.delivery.alert.about;
        let thread = errand.delivery.thread.as_deref();
        let (said, thread) = match self.post(http, errand, thread).await? {
            // Somebody has deleted the first message: no reason to tell nobody.
            Outcome::NoThread => match self.post(http, errand, None).await? {
                Outcome::Posted(said) => (said, None),
                Outcome::NoThread => return Err(SendError::never("Slack refuses it as a reply")),
            },
            Outcome::Posted(said) => (said, thread),
        };
        let posted = said["ts"].as_str().map(str::to_owned);
        let is_incident = about.incident().is_some();
        let thread = thread.map(str::to_owned).or(posted).filter(|_| is_incident);
        Ok(Receipt { answer: "200 ok".to_owned(), thread })
    }

    async fn post(
        &self,
        http: &Http,
        errand: &Errand<'_>,
        thread: Option<&str>,
    ) -> Result<Outcome, SendError> {
        let mut message = blocks::message(errand.worded);
        message["channel"] = self.channel.as_str().into();
        if let Some(thread) = thread {
            message["thread_ts"] = thread.into();
            message["reply_broadcast"] = is_recovery(&errand.delivery.alert.about).into();
        }
        let bearer = format!("Bearer {}", self.token.expose());
        let headers = vec![RequestHeader::credential("authorization", bearer)];
        let body = message.to_string().into_bytes();
        let (limit, now) = (errand.limit, errand.now);
        let said = Post { http, url: &self.url, headers, body, limit, now }.send().await?;
        let said = said.judged("Slack")?;
        self.outcome(&said, thread.is_some())
    }

    /// Slack answers 200 whatever happens; its body says what did.
    fn outcome(&self, said: &Said, in_thread: bool) -> Result<Outcome, SendError> {
        let Some(json) = said.json() else {
            return Err(SendError::later(format!("Slack answered {}, not JSON", said.line())));
        };
        if json["ok"] == Value::Bool(true) {
            return Ok(Outcome::Posted(json));
        }
        let error = json["error"].as_str().unwrap_or("no reason");
        let thread_is_gone = [
            "thread_not_found",
            "invalid_thread_ts",
            "message_not_found",
            "cannot_reply_to_message",
        ];
        if in_thread && thread_is_gone.contains(&error) {
            return Ok(Outcome::NoThread);
        }
        Err(self.refusal(error, said))
    }

    fn refusal(&self, error: &str, said: &Said) -> SendError {
        let cause = format!("Slack refused the message: {}", short(error));
        let channel = &self.channel;
        let way_out = match error {
            "ratelimited"
            | "rate_limited"
            | "message_limit_exceeded"
            | "internal_error"
            | "fatal_error"
            | "service_unavailable"
            | "request_timeout"
            | "team_added_to_org"
            | "accesslimited" => return SendError::Later { cause, after: said.after },
            "invalid_auth" | "not_authed" | "token_revoked" | "token_expired"
            | "account_inactive" => "give `bot_token` a token that is valid".to_owned(),
            "missing_scope" => {
                "give the bot the scope `chat:write` and install it again".to_owned()
            }
            "not_in_channel" => format!("type `/invite` and the bot's name in `{channel}`"),
            "channel_not_found" => {
                format!("there is no `{channel}`, or it is private and the bot is not in it")
            }
            "is_archived" => format!("`{channel}` is archived, name another channel"),
            _ => return SendError::never(cause),
        };
        SendError::never(format!("{cause} ({way_out})"))
    }
}

/// What became of one call.
enum Outcome {
    /// It is there; Slack's answer.
    Posted(Value),
    /// There is nothing to reply to.
    NoThread,
}

/// Worth showing to those who do not follow the thread.
fn is_recovery(about: &About) -> bool {
    let phase = about.incident().map(|news| &news.phase);
    matches!(phase, Some(IncidentPhase::Recovered { .. }))
}
