//! The state of a series at every moment of a period.

use std::time::Duration;

use jiff::Timestamp;

use super::sample::counting;
use super::{Aspect, Exclusions, HistoryError, Sample, State, StateTimes};
use crate::calendar::Span;
use crate::elapsed::later;

/// The state of a series at every moment of a period, without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    span: Span,
    slices: Vec<Slice>,
}

/// A stretch of time in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// When.
    pub span: Span,
    /// In which state.
    pub state: State,
}

impl History {
    /// What scheduled runs say about `period`.
    ///
    /// A result holds from its time to the next result, for at most `hold`; after that, and before
    /// the first, the state is unknown (SLO.md, section 2). Runs from before the period count as
    /// far as they hold into it. What is excluded is so whatever the runs say.
    ///
    /// # Errors
    /// [`HistoryError`] when runs do not stand in order.
    pub fn of(
        samples: &[Sample],
        aspect: Aspect,
        span: Span,
        hold: Duration,
        exclusions: &Exclusions,
    ) -> Result<Self, HistoryError> {
        let mut drawing = Drawing::of(span);
        let mut last: Option<&Sample> = None;
        for sample in counting(samples) {
            let sample = sample?;
            if let Some(before) = last.replace(sample) {
                let until = sample.at.min(later(before.at, hold));
                drawing.draw(before.at, until, before.state(aspect));
            }
        }
        if let Some(before) = last {
            drawing.draw(before.at, later(before.at, hold), before.state(aspect));
        }
        let drawn = drawing.finished();
        Ok(if exclusions.as_slice().is_empty() { drawn } else { drawn.without(exclusions) })
    }

    /// As drawn before, but excluded where it is excluded.
    fn without(&self, exclusions: &Exclusions) -> Self {
        let mut drawing = Drawing::of(self.span);
        let mut excluded = exclusions.as_slice();
        for Slice { span, state } in &self.slices {
            while let [next, rest @ ..] = excluded
                && next.span.from < span.until
            {
                drawing.draw(span.from, next.span.from, *state);
                drawing.draw(next.span.from, next.span.until, State::Excluded(next.by));
                excluded = rest;
            }
            drawing.draw(span.from, span.until, *state);
        }
        drawing.finished()
    }

    /// The whole of it.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Its slices: in order, without gaps, each in another state than the one before.
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// The state at a moment; unknown outside of the period.
    pub fn state_at(&self, at: Timestamp) -> State {
        let index = self.slices.partition_point(|slice| slice.span.until <= at);
        let found = self.slices.get(index).filter(|slice| slice.span.contains(at));
        found.map_or(State::Unknown, |slice| slice.state)
    }

    /// How long it was in each state.
    pub fn times(&self) -> StateTimes {
        self.times_within(self.span)
    }

    /// How long it was in each state within `part`; nothing is known outside of its own period.
    pub fn times_within(&self, part: Span) -> StateTimes {
        let mut times = StateTimes::default();
        let mut known = Duration::ZERO;
        let first = self.slices.partition_point(|slice| slice.span.until <= part.from);
        for slice in &self.slices[first..] {
            let Some(common) = slice.span.within(part) else { break };
            times.add(slice.state, common.length());
            known += common.length();
        }
        times.add(State::Unknown, part.length().saturating_sub(known));
        times
    }
}

/// A history while it is drawn from left to right. What is skipped is unknown.
pub(super) struct Drawing {
    span: Span,
    slices: Vec<Slice>,
    /// Up to where it is drawn.
    drawn: Timestamp,
}

impl Drawing {
    pub(super) fn of(span: Span) -> Self {
        Self { span, slices: Vec::new(), drawn: span.from }
    }

    /// Draws a state; outside of the period, and to the left of what is drawn, nothing happens.
    pub(super) fn draw(&mut self, from: Timestamp, until: Timestamp, state: State) {
        let (from, until) = (from.max(self.drawn), until.min(self.span.until));
        if from < until {
            self.append(from, State::Unknown);
            self.append(until, state);
        }
    }

    fn append(&mut self, until: Timestamp, state: State) {
        if until <= self.drawn {
            return;
        }
        let from = match self.slices.last() {
            Some(last) if last.state == state => last.span.from,
            Some(_) | None => self.drawn,
        };
        if from < self.drawn {
            self.slices.pop();
        }
        self.slices.push(Slice { span: Span { from, until }, state });
        self.drawn = until;
    }

    pub(super) fn finished(mut self) -> History {
        self.append(self.span.until, State::Unknown);
        History { span: self.span, slices: self.slices }
    }
}

#[cfg(test)]
mod tests;
