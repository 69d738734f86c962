//! The loop that sends what waits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use runner_engine::{Lasting, ProjectSecrets};
use runner_http::{Connect, CookieJar, Http, Request, RequestHeader};
use runner_model::{Answer, Clock};
use suites::Project;
use tokio::sync::watch;

use super::address::Address;
use super::queue::Queue;
use crate::{Event, Listener};

/// So many lines go into one request.
const BATCH: usize = 5_000;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);
/// When a secret is not to be had, it is asked for again so often.
const SECRETS_EVERY: Duration = Duration::from_secs(60);
/// While nothing changes, what is lost is told so often.
const TOLD_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// What waits at the end has so long to be sent.
const AT_THE_END: Duration = Duration::from_secs(2);
/// How much of an answer is told, in characters.
const SHOWN: usize = 160;

/// Sends what waits, as the project says at the moment.
pub(crate) struct Sender {
    pub(crate) queue: Queue,
    pub(crate) project: watch::Receiver<Arc<Project>>,
    pub(crate) variables: Arc<BTreeMap<String, String>>,
    pub(crate) http: Http,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) listener: Listener,
    /// Ends it; what waits is sent before, once.
    pub(crate) stop: watch::Receiver<bool>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sent {
    /// It was taken.
    Taken,
    /// Not now.
    Later { cause: String, after: Option<Duration> },
    /// Never: the same would be refused again.
    Never { cause: String },
}

/// What was told last.
#[derive(Default)]
struct Told {
    /// The last cause of trouble; `None` while all goes well.
    trouble: Option<String>,
    lost: u64,
    at: Option<Timestamp>,
}

impl Sender {
    /// Until it is stopped.
    pub(crate) async fn run(mut self) {
        let mut told = Told::default();
        let mut address = None;
        let mut stop = self.stop.clone();
        while !*stop.borrow() {
            let project = Arc::clone(&self.project.borrow_and_update());
            self.queue.open(project.metrics.influx.is_some());
            let mut changes = self.project.clone();
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                changed = changes.changed() => if changed.is_err() { return },
                () = self.send_for(&project, &mut address, &mut told) => {}
            }
        }
        if let Some(address) = &address {
            let rest =
                async { while self.send_some(address, &mut told).await == Some(Sent::Taken) {} };
            // Nobody waits for a database that is gone.
            let _ = tokio::time::timeout(AT_THE_END, rest).await;
        }
    }

    /// Sends for as long as the project stays as it is.
    async fn send_for(&self, project: &Project, place: &mut Option<Address>, told: &mut Told) {
        *place = None;
        let address = loop {
            match self.address(project).await {
                Ok(Some(address)) => break place.insert(address),
                Ok(None) => return std::future::pending().await,
                Err(cause) => {
                    self.say(told, &Sent::Later { cause, after: None });
                    tokio::time::sleep(SECRETS_EVERY).await;
                }
            }
        };
        let mut failed = 0;
        let mut wait = address.every;
        loop {
            tokio::time::sleep(wait).await;
            wait = loop {
                match self.send_some(address, told).await {
                    Some(Sent::Taken | Sent::Never { .. }) => failed = 0,
                    Some(Sent::Later { after, .. }) => {
                        failed += 1;
                        let doubled = address.every.saturating_mul(1 << failed.min(16));
                        let doubled = doubled.min(LONGEST_WAIT).max(address.every);
                        break after.map_or(doubled, |after| doubled.max(after.min(LONGEST_WAIT)));
                    }
                    None => break address.every,
                }
            };
        }
    }

    async fn address(&self, project: &Project) -> Result<Option<Address>, String> {
        let Some(influx) = &project.metrics.influx else { return Ok(None) };
        let (lasting, now) = (Lasting::default(), self.clock.now());
        let secrets = ProjectSecrets::fetch(project, &self.variables, &lasting, now).await;
        Address::of(influx, &secrets).map(Some)
    }

    /// Sends one batch; `None` when nothing waits.
    async fn send_some(&self, address: &Address, told: &mut Told) -> Option<Sent> {
        let lines = self.queue.take(BATCH);
        if lines.is_empty() {
            told.lost += self.queue.take_lost();
            return None;
        }
        // Put back even when this is broken off while it waits for the answer.
        let mut batch = Batch { queue: &self.queue, lines };
        let sent = self.send(address, batch.lines.join("\n").into()).await;
        match &sent {
            Sent::Taken => drop(std::mem::take(&mut batch.lines)),
            Sent::Never { .. } => told.lost += std::mem::take(&mut batch.lines).len() as u64,
            Sent::Later { .. } => {}
        }
        drop(batch);
        told.lost += self.queue.take_lost();
        self.say(told, &sent);
        Some(sent)
    }

    async fn send(&self, address: &Address, body: Bytes) -> Sent {
        let mut headers = vec![RequestHeader::new("content-type", "text/plain; charset=utf-8")];
        headers.extend(address.credential());
        let request = Request {
            method: "POST".to_owned(),
            url: address.url.expose().clone(),
            headers,
            body: Some(body),
            timeout: PATIENCE,
            redirects: 0,
            max_body: 64 * 1024,
            decode: false,
            trace: None,
        };
        let exchanged =
            self.http.exchange(request, &Connect::default(), &CookieJar::default()).await;
        let exchanged = match exchanged {
            Ok(exchanged) => exchanged,
            Err(unsent) => return Sent::Never { cause: unsent.to_string() },
        };
        let response = match exchanged.exchange.answer {
            Answer::Complete(response) => response,
            Answer::Broken { head: Some(response), .. } => *response,
            Answer::Broken { head: None, error } => {
                return Sent::Later { cause: error.message, after: None };
            }
        };
        let after = response.header("retry-after").and_then(|text| text.trim().parse().ok());
        judged(address.host(), response.status, &exchanged.body, after.map(Duration::from_secs))
    }

    /// Tells what changed; what is only as before is told now and then.
    fn say(&self, told: &mut Told, sent: &Sent) {
        let now = self.clock.now();
        let (result, trouble) = match sent {
            Sent::Taken => ("taken", None),
            Sent::Later { cause, .. } => ("retry", Some(cause)),
            Sent::Never { cause } => ("refused", Some(cause)),
        };
        let is_new = trouble != told.trouble.as_ref();
        let is_due = told.at.is_none_or(|at| now.duration_since(at).abs() >= TOLD_EVERY);
        if is_new || (told.lost > 0 && is_due) {
            let result = if is_new { result } else { "still" };
            let answer = trouble.cloned().unwrap_or_default();
            let lost = std::mem::take(&mut told.lost);
            (self.listener)(&Event::Influx { at: now, result, lost, answer });
            told.trouble = trouble.cloned();
            told.at = Some(now);
        }
    }
}

/// Lines that are being sent. What is left of them goes back.
struct Batch<'a> {
    queue: &'a Queue,
    lines: Vec<String>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.queue.give_back(std::mem::take(&mut self.lines));
    }
}

/// What an answer means. Sending the same line twice is harmless: the second replaces the first.
fn judged(host: &str, status: u16, body: &[u8], after: Option<Duration>) -> Sent {
    let said = String::from_utf8_lossy(body);
    let said: String =
        said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
    let cause = format!("{host} answered {status} {said}").trim_end().to_owned();
    match status {
        200..=299 => Sent::Taken,
        408 | 425 | 429 | 500.. => Sent::Later { cause, after },
        _ => Sent::Never { cause },
    }
}

#[cfg(test)]
mod judging {
    use super::*;

    #[test]
    fn who_is_busy_is_asked_again_and_who_refuses_is_not() {
        assert_eq!(judged("db", 204, b"", None), Sent::Taken);
        for status in [429, 500, 503] {
            assert!(matches!(judged("db", status, b"", None), Sent::Later { .. }), "{status}");
        }
        for status in [301, 400, 401, 404, 413, 422] {
            assert!(matches!(judged("db", status, b"", None), Sent::Never { .. }), "{status}");
        }
        let cause = "db answered 404 {\"message\": \"no bucket\"}".to_owned();
        assert_eq!(
            judged("db", 404, b"{\"message\":\n \"no bucket\"}", None),
            Sent::Never { cause }
        );
    }
}
