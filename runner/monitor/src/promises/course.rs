//! How a point did over a stretch of time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::series::{
    Aspect, ExcludedBy, Exclusion, Exclusions, History, HistoryError, RunCounts, Sample, Standing,
    State, worst,
};
use runner_model::{RunId, Series, TestRef};

use super::gathered::{Gathered, Seen};
use crate::schedule::Slots;

/// A [`Seen`] says the same about both.
pub(super) const ASPECT: Aspect = Aspect::Transaction;

/// How a point did over a stretch of time: each of its series, and all of them together.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub(super) span: Span,
    pub(super) hold: Duration,
    pub(super) lines: Vec<Line>,
    /// The worst of its series at every moment.
    pub(super) history: History,
}

/// How one series did.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) series: Series,
    pub(super) seen: Vec<Seen>,
    pub(super) samples: Vec<Sample>,
    pub(super) exclusions: Exclusions,
    pub(super) history: History,
    /// From its first run on, and until its last when it is run no longer.
    present: Span,
}

impl Course {
    /// Of runs that were gathered for `span`. `tests` are those that are run as the project stands.
    ///
    /// A test that came later was not there before, and one that is run no longer is not there
    /// after its last run: others speak for the monitor then.
    pub(super) fn of(
        gathered: Vec<Gathered>,
        tests: &BTreeSet<TestRef>,
        span: Span,
        hold: Duration,
    ) -> Result<Self, HistoryError> {
        let counting = |series: &Gathered| {
            let mut at = series.seen.iter().filter(|seen| seen.sample.trigger.counts());
            let first = at.next()?.sample.at;
            Some((first, at.next_back().map_or(first, |last| last.sample.at)))
        };
        let ends: Vec<_> = gathered.iter().map(counting).collect();
        let first = ends.iter().flatten().map(|(first, _)| *first).min();
        let goes_on = gathered.iter().any(|series| tests.contains(&series.series.test));
        let present = gathered.iter().zip(&ends).map(|(series, ends)| {
            let Some((begun, last)) = ends else {
                return Span { from: span.from, until: span.from };
            };
            let from = if Some(*begun) == first { span.from } else { *begun };
            let is_over = goes_on && !tests.contains(&series.series.test);
            let until = if is_over { later(*last, hold).min(span.until) } else { span.until };
            Span { from, until: until.max(from) }
        });
        let present: Vec<Span> = present.collect();
        let somebody = Span::joined(present.iter().copied().filter(is_some_time).collect());
        let lines: Vec<Line> = gathered
            .into_iter()
            .zip(present)
            .map(|(gathered, present)| Line::of(gathered, present, &somebody, span, hold))
            .collect::<Result<_, _>>()?;
        let histories: Vec<&History> = lines.iter().map(|line| &line.history).collect();
        let history = worst(&histories, span);
        Ok(Self { span, hold, lines, history })
    }

    /// When the first run began that counts, as far as is known.
    pub(super) fn first(&self) -> Option<Timestamp> {
        let samples = self.lines.iter().flat_map(|line| &line.samples);
        samples.filter(|sample| sample.trigger.counts()).map(|sample| sample.at).min()
    }

    /// The scheduled runs of the whole point, one for each of its turns: as good as the worst of
    /// its tests. They stand in order.
    pub(super) fn turns(&self) -> Vec<Sample> {
        let mut turns: BTreeMap<&RunId, Sample> = BTreeMap::new();
        for line in &self.lines {
            for Seen { run, sample, .. } in &line.seen {
                if !sample.trigger.counts() {
                    continue;
                }
                let state =
                    line.exclusions.at(sample.at).map_or(sample.transaction, State::Excluded);
                let sample = Sample { front_door: state, transaction: state, ..*sample };
                turns
                    .entry(run)
                    .and_modify(|turn| *turn = together(turn, &sample))
                    .or_insert(sample);
            }
        }
        let mut turns: Vec<Sample> = turns.into_values().collect();
        turns.sort_by_key(|turn| turn.at);
        turns.dedup_by(|later, first| {
            let same = later.at == first.at;
            if same {
                *first = together(first, later);
            }
            same
        });
        turns
    }

    /// The moment as of which these runs are counted: their last while its result holds, for no
    /// later one is missing then; else the end.
    pub(super) fn as_of(&self, samples: &[Sample]) -> Timestamp {
        let end = self.span.until;
        let mut last = samples.iter().rev().filter(|sample| sample.trigger.counts());
        let last = last.find(|sample| sample.at <= end).map(|sample| sample.at);
        last.filter(|at| later(*at, self.hold) > end).unwrap_or(end)
    }

    /// What does not count of the whole point.
    pub(super) fn exclusions(&self) -> Exclusions {
        let excluded = self.history.slices().iter().filter_map(|slice| match slice.state {
            State::Excluded(by) => Some(Exclusion { span: slice.span, by }),
            State::Up | State::Degraded | State::Down | State::Unknown => None,
        });
        Exclusions::new(excluded)
    }

    /// How many scheduled runs of all series ended how; those that should have been there and were
    /// not are unknown.
    pub(super) fn runs(&self, slots: &Slots) -> Result<RunCounts, HistoryError> {
        let mut all = RunCounts::default();
        for line in &self.lines {
            let mut counts = RunCounts::of(&line.samples, ASPECT, self.span, &line.exclusions)?;
            counts.unknown += line.missing(slots, self.hold);
            all += &counts;
        }
        Ok(all)
    }
}

impl Line {
    fn of(
        gathered: Gathered,
        present: Span,
        somebody: &[Span],
        span: Span,
        hold: Duration,
    ) -> Result<Self, HistoryError> {
        let Gathered { series, seen, exclusions } = gathered;
        let samples: Vec<Sample> = seen.iter().map(|seen| seen.sample).collect();
        let absent = somebody.iter().flat_map(|other| without(*other, present));
        let absent = absent.map(|span| Exclusion { span, by: ExcludedBy::Hours });
        let exclusions = Exclusions::new(exclusions.as_slice().iter().copied().chain(absent));
        let history = History::of(&samples, ASPECT, span, hold, &exclusions)?;
        Ok(Self { series, seen, samples, exclusions, history, present })
    }

    /// Where a run of it stands.
    pub(super) fn standing(&self, seen: &Seen) -> Standing {
        Standing::of(&seen.sample, ASPECT, &self.exclusions)
    }

    /// How many runs should have been there and were not. The last ones may still come.
    pub(super) fn missing(&self, slots: &Slots, hold: Duration) -> u64 {
        let until = self.present.until.checked_sub(hold).unwrap_or(Timestamp::MIN);
        let first = self.seen.iter().filter(|seen| seen.sample.trigger.counts());
        let Some(first) = first.map(|seen| seen.planned).min() else { return 0 };
        let watched = Span { from: self.present.from.max(first), until };
        let parts = open(watched, &self.exclusions);
        let due: u64 = parts.iter().map(|part| slots.count(*part)).sum();
        let there = self.seen.iter().filter(|seen| {
            let counts = seen.sample.trigger.counts() && watched.contains(seen.planned);
            counts && parts.iter().any(|part| part.contains(seen.planned))
        });
        due.saturating_sub(there.count() as u64)
    }
}

/// What of `span` counts.
pub(super) fn open(span: Span, exclusions: &Exclusions) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut from = span.from;
    for exclusion in exclusions.as_slice() {
        if let Some(closed) = exclusion.span.within(span) {
            parts.push(Span { from, until: closed.from });
            from = closed.until;
        }
    }
    parts.push(Span { from, until: span.until });
    parts.retain(is_some_time);
    parts
}

/// What of `span` lies outside of `other`.
fn without(span: Span, other: Span) -> impl Iterator<Item = Span> {
    let before = Span { from: span.from, until: other.from.min(span.until) };
    let after = Span { from: other.until.max(span.from), until: span.until };
    let apart = other.within(span).is_none();
    let parts =
        if apart { [span, Span { from: span.until, until: span.until }] } else { [before, after] };
    parts.into_iter().filter(is_some_time)
}

fn is_some_time(span: &Span) -> bool {
    span.from < span.until
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Two tests of one turn: as good as the worse.
fn together(one: &Sample, other: &Sample) -> Sample {
    let severity = |state: State| match state {
        State::Excluded(_) => 0,
        State::Up => 1,
        State::Degraded => 2,
        State::Unknown => 3,
        State::Down => 4,
    };
    let (a, b) = (one.transaction, other.transaction);
    let state = if severity(a) >= severity(b) { a } else { b };
    Sample {
        at: one.at.min(other.at),
        front_door: state,
        transaction: state,
        retried: one.retried || other.retried,
        ..*one
    }
}
