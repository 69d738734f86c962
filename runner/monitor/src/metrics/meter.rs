//! Hears what happens and counts it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{Clock, Outcome, Trigger};
use runner_store::Store;

use super::counts::Counts;
use super::exposition::{Exposition, Kind};
use super::histogram::Histogram;
use super::labels::Labels;
use super::monitors::{Monitors, Ran};
use super::process;
use super::sampled::Sampled;
use crate::{Event, Listener};

/// How often the store is asked.
const EVERY: Duration = Duration::from_secs(10);

/// How late runs begin, in seconds.
const LATENESS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
];

/// How long tests take, in seconds.
const DURATION: &[f64] = &[
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0,
];

/// Every outcome that a test can have.
const OUTCOMES: [Outcome; 5] =
    [Outcome::Skipped, Outcome::Passed, Outcome::Degraded, Outcome::Errored, Outcome::Failed];

/// Metrics of a service. Clones are the same.
#[derive(Clone)]
pub struct Metrics(Arc<Mutex<Heard>>);

/// What was heard. One lock for all of it: a page is written in a few milliseconds.
struct Heard {
    monitors: Monitors,
    /// In the order of [`OUTCOMES`].
    durations: Vec<(Labels, Histogram)>,
    lateness: Histogram,
    missed: Counts<1>,
    notifications: Counts<2>,
    /// Measurements that no InfluxDB took.
    lost: u64,
    watched: usize,
    /// The files as they are now are watched by.
    is_right: bool,
    is_capped: bool,
    sampled: Option<Sampled>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        let durations = OUTCOMES.map(|outcome| {
            (Labels::of(&[("outcome", outcome.as_str())]), Histogram::new(DURATION))
        });
        Self(Arc::new(Mutex::new(Heard {
            monitors: Monitors::default(),
            durations: durations.into(),
            lateness: Histogram::new(LATENESS),
            missed: Counts::new(["reason"]),
            notifications: Counts::new(["channel", "result"]),
            lost: 0,
            watched: 0,
            is_right: true,
            is_capped: false,
            sampled: None,
        })))
    }

    /// Hears what happens.
    pub fn listener(&self) -> Listener {
        let metrics = self.clone();
        Arc::new(move |event| metrics.heard().take(event))
    }

    /// Asks the store now and then how things are, until it is aborted.
    pub async fn follow(self, store: Store, clock: Arc<dyn Clock>) {
        loop {
            match Sampled::of(&store, clock.now()).await {
                Ok(sampled) => self.heard().sampled = Some(sampled),
                Err(error) => tracing::warn!(%error, "the store does not say how it is"),
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// The page as it is to be served, as `text/plain; version=0.0.4`.
    pub fn text(&self, now: Timestamp) -> String {
        let mut page = Exposition::with_capacity(64 * 1024);
        process::write(&mut page);
        self.heard().write(&mut page, now);
        page.finished()
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        // Counters are right after each of their changes, whoever panics in between.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Started { monitors, .. } => self.watched = *monitors,
            Event::Reloaded { monitors, gone, .. } => {
                self.watched = *monitors;
                self.is_right = true;
                self.monitors.reloaded(gone);
            }
            Event::ReloadRefused { .. } => self.is_right = false,
            Event::Ran {
                at, series, environment, run, late_ms, took_ms, outcome, trigger, ..
            } => {
                let took = took_ms / 1_000.0;
                let environment = environment.as_ref();
                let (at, outcome, trigger) = (*at, *outcome, *trigger);
                let ran = Ran { series, environment, run, at, took, outcome, trigger };
                self.ran(&ran, late_ms / 1_000.0);
            }
            Event::Missed { reason, .. } => {
                self.is_capped |= !self.missed.add([reason], 1);
            }
            Event::Delivered { channel, result, .. } => {
                self.is_capped |= !self.notifications.add([channel.as_str(), result], 1);
            }
            Event::Influx { lost, .. } => self.lost += lost,
            Event::Stopped { .. }
            | Event::Incident { .. }
            | Event::Told { .. }
            | Event::Store { .. }
            | Event::ClockSet { .. } => {}
        }
    }

    fn ran(&mut self, ran: &Ran<'_>, late: f64) {
        // What a person or a failed run asks for is due at once; how late that is says nothing.
        if ran.trigger == Trigger::Schedule && self.monitors.is_new(ran.run) {
            self.lateness.observe(late);
        }
        self.is_capped |= !self.monitors.ran(ran);
        let index = OUTCOMES.iter().position(|outcome| *outcome == ran.outcome);
        if let Some((_, histogram)) = index.and_then(|index| self.durations.get_mut(index)) {
            histogram.observe(ran.took);
        }
    }

    fn write(&self, page: &mut Exposition, now: Timestamp) {
        let help = "The version of tripline.";
        let version = Labels::of(&[("version", env!("CARGO_PKG_VERSION"))]);
        page.family("tripline_build_info", Kind::Gauge, help).count(&version, 1);
        self.monitors.write(page);
        let help = "How long tests took, in seconds, by how they ended.";
        let mut family = page.family("tripline_run_duration_seconds", Kind::Histogram, help);
        self.durations.iter().for_each(|(labels, histogram)| histogram.write(&mut family, labels));
        let help = "How much later than they were due scheduled runs began, in seconds.";
        let mut family = page.family("tripline_run_lateness_seconds", Kind::Histogram, help);
        self.lateness.write(&mut family, &Labels::default());
        let help = "Slots in which a monitor was due and did not run.";
        self.missed.write(page.family("tripline_missed_slots_total", Kind::Counter, help));
        let help = "Attempts to send a message: sent, to be tried again, given up.";
        self.notifications.write(page.family("tripline_notifications_total", Kind::Counter, help));
        let help = "Measurements that no InfluxDB took.";
        let mut family = page.family("tripline_influx_lost_total", Kind::Counter, help);
        family.count(&Labels::default(), self.lost);
        let sampled = self.sampled.as_ref();
        let is_capped = self.is_capped || sampled.is_some_and(|sampled| sampled.is_capped);
        let gauges = [
            ("tripline_monitors", "Monitors that are watched.", self.watched as u64),
            (
                "tripline_config_last_reload_successful",
                "1 while the project's files as they are now are watched by, 0 while they have \
                 problems.",
                self.is_right.into(),
            ),
            (
                "tripline_metrics_capped",
                "1 when there are more label sets than are told apart: the rest is counted as \
                 other.",
                is_capped.into(),
            ),
        ];
        for (name, help, number) in gauges {
            page.family(name, Kind::Gauge, help).count(&Labels::default(), number);
        }
        if let Some(sampled) = sampled {
            sampled.write(page, now);
        }
    }
}
