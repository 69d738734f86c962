//! Messages in somebody's own words, and the ones that are built in.

use std::collections::BTreeMap;

use handlebars::Template;
use thiserror::Error;

/// A message that can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageKind {
    /// Something is down or degraded.
    Incident,
    /// It still is.
    Reminder,
    /// It works again.
    Recovered,
    /// A certificate ends soon.
    Certificate,
    /// A summary at a fixed time.
    Digest,
}

impl MessageKind {
    /// As it is written below `messages`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Reminder => "reminder",
            Self::Recovered => "recovered",
            Self::Certificate => "certificate",
            Self::Digest => "digest",
        }
    }
}

/// The words that messages are told in.
///
/// A replacement is plain text: its first line is the subject, the rest the body. It is shown as
/// text everywhere; HTML and Slack's markup mean nothing in it.
#[derive(Debug, Default)]
pub struct Messages {
    own: BTreeMap<MessageKind, Template>,
}

/// A template that is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the message `{}` cannot be used: {reason}", kind.as_str())]
pub struct InvalidMessage {
    /// Which message it was to replace.
    pub kind: MessageKind,
    /// What is wrong with it.
    pub reason: String,
}

impl Messages {
    /// The built-in ones, some of them replaced by these templates (their text, not their path).
    ///
    /// # Errors
    /// One of them does not parse, or names something that is not known of its kind of message.
    pub fn of<'a>(
        own: impl IntoIterator<Item = (MessageKind, &'a str)>,
    ) -> Result<Self, InvalidMessage> {
        let mut messages = Self::default();
        for (kind, source) in own {
            let parsed = Template::compile(source);
            let template = parsed
                .map_err(|error| InvalidMessage { kind, reason: error.reason().to_string() })?;
            messages.own.insert(kind, template);
        }
        Ok(messages)
    }
}
