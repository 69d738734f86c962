//! What ends a gate early: its budget, and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use runner_engine::{Stop, StopLevel};

use crate::commands::run::interrupts::Interrupts;
use crate::say;

/// After its budget, a gate has this long for what its tests take back.
const CLEANUP: Duration = Duration::from_secs(30);

/// How long a gate may take, and whether it was told to end.
#[derive(Clone)]
pub(super) struct Clockwork {
    ends: Instant,
    interrupted: Arc<AtomicBool>,
    pub(super) stop: Stop,
}

impl Clockwork {
    /// From this moment on. Needs a runtime.
    pub(super) fn start(budget: Duration) -> Self {
        // A budget of centuries is none.
        let budget = budget.min(Duration::from_secs(365 * 24 * 60 * 60));
        let this = Self {
            ends: Instant::now() + budget,
            interrupted: Arc::default(),
            stop: Stop::default(),
        };
        tokio::spawn(this.clone().heed_interrupts());
        tokio::spawn(this.clone().heed_budget());
        this
    }

    /// How much time is left.
    pub(super) fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    /// Nothing more is to be begun.
    pub(super) fn is_over(&self) -> bool {
        self.left().is_zero() || self.stop.level() > StopLevel::Go
    }

    /// Somebody asked it to end.
    pub(super) fn was_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Acquire)
    }

    async fn heed_budget(self) {
        tokio::time::sleep(self.left()).await;
        self.stop.request(StopLevel::CleanUp);
        tokio::time::sleep(CLEANUP).await;
        self.stop.request(StopLevel::Now);
    }

    async fn heed_interrupts(self) {
        let mut interrupts = Interrupts::listen();
        interrupts.next().await;
        self.interrupted.store(true, Ordering::Release);
        self.stop.request(StopLevel::CleanUp);
        say::err("stopping: cleanup is done first; press Ctrl-C again to stop at once");
        interrupts.next().await;
        self.stop.request(StopLevel::Now);
    }
}
