//! A stretch of time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A stretch of time: its first moment belongs to it, its end does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first moment.
    pub from: Timestamp,
    /// The moment after the last.
    pub until: Timestamp,
}

impl Span {
    /// Whether `at` lies in it.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    /// What of it lies in `other`; `None` when nothing does.
    pub fn within(&self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), until: self.until.min(other.until) };
        (both.from < both.until).then_some(both)
    }

    /// The same time without overlaps: in order, and what touches is one.
    pub fn joined(mut spans: Vec<Self>) -> Vec<Self> {
        spans.sort_unstable();
        let mut joined: Vec<Self> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                Some(_) | None => joined.push(span),
            }
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, until: i64) -> Span {
        let at = |second| Timestamp::from_second(second).unwrap();
        Span { from: at(from), until: at(until) }
    }

    #[test]
    fn what_touches_or_overlaps_is_one() {
        let joined = Span::joined(vec![span(5, 9), span(1, 3), span(3, 4), span(6, 7)]);
        assert_eq!(joined, [span(1, 4), span(5, 9)]);
    }

    #[test]
    fn the_end_belongs_to_what_follows() {
        assert!(span(1, 3).contains(span(1, 3).from));
        assert!(!span(1, 3).contains(span(1, 3).until));
        assert_eq!(span(1, 3).within(span(3, 5)), None);
        assert_eq!(span(1, 4).within(span(3, 5)), Some(span(3, 4)));
    }
}
