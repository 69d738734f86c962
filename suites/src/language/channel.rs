//! Ways to reach people.
//!
//! Secrets in templates are those of the project ([`crate::Project::secrets`]).

use runner_model::ChannelName;
use serde_json::Value;

use super::words::words;
use crate::language::{HeaderSetting, Template};
use crate::source::{Span, Spanned};

/// A way to reach people.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Its name.
    pub name: Spanned<ChannelName>,
    /// Which way.
    pub kind: ChannelKind,
    /// Where it is written: its name.
    pub span: Span,
}

/// Which way people are reached.
#[derive(Clone, Debug, PartialEq)]
pub enum ChannelKind {
    /// `slack`
    Slack(Slack),
    /// `email`, by way of `smtp`.
    Email {
        /// The addresses, each as written: `Ops <ops@example.com>`.
        to: Vec<Spanned<String>>,
    },
    /// `pagerduty`: Events API v2.
    Pagerduty {
        /// The key of the integration.
        routing_key: Template,
    },
    /// `webhook`
    Webhook(Box<Webhook>),
    /// `command`: a program and its arguments, no shell; it is given the message as JSON on its
    /// standard input.
    Command {
        /// At least one, the program.
        args: Vec<String>,
    },
}

/// How Slack is reached.
#[derive(Clone, Debug, PartialEq)]
pub enum Slack {
    /// An incoming webhook: always the same channel; messages cannot be changed later.
    Webhook {
        /// Its URL, a secret.
        url: Template,
    },
    /// A bot: messages can be changed and threaded.
    Bot {
        /// `bot_token`
        token: Template,
        /// `#deploys`, or an id.
        channel: String,
    },
}

/// A request of one's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Where it goes.
    pub post: Template,
    /// The body; each text in it is a Handlebars template over the facts of a message. All that
    /// is known when it is not written.
    pub json: Option<Value>,
    /// The secrets that `json` names, each as often as it does.
    pub json_secrets: Vec<Spanned<String>>,
    /// Headers, in order.
    pub headers: Vec<HeaderSetting>,
    /// The key of the signature; not signed when it is not written.
    pub sign_with: Option<Template>,
}

/// How mail is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Smtp {
    /// Who it is from, as written: `Tripline <tripline@example.com>`.
    pub from: Spanned<String>,
    /// Tried in order until one accepts; at least one.
    pub routes: Vec<SmtpRoute>,
    /// Where it is written.
    pub span: Span,
}

/// A server that takes mail.
#[derive(Clone, Debug, PartialEq)]
pub struct SmtpRoute {
    /// Its host.
    pub host: Spanned<String>,
    /// When it is not written: 587 with `starttls`, 465 with `implicit`, 25 with `none`.
    pub port: u16,
    /// How it is encrypted; `starttls` when it is not written.
    pub tls: SmtpTls,
    /// Who logs in; nobody when it is not written. Always together with `password`.
    pub login: Option<SmtpLogin>,
    /// Where it is written.
    pub span: Span,
}

words! {
    /// How the way to a mail server is encrypted.
    SmtpTls:
    Starttls = "starttls",
    Implicit = "implicit",
    None = "none",
}

/// How somebody logs in at a server that takes mail.
#[derive(Clone, Debug, PartialEq)]
pub struct SmtpLogin {
    /// Who.
    pub username: Template,
    /// With what.
    pub password: Template,
}
