//! Mail to some people, over the first route that takes it.

use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use tokio::time::Instant;

use super::letter::Letter;
use super::route::Route;
use crate::notify::channel_config::SmtpConfig;
use crate::notify::delivery::Receipt;
use crate::notify::notifier::{Errand, UnusableChannel};
use crate::notify::send_error::SendError;

/// People and the way to them.
#[derive(Debug)]
pub(in crate::notify) struct Mailer {
    from: Mailbox,
    to: Vec<Mailbox>,
    routes: Vec<Route>,
}

impl Mailer {
    /// Reads the addresses.
    pub(in crate::notify) fn of(
        smtp: &Arc<SmtpConfig>,
        to: &[String],
    ) -> Result<Self, UnusableChannel> {
        let from = mailbox(&smtp.from)?;
        let to = to.iter().map(|text| mailbox(text)).collect::<Result<Vec<_>, _>>()?;
        if to.is_empty() {
            return Err(UnusableChannel::new("`email.to` names nobody"));
        }
        let routes = smtp
            .routes
            .iter()
            .map(|route| Route::of(route, &from))
            .collect::<Result<Vec<_>, _>>()?;
        if routes.is_empty() {
            return Err(UnusableChannel::new("`smtp.routes` names no server"));
        }
        Ok(Self { from, to, routes })
    }

    /// Tries the routes in order. None may use up the time of those that come after it.
    pub(in crate::notify) async fn send(&self, errand: &Errand<'_>) -> Result<Receipt, SendError> {
        let until = Instant::now() + errand.limit;
        let letter =
            Letter::write(&self.from, &self.to, errand.delivery, errand.worded, errand.now)?;
        let mut failures: Vec<SendError> = Vec::new();
        for (index, route) in self.routes.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            let share = left / u32::try_from(self.routes.len() - index).unwrap_or(u32::MAX);
            match route.take(&letter, share.max(Duration::from_millis(1))).await {
                Ok(answer) => return Ok(Receipt { answer, thread: letter.thread }),
                Err(failure) => failures.push(failure),
            }
        }
        let causes: Vec<String> = failures.iter().map(ToString::to_string).collect();
        let cause = causes.join("; ");
        let for_good = |failure: &SendError| matches!(failure, SendError::Never { .. });
        Err(if failures.iter().all(for_good) {
            SendError::never(cause)
        } else {
            SendError::later(cause)
        })
    }
}

fn mailbox(text: &str) -> Result<Mailbox, UnusableChannel> {
    text.trim().parse().map_err(|_| {
        let way_out = "write it like `ops@example.com` or `Ops <ops@example.com>`";
        UnusableChannel::new(format!("`{text}` is no mail address: {way_out}"))
    })
}
