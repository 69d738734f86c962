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
    /// One point at each of these moments, in order, as far as they lie in `window` and in what is
    /// known: local midnights, say, or each hour. `budget` is that of the whole window.
    pub fn of(
        budget: &ErrorBudget<Duration>,
        history: &History,
        window: Span,
        moments: impl IntoIterator<Item = Timestamp>,
    ) -> Self {
        let end = window.until.min(history.span().until);
        let (mut from, mut down) = (window.from, Duration::ZERO);
        let told = moments.into_iter().skip_while(|&at| at < window.from);
        let point = |at: Timestamp| {
            let part = Span { from, until: at.max(from) };
            down = down.saturating_add(history.times_within(part).down);
            from = part.until;
            BurnDownPoint { at: from, remaining: budget.after(down).remaining_share }
        };
        Self(told.take_while(|&at| at <= end).map(point).collect())
    }

    /// In order of time.
    pub fn points(&self) -> &[BurnDownPoint] {
        &self.0
    }
}
