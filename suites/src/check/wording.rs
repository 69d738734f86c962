//! E512: messages in somebody's own words that name what no message has.
//!
//! Lives here: what is to be tried, and what is said of it.
//! Lives elsewhere: the facts of a message, and trying a template on them (`reporters`).

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{ChannelKind, MessageTemplate, Project, Webhook};

/// Something that is filled with the facts of a message.
#[derive(Clone, Copy, Debug)]
pub enum Wording<'p> {
    /// A message of `messages`.
    Message(&'p MessageTemplate),
    /// The body of a webhook.
    Body(&'p Webhook),
}

/// All that `tried` says cannot be filled in, whatever the message.
pub fn wording(
    project: &Project,
    tried: impl Fn(Wording<'_>) -> Result<(), String>,
) -> Vec<Diagnostic> {
    let messages = project.messages.iter().map(|message| {
        let what = format!("`{}`", message.file.written);
        (Wording::Message(message), what, message.file.span)
    });
    let bodies = project.channels.iter().filter_map(|channel| match &channel.kind {
        ChannelKind::Webhook(webhook) => {
            let what = format!("the body of `{}`", channel.name.value);
            Some((Wording::Body(webhook), what, channel.span))
        }
        ChannelKind::Slack(_)
        | ChannelKind::Email { .. }
        | ChannelKind::Pagerduty { .. }
        | ChannelKind::Command { .. } => None,
    });
    let refused = messages.chain(bodies).filter_map(|(wording, what, span)| {
        let cause = tried(wording).err()?;
        let message = format!("{what} cannot be filled in: {cause}");
        let help = "a message has `headline`, `sentence`, `monitor.name`, `state`, `owner`, …: \
                    docs/monitors.md lists all, under \"Messages\"";
        Some(Diagnostic::new(Code::E512, span, message).help(help))
    });
    refused.collect()
}
