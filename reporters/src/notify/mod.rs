//! People, told.
//!
//! Lives here: [`Notifier`], which sends one [`Alert`](runner_model::Alert) over one channel
//! (Slack, mail, PagerDuty, a webhook, a command), the words it uses ([`Messages`]), and whether
//! another try is of use ([`SendError`]).
//! May touch: the network, a program that a channel names. No clock: `now` is given.
//! Lives elsewhere: who is told what and when (`runner-health`), the outbox, tries and backoff
//! (`runner-monitor`), where secrets come from.
//!
//! To add a channel: write its file, add a variant to [`ChannelConfig`]. The compiler finds the
//! rest.

mod channel_config;
mod command;
mod delivery;
mod document;
mod email;
mod facts;
mod filled;
mod filling;
mod messages;
mod mrkdwn;
mod notifier;
mod pagerduty;
mod post;
mod said;
mod send_error;
mod signature;
mod slack;
mod specimen;
mod story;
#[cfg(test)]
mod tests;
mod webhook;

pub use channel_config::{ChannelConfig, SmtpConfig, SmtpLogin, SmtpRoute, SmtpTls, WebhookConfig};
pub use delivery::{Delivery, Receipt};
pub use messages::{InvalidMessage, MessageKind, Messages};
pub use notifier::{Notifier, UnusableChannel};
pub(crate) use said::moment;
pub use send_error::SendError;
pub use webhook::tried_body;
