//! How many requests are on their way to a host, and how soon one may follow another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::request::Pace;

/// The requests that are on their way.
#[derive(Default)]
pub(super) struct Traffic {
    /// `--per-host`
    per_host: Option<usize>,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// When the next request to a service may begin.
    turns: Mutex<HashMap<String, Instant>>,
}

impl Traffic {
    pub(super) fn new(per_host: Option<usize>) -> Self {
        Self { per_host, hosts: Mutex::default(), turns: Mutex::default() }
    }

    /// A place among the requests to a host, when their number is bounded.
    pub(super) async fn place_at(&self, host: &str) -> Option<OwnedSemaphorePermit> {
        let bound = self.per_host?;
        let places = {
            let mut hosts = self.hosts.lock().expect("nobody panics while counting hosts");
            let new = || Arc::new(Semaphore::new(bound.max(1)));
            Arc::clone(hosts.entry(host.to_owned()).or_insert_with(new))
        };
        places.acquire_owned().await.ok()
    }

    /// Waits for a turn at a service that may be asked only so often.
    pub(super) async fn turn_at(&self, pace: &Pace) {
        let turn = {
            let mut turns = self.turns.lock().expect("nobody panics while counting turns");
            let next = turns.entry(pace.service.clone()).or_insert_with(Instant::now);
            let turn = (*next).max(Instant::now());
            *next = turn + pace.apart();
            turn
        };
        tokio::time::sleep_until(turn.into()).await;
    }
}
