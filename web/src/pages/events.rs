//! Says to those who look that something has changed: what it is, they ask for.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::Response;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use crate::router::Inside;

/// At most so often.
const EVERY: Duration = Duration::from_secs(1);

/// While nothing changes, a sign of life comes so often: a script sees it, and knows from its
/// absence that what it shows is old.
const ALIVE: Duration = Duration::from_secs(10);

/// A connection has an end: before that it is ended here, and the browser opens another one.
const LIFE: Duration = Duration::from_secs(50);

/// How soon the browser comes back, in milliseconds.
const BEGINNING: &str = "retry: 1000\n\n";

/// The sign of life.
const SIGN: &str = "event: alive\ndata: 1\n\n";

/// What somebody who looks is told next.
struct Watching {
    records: watch::Receiver<u64>,
    begun: Instant,
    told: Option<Instant>,
}

/// Answers `/events`: `changed` whenever something was recorded, at most once a second. While
/// nothing happens, nothing is done.
pub(crate) async fn events(State(inside): State<Arc<Inside>>) -> Response {
    let mut records = inside.door.store.records();
    records.mark_unchanged();
    let watching = Watching { records, begun: Instant::now(), told: None };
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from_static(BEGINNING.as_bytes()))]);
    let later = stream::unfold(watching, |mut watching| async move {
        let said = watching.next().await?;
        Some((Ok(Bytes::from_static(said.as_bytes())), watching))
    });
    let body = futures_util::StreamExt::chain(first, later);
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl Watching {
    /// What is said next; `None` when it is over.
    async fn next(&mut self) -> Option<&'static str> {
        if self.begun.elapsed() >= LIFE {
            return None;
        }
        match timeout(ALIVE, self.records.changed()).await {
            Err(_) => Some(SIGN),
            // The store is closed.
            Ok(Err(_)) => None,
            Ok(Ok(())) => {
                if let Some(told) = self.told {
                    sleep_until(told + EVERY).await;
                }
                // All that came in between is told together.
                self.records.mark_unchanged();
                self.told = Some(Instant::now());
                Some("event: changed\ndata: 1\n\n")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn changes_are_told_at_most_once_a_second() {
        let (record, records) = watch::channel(0);
        let mut watching = Watching { records, begun: Instant::now(), told: None };
        record.send_modify(|records| *records += 1);
        let begun = Instant::now();
        assert!(watching.next().await.unwrap().contains("changed"));
        assert_eq!(begun.elapsed(), Duration::ZERO, "the first one at once");
        for _ in 0..5 {
            record.send_modify(|records| *records += 1);
        }
        assert!(watching.next().await.unwrap().contains("changed"));
        assert_eq!(begun.elapsed(), EVERY, "five are told together");
        assert_eq!(watching.next().await, Some(SIGN), "then nothing happens");
        assert_eq!(begun.elapsed(), EVERY + ALIVE);
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_before_the_connection_does() {
        let (_record, records) = watch::channel(0);
        let mut watching = Watching { records, begun: Instant::now(), told: None };
        let mut signs = 0;
        while watching.next().await.is_some() {
            signs += 1;
        }
        assert_eq!(signs, 5);
    }
}
