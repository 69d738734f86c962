//! One `POST` with a JSON body, and what its answer means.
//!
//! Lives here: which answers are worth another try.
//! Lives elsewhere: HTTP itself (`runner-http`), what a channel reads in an answer.

use std::time::Duration;

use jiff::Timestamp;
use runner_http::{Connect, CookieJar, Exchanged, Http, Request, RequestHeader};
use runner_model::{Answer, Response};
use serde_json::Value;
use url::Url;

use super::said::within;
use super::send_error::SendError;

/// How much of an answer is read, in bytes.
const MOST: u64 = 64 * 1024;

/// How much of an answer is shown, in columns.
const SHOWN: usize = 160;

/// No longer wait is granted to anybody who asks for patience.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// Posts to one place.
pub(super) struct Post<'a> {
    pub(super) http: &'a Http,
    pub(super) url: &'a Url,
    pub(super) headers: Vec<RequestHeader>,
    pub(super) body: Vec<u8>,
    pub(super) limit: Duration,
    pub(super) now: Timestamp,
}

/// An answer, good or bad.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: u16,
    /// As far as it came.
    pub(super) body: Vec<u8>,
    /// `retry-after`
    pub(super) after: Option<Duration>,
}

impl Post<'_> {
    /// Sends it, over a connection of its own: one that was kept open may be closed by now, and a
    /// `POST` must not be sent twice.
    pub(super) async fn send(self) -> Result<Said, SendError> {
        let agent = concat!("tripline/", env!("CARGO_PKG_VERSION"));
        let mut headers = vec![
            RequestHeader::new("user-agent", agent),
            RequestHeader::new("content-type", "application/json; charset=utf-8"),
        ];
        headers.extend(self.headers);
        let request = Request {
            method: "POST".to_owned(),
            url: self.url.clone(),
            headers,
            body: Some(self.body.into()),
            timeout: self.limit,
            redirects: 0,
            max_body: MOST,
            decode: false,
            trace: None,
        };
        let connect = Connect { reuse: false, ..Connect::default() };
        let exchanged = self.http.exchange(request, &connect, &CookieJar::default()).await;
        let exchanged = exchanged.map_err(|unsent| SendError::never(unsent.to_string()))?;
        read(exchanged, self.now)
    }
}

/// What is known as soon as there is a status: its body is for reading only.
fn read(exchanged: Exchanged, now: Timestamp) -> Result<Said, SendError> {
    let response = match exchanged.exchange.answer {
        Answer::Complete(response) => response,
        Answer::Broken { head: Some(response), .. } => *response,
        Answer::Broken { head: None, error } => return Err(SendError::later(error.message)),
    };
    let after = patience(&response, now);
    Ok(Said { status: response.status, body: exchanged.body.to_vec(), after })
}

fn patience(response: &Response, now: Timestamp) -> Option<Duration> {
    let text = response.header("retry-after")?;
    let text = text.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
            Duration::try_from(at.duration_since(now)).unwrap_or_default()
        }
    };
    Some(wait.min(LONGEST_WAIT))
}

impl Said {
    /// `200 ok`, `503 Service Unavailable`: the status and the beginning of the body.
    pub(super) fn line(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let text = within(text.split_whitespace().collect::<Vec<_>>().join(" ").as_str(), SHOWN);
        if text.is_empty() { self.status.to_string() } else { format!("{} {text}", self.status) }
    }

    /// The body, if it is JSON.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the message was taken, by what HTTP says of its statuses. `who` answered.
    pub(super) fn judged(self, who: &str) -> Result<Self, SendError> {
        let line = self.line();
        match self.status {
            200..=299 => Ok(self),
            408 | 425 | 429 | 500.. => {
                Err(SendError::Later { cause: format!("{who} answered {line}"), after: self.after })
            }
            300..=399 => Err(SendError::never(format!(
                "{who} answered {line}: a redirect is not followed, write the address it leads to"
            ))),
            _ => Err(SendError::never(format!("{who} answered {line}"))),
        }
    }
}

/// An address that can be posted to.
pub(super) fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).map_err(|error| format!("is no URL ({error})"))?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(url)
    } else {
        Err("must begin with https:// or http://".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16) -> Said {
        Said { status, body: b"no\n such <b>".to_vec(), after: None }
    }

    #[test]
    fn who_is_busy_is_asked_again_and_who_refuses_is_not() {
        assert!(said(204).judged("it").is_ok());
        for status in [408, 425, 429, 500, 503, 599] {
            assert!(matches!(said(status).judged("it"), Err(SendError::Later { .. })), "{status}");
        }
        for status in [302, 400, 401, 403, 404, 410] {
            assert!(matches!(said(status).judged("it"), Err(SendError::Never { .. })), "{status}");
        }
        assert_eq!(said(404).judged("it").unwrap_err().to_string(), "it answered 404 no such <b>");
    }

    #[test]
    fn only_web_addresses_are_posted_to() {
        assert!(address(" https://hooks.example.com/x ").is_ok());
        for text in ["", "hooks.example.com", "ftp://a/", "file:///etc/passwd", "https://"] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
