//! How a budget goes down over its window.

use std::time::Duration;

use jiff::Timestamp;

use super::ErrorBudget;
use crate::calendar::Span;
use crate::exact::Fraction;
use crate::series::History;

/// How a budget goes down, from the beginning of its window to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurnDown(Vec<BurnDownPoint>);

/// How a budget stood at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurnDownPoint {
    /// When.
    pub at: Timestamp,
    /// The share that was left; negative when it was overspent. `None` without a budget.
    pub remaining: Option<Fraction>,
}

impl BurnDown {
    /// One point at the beginning of `window`, one after each `step`, and one at its end or at the
    /// end of what is known, whichever comes first. A step of zero has no steps in between.
    ///
    /// `budget` is that of the whole window.
    pub fn of(
        budget: &ErrorBudget<Duration>,
        history: &History,
        window: Span,
        step: Duration,
    ) -> Self {
        let end = window.until.min(history.span().until).max(window.from);
        let (mut from, mut down) = (window.from, Duration::ZERO);
        let mut points = vec![point(budget, from, down)];
        while from < end {
            let next = Span::starting(from, step);
            let until = if step.is_zero() { end } else { next.until.min(end) };
            down = down.saturating_add(history.times_within(Span { from, until }).down);
            points.push(point(budget, until, down));
            from = until;
        }
        Self(points)
    }

    /// In order of time.
    pub fn points(&self) -> &[BurnDownPoint] {
        &self.0
    }
}

fn point(budget: &ErrorBudget<Duration>, at: Timestamp, down: Duration) -> BurnDownPoint {
    BurnDownPoint { at, remaining: budget.after(down).remaining_share }
}
