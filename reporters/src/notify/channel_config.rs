//! The ways to reach people, with every secret at hand.
//!
//! Lives here: plain values, ready to be used.
//! Lives elsewhere: how they are written (`suites`), where secrets come from (`runner-monitor`).

use std::collections::BTreeMap;
use std::sync::Arc;

use runner_model::Secret;
use serde_json::Value;

/// One way to reach people.
///
/// To add one: write its file, add a variant and its arm in [`Notifier`](super::Notifier).
#[derive(Clone, Debug)]
pub enum ChannelConfig {
    /// A Slack incoming webhook: always the same channel, no threads.
    SlackWebhook {
        /// Its URL, which is all that is needed to post there.
        url: Secret<String>,
    },
    /// A Slack bot: one thread for each incident.
    SlackBot {
        /// `xoxb-…`, with the scope `chat:write`.
        token: Secret<String>,
        /// `#deploys`, or an id.
        channel: String,
        /// Where Slack's API is; `None` is `https://slack.com/api/`.
        base: Option<String>,
    },
    /// Mail.
    Email {
        /// The way it goes.
        smtp: Arc<SmtpConfig>,
        /// The addresses, at least one: `ops@example.com`, `Ops <ops@example.com>`.
        to: Vec<String>,
    },
    /// PagerDuty, Events API v2.
    PagerDuty {
        /// The key of the integration.
        routing_key: Secret<String>,
        /// Where the API is; `None` is `https://events.pagerduty.com/`.
        base: Option<String>,
    },
    /// A request of one's own.
    Webhook(Box<WebhookConfig>),
    /// A program.
    Command {
        /// The program and its arguments; at least one. No shell reads them.
        args: Vec<String>,
    },
}

/// A request of one's own: `POST` with a JSON body.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// Where it goes; may carry credentials.
    pub url: Secret<String>,
    /// The body: every text in it is a template over the facts of the alert. `None` sends all
    /// that is known.
    pub json: Option<Value>,
    /// Headers, in order.
    pub headers: Vec<(String, Secret<String>)>,
    /// The key of the signature; not signed when there is none.
    pub sign_with: Option<Secret<String>>,
    /// What `{{secret.NAME}}` in `json` stands for.
    pub secrets: BTreeMap<String, Secret<String>>,
}

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// Who it is from: `Tripline <tripline@example.com>`.
    pub from: String,
    /// Tried in order until one accepts; at least one.
    pub routes: Vec<SmtpRoute>,
}

/// A server that takes mail.
#[derive(Clone, Debug)]
pub struct SmtpRoute {
    /// Its host, a name or an address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is encrypted.
    pub tls: SmtpTls,
    /// Who logs in, and with what; nobody when it is `None`.
    pub login: Option<SmtpLogin>,
    /// Certificates (PEM) that are trusted besides the machine's own.
    pub ca: Option<String>,
}

/// How the way to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// With `STARTTLS`. A server that does not offer it is given nothing.
    StartTls,
    /// From the first byte on.
    Implicit,
    /// Not at all; only to this machine itself.
    None,
}

/// How somebody logs in at a mail server.
#[derive(Clone, Debug)]
pub struct SmtpLogin {
    /// Who.
    pub username: String,
    /// With what.
    pub password: Secret<String>,
}
