//! Slack: an incoming webhook, or a bot with a thread for each incident.
//!
//! Lives here: what is posted, and what Slack's answers mean.
//! Lives elsewhere: the text (`messages`), its escaping (`mrkdwn`).

mod blocks;
mod bot;
mod webhook;

pub(super) use bot::Bot;
pub(super) use webhook::Webhook;
