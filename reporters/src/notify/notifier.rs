//! A channel that is ready to be used.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_http::Http;
use runner_model::{Masker, human};
use thiserror::Error;

use super::channel_config::{ChannelConfig, SmtpConfig};
use super::command::Command;
use super::delivery::{Delivery, Receipt};
use super::email::Mailer;
use super::facts::Facts;
use super::messages::{Messages, Worded};
use super::pagerduty::PagerDuty;
use super::send_error::SendError;
use super::{slack, webhook};

/// No message takes longer, all routes of a mail included.
const LIMIT: Duration = Duration::from_secs(10);

/// What a channel is given less than the limit, so that it can say itself what took so long.
const LAST_WORD: Duration = Duration::from_millis(100);

/// Sends messages over one channel.
pub struct Notifier {
    way: Way,
    messages: Arc<Messages>,
    http: Http,
    /// Knows what must not be shown of this channel.
    masker: Masker,
    limit: Duration,
}

impl fmt::Debug for Notifier {
    /// The masker knows secrets, so it is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notifier").field("way", &self.way).finish_non_exhaustive()
    }
}

/// A channel whose settings make no sense. The sentence holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct UnusableChannel(String);

impl UnusableChannel {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// Which way people are reached.
#[derive(Debug)]
enum Way {
    SlackWebhook(slack::Webhook),
    SlackBot(slack::Bot),
    Email(Mailer),
    PagerDuty(PagerDuty),
    Webhook(webhook::Webhook),
    Command(Command),
}

/// One message on its way: what a channel needs to know.
pub(super) struct Errand<'a> {
    pub(super) delivery: &'a Delivery,
    pub(super) facts: &'a Facts,
    pub(super) worded: &'a Worded,
    pub(super) now: Timestamp,
    pub(super) limit: Duration,
}

impl Notifier {
    /// Makes a channel ready. Nothing is opened or sent; `http` may be shared.
    ///
    /// # Errors
    /// What can be seen without asking anybody: an address that is none, a template that names
    /// something unknown, mail that would travel readable.
    pub fn of(
        config: ChannelConfig,
        messages: Arc<Messages>,
        http: Http,
    ) -> Result<Self, UnusableChannel> {
        let masker = Masker::new([]);
        for secret in secrets(&config) {
            // One under four characters cannot be masked; whoever resolves secrets refuses it.
            let _ = masker.add(&secret);
        }
        let way = Way::of(config).map_err(|UnusableChannel(reason)| {
            UnusableChannel(masker.mask(&reason).into_owned())
        })?;
        Ok(Self { way, messages, http, masker, limit: LIMIT })
    }

    /// Sends one message; answers within 10 s, whatever the other side does. `now` is the moment
    /// that mails and signatures carry.
    ///
    /// # Errors
    /// See [`SendError`]: whether another try is of use. No error holds a secret.
    pub async fn send(&self, delivery: &Delivery, now: Timestamp) -> Result<Receipt, SendError> {
        let facts = Facts::of(&delivery.alert);
        let worded = self.messages.worded(&delivery.alert, &facts);
        let limit = self.limit.saturating_sub(LAST_WORD);
        let errand = Errand { delivery, facts: &facts, worded: &worded, now, limit };
        let sent = tokio::time::timeout(self.limit, self.way.send(&self.http, &errand)).await;
        let sent = sent.unwrap_or_else(|_| {
            Err(SendError::later(format!("no answer within {}", human::duration(self.limit))))
        });
        let masked = |text: String| self.masker.mask(&text).into_owned();
        match sent {
            Ok(Receipt { answer, thread }) => Ok(Receipt { answer: masked(answer), thread }),
            Err(error) => Err(error.map_cause(masked)),
        }
    }

    /// The same with less patience.
    #[cfg(test)]
    pub(super) fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }
}

impl Way {
    fn of(config: ChannelConfig) -> Result<Self, UnusableChannel> {
        Ok(match config {
            ChannelConfig::SlackWebhook { url } => Self::SlackWebhook(slack::Webhook::of(&url)?),
            ChannelConfig::SlackBot { token, channel, base } => {
                Self::SlackBot(slack::Bot::of(token, channel, base.as_deref())?)
            }
            ChannelConfig::Email { smtp, to } => Self::Email(Mailer::of(&smtp, &to)?),
            ChannelConfig::PagerDuty { routing_key, base } => {
                Self::PagerDuty(PagerDuty::of(routing_key, base.as_deref())?)
            }
            ChannelConfig::Webhook(config) => Self::Webhook(webhook::Webhook::of(*config)?),
            ChannelConfig::Command { args } => Self::Command(Command::of(args)?),
        })
    }

    async fn send(&self, http: &Http, errand: &Errand<'_>) -> Result<Receipt, SendError> {
        match self {
            Self::SlackWebhook(webhook) => webhook.send(http, errand).await,
            Self::SlackBot(bot) => bot.send(http, errand).await,
            Self::Email(mailer) => mailer.send(errand).await,
            Self::PagerDuty(pager) => pager.send(http, errand).await,
            Self::Webhook(webhook) => webhook.send(http, errand).await,
            Self::Command(command) => command.send(errand).await,
        }
    }
}

/// What must not be shown of a channel: keys, and of addresses all but the host.
fn secrets(config: &ChannelConfig) -> Vec<String> {
    match config {
        ChannelConfig::SlackWebhook { url } => address_parts(url.expose()),
        ChannelConfig::SlackBot { token, .. } => vec![token.expose().clone()],
        ChannelConfig::Email { smtp, .. } => passwords(smtp),
        ChannelConfig::PagerDuty { routing_key, .. } => vec![routing_key.expose().clone()],
        ChannelConfig::Webhook(config) => {
            let keys = config.headers.iter().map(|(_, value)| value);
            let keys = keys.chain(&config.sign_with).chain(config.secrets.values());
            let keys = keys.map(|secret| secret.expose().clone());
            keys.chain(address_parts(config.url.expose())).collect()
        }
        ChannelConfig::Command { .. } => Vec::new(),
    }
}

fn passwords(smtp: &SmtpConfig) -> Vec<String> {
    let logins = smtp.routes.iter().filter_map(|route| route.login.as_ref());
    logins.map(|login| login.password.expose().clone()).collect()
}

/// The whole of an address, and each part that may be a key.
fn address_parts(address: &str) -> Vec<String> {
    let mut parts = vec![address.trim().to_owned()];
    if let Ok(url) = url::Url::parse(address.trim()) {
        parts.extend(url.password().map(str::to_owned));
        parts.push(url.username().to_owned());
        parts.extend(url.query().map(str::to_owned));
        if url.path() != "/" {
            parts.push(url.path().to_owned());
        }
    }
    parts
}
