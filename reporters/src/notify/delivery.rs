//! What is to be sent, and what comes back.

use runner_model::{Alert, ChannelName};

/// One message, for one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The same for every try: who receives it twice can tell.
    pub key: String,
    /// The channel, for reading; where it leads is known to the [`Notifier`](super::Notifier).
    pub channel: ChannelName,
    /// What is told.
    pub alert: Alert,
    /// What [`Receipt::thread`] was when this channel was first told of the same incident.
    pub thread: Option<String>,
}

/// The other side has taken the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What it said, in one short line: `200 ok`, `250 queued as 4F1A`. Masked.
    pub answer: String,
    /// What later messages of the same incident are to carry as [`Delivery::thread`], so that
    /// they appear below this one (a Slack `ts`, a mail's `Message-ID`). `None` where a channel
    /// has nothing of the kind, and for what is no incident.
    pub thread: Option<String>,
}
