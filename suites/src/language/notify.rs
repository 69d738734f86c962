//! Who is told what, and how news are put together.

use std::time::Duration;

use runner_model::{ChannelName, NotifyName, Severity};

use super::words::words;
use crate::language::{Cron, DataFile, MonitorRef};
use crate::source::{Span, Spanned};

/// Who is told: a list of rules, each taken on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Notify {
    /// Its name.
    pub name: Spanned<NotifyName>,
    /// In order; at least one.
    pub rules: Vec<NotifyRule>,
}

/// When a channel is told.
#[derive(Clone, Debug, PartialEq)]
pub struct NotifyRule {
    /// Which channel.
    pub channel: Spanned<ChannelName>,
    /// Of what; [`NotifyOn::DEFAULT`] when it is not written.
    pub on: Vec<NotifyOn>,
    /// Only of news of these severities; of all when it is empty.
    pub severities: Vec<Severity>,
    /// Only of these monitors and tests; of all when it is empty.
    pub monitors: Vec<Spanned<MonitorRef>>,
    /// Only if it is still open after so long.
    pub after: Option<Duration>,
    /// Where it is written.
    pub span: Span,
}

words! {
    /// Of what people are told.
    NotifyOn:
    Down = "down",
    Degraded = "degraded",
    Unknown = "unknown",
    Certificate = "certificate",
    Recovered = "recovered",
}

impl NotifyOn {
    /// When `on` is not written: all but `degraded`, which does not get people up.
    pub const DEFAULT: &[Self] = &[Self::Down, Self::Unknown, Self::Certificate, Self::Recovered];
}

/// How incidents are put together and repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Series that break together and agree in all of these make one incident; `service` and
    /// `environment` when it is not written.
    pub group_by: Vec<GroupBy>,
    /// How often an open incident is told again; never when it is not written.
    pub remind_every: Option<Duration>,
    /// `fold` when it is not written.
    pub while_dependency_down: WhileDependencyDown,
    /// How long, at most, what breaks after a deploy waits for the verdict of its gate; 5 minutes
    /// when it is not written.
    pub hold: Duration,
}

impl Policy {
    /// The longest `hold`.
    pub const LONGEST_HOLD: Duration = Duration::from_secs(60 * 60);
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            group_by: vec![GroupBy::Service, GroupBy::Environment],
            remind_every: None,
            while_dependency_down: WhileDependencyDown::Fold,
            hold: Duration::from_secs(5 * 60),
        }
    }
}

words! {
    /// In what the series of one incident agree. `service` is the suite's; suites without one
    /// agree by monitor.
    GroupBy:
    Service = "service",
    Environment = "environment",
    Monitor = "monitor",
    Test = "test",
    Tenant = "tenant",
    Case = "case",
}

words! {
    /// Who is told while something that a service depends on is down: `fold` names the cause and
    /// lists the children in one message, `page` tells of each.
    WhileDependencyDown:
    Fold = "fold",
    Page = "page",
}

/// A summary at fixed times.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestRule {
    /// Who gets it.
    pub channel: Spanned<ChannelName>,
    /// When.
    pub cron: Cron,
    /// Where it is written.
    pub span: Span,
}

/// A message in one's own words: Handlebars, with all it has.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageTemplate {
    /// Which message it replaces.
    pub kind: MessageKind,
    /// The file.
    pub file: DataFile,
    /// What the file says; it parses.
    pub source: String,
}

words! {
    /// A message that can be replaced.
    MessageKind:
    Incident = "incident",
    Reminder = "reminder",
    Recovered = "recovered",
    Certificate = "certificate",
    Digest = "digest",
}
