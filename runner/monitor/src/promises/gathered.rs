//! The runs of a point, gathered from memory.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::series::{Exclusions, Sample, State};
use runner_model::{RunId, Series, SeriesRun, Trigger};
use runner_store::ReadError;

use super::corrected::Corrected;
use super::facet::FacetOfTest;
use super::memory::Memory;
use super::point::Point;
use super::silences::Silences;

/// So much later than it was due a run may begin, and still be found.
const LATEST: Duration = Duration::from_secs(3_600);

/// A run, as far as a number is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) planned: Timestamp,
    pub(super) run: RunId,
    pub(super) sample: Sample,
}

/// The runs of one series.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    pub(super) series: Series,
    /// In the order in which they began; of those that count no two at the same moment.
    pub(super) seen: Vec<Seen>,
    /// What does not count.
    pub(super) exclusions: Exclusions,
}

impl Seen {
    /// What a run says about a facet of it; `None` when that is nothing.
    pub(super) fn of(run: SeriesRun, facet: FacetOfTest<'_>) -> Option<Self> {
        let state = facet.state(&run)?;
        let sample = Sample {
            at: run.started,
            trigger: run.trigger,
            front_door: state,
            transaction: state,
            retried: !run.first_try,
            took: None,
        };
        Some(Self { planned: run.planned, run: run.run, sample })
    }

    /// What it says.
    pub(super) fn state(&self) -> State {
        self.sample.transaction
    }
}

/// The runs that say something about `span`: those before it, too, as far as they hold into it.
pub(super) async fn gather(
    point: &Point,
    memory: &Memory,
    silences: &Silences,
    corrected: &Corrected,
    span: Span,
) -> Result<Vec<Gathered>, ReadError> {
    let hold = point.hold(span);
    let begun = Span { from: earlier(span.from, hold), until: span.until };
    let due = Span { from: earlier(begun.from, LATEST), until: span.until };
    let mut gathered = Vec::new();
    for series in memory.series().await?.into_iter().filter(|series| point.looks_at(series)) {
        let Some(facet) = point.facet.of_test(&series.test) else { continue };
        let mut seen = Vec::new();
        memory
            .runs(&series, due, |run| {
                if begun.contains(run.started) {
                    seen.extend(Seen::of(run, facet));
                }
            })
            .await?;
        let exclusions = silences.exclusions(point, &series, begun);
        let exclusions = exclusions.as_slice().iter().copied().chain(corrected.exclusions());
        let exclusions = Exclusions::new(exclusions);
        gathered.push(Gathered { series, seen: in_order(seen), exclusions });
    }
    Ok(gathered)
}

/// Of two that began at the same moment the scheduled one comes first, and only one of those.
fn in_order(mut seen: Vec<Seen>) -> Vec<Seen> {
    let key = |seen: &Seen| (seen.sample.at, seen.sample.trigger != Trigger::Schedule);
    seen.sort_by_key(key);
    seen.dedup_by(|later, first| {
        first.sample.trigger.counts()
            && later.sample.trigger.counts()
            && first.sample.at == later.sample.at
    });
    seen
}

fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}
