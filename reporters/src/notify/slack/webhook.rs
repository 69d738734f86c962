//! An incoming webhook (<https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>).

use runner_http::Http;
use runner_model::Secret;
use url::Url;

use super::blocks;
use crate::notify::delivery::Receipt;
use crate::notify::notifier::{Errand, UnusableChannel};
use crate::notify::post::{Post, address};
use crate::notify::send_error::SendError;

/// A webhook, ready to be posted to. Whoever knows its address may post, so it is never shown.
#[derive(Debug)]
pub(in crate::notify) struct Webhook(Secret<Url>);

impl Webhook {
    /// Reads its address.
    pub(in crate::notify) fn of(url: &Secret<String>) -> Result<Self, UnusableChannel> {
        let url = address(url.expose())
            .map_err(|reason| UnusableChannel::new(format!("the address of `webhook` {reason}")))?;
        Ok(Self(Secret::new(url)))
    }

    /// Posts.
    pub(in crate::notify) async fn send(
        &self,
        http: &Http,
        errand: &Errand<'_>,
    ) -> Result<Receipt, SendError> {
        let body = blocks::message(errand.worded).to_string().into_bytes();
        let (url, limit, now) = (self.0.expose(), errand.limit, errand.now);
        let said = Post { http, url, headers: Vec::new(), body, limit, now }.send().await?;
        let gone = matches!(said.status, 403 | 404 | 410);
        let said = said.judged("Slack").map_err(|error| {
            error.map_cause(|cause| {
                if gone {
                    format!(
                        "{cause}: the webhook is gone, make another one and put it in its place"
                    )
                } else {
                    cause
                }
            })
        })?;
        Ok(Receipt { answer: said.line(), thread: None })
    }
}
