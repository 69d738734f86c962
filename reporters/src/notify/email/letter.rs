//! The message itself.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use runner_model::About;
use sha2::{Digest as _, Sha256};

use crate::notify::delivery::Delivery;
use crate::notify::messages::Worded;
use crate::notify::send_error::SendError;
use crate::notify::signature::hex;

/// A message, ready for the wire.
pub(super) struct Letter {
    pub(super) envelope: Envelope,
    pub(super) bytes: Vec<u8>,
    /// What later messages of the same incident refer to.
    pub(super) thread: Option<String>,
}

/// Nobody on holiday answers a machine (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Letter {
    /// Writes it. Every try has the same `Message-ID`, so that who gets it twice sees it once. (A
    /// clock before 1970 has no date that a mail could carry.)
    pub(super) fn write(
        from: &Mailbox,
        to: &[Mailbox],
        delivery: &Delivery,
        worded: &Worded,
        now: Timestamp,
    ) -> Result<Self, SendError> {
        let id = message_id(&delivery.key, from.email.domain());
        let mut builder = Message::builder()
            .from(from.clone())
            .subject(&worded.subject)
            .date(SystemTime::from(now.max(Timestamp::UNIX_EPOCH)))
            .message_id(Some(id.clone()))
            .header(AutoSubmitted);
        for mailbox in to {
            builder = builder.to(mailbox.clone());
        }
        // What is not an id of ours would end up in a header as it is.
        let first = delivery.thread.as_deref().filter(|thread| is_message_id(thread));
        if let Some(first) = first {
            builder = builder.in_reply_to(first.to_owned()).references(first.to_owned());
        }
        let parts = MultiPart::alternative_plain_html(worded.text.clone(), worded.html.clone());
        let message = builder
            .multipart(parts)
            .map_err(|error| SendError::never(format!("the mail cannot be written: {error}")))?;
        let is_incident = matches!(delivery.alert.about, About::Incident(_));
        let thread = first.map_or(id, str::to_owned);
        Ok(Self {
            envelope: message.envelope().clone(),
            bytes: message.formatted(),
            thread: is_incident.then_some(thread),
        })
    }
}

/// `<5d41…@example.com>`
fn message_id(key: &str, domain: &str) -> String {
    format!("<tripline.{}@{domain}>", &hex(&Sha256::digest(key.as_bytes()))[..40])
}

fn is_message_id(text: &str) -> bool {
    let harmless = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>');
    text.strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
        .is_some_and(|inner| inner.contains('@') && inner.chars().all(harmless))
}
