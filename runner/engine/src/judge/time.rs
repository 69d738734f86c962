//! Matchers of points in time: `before`, `after`, `within`.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::broken::Broken;
use super::claim::Site;
use super::found::Found;
use super::moment;
use super::phrase::Phrase;

/// A claim about a point in time.
#[derive(Debug)]
pub(super) enum When {
    Before(Limit),
    After(Limit),
    /// At most so far from now, past or future.
    Within(Duration),
}

/// A point in time to compare with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Limit {
    Now,
    At(Timestamp),
}

impl Site<'_> {
    pub(super) fn when_phrase(&self, when: &When) -> Phrase {
        let shown = |limit: &Limit| match limit {
            Limit::Now => format!("now ({})", moment::shown(self.now)),
            Limit::At(at) => moment::shown(*at),
        };
        Phrase::noun(match when {
            When::Before(limit) => format!("a time before {}", shown(limit)),
            When::After(limit) => format!("a time after {}", shown(limit)),
            When::Within(distance) => {
                format!("a time within {} of {}", moment::length(*distance), shown(&Limit::Now))
            }
        })
    }

    pub(super) fn when(&self, when: &When, found: &Found<'_>) -> Option<Broken> {
        let value = found.as_value()?;
        let Some(at) = moment::of(&value) else {
            let broken = self.of_other_type(self.when_phrase(when), found);
            return Some(broken.hint(advice(&value)));
        };
        let limit = |limit: &Limit| match limit {
            Limit::Now => self.now,
            Limit::At(at) => *at,
        };
        let holds = match when {
            When::Before(before) => at < limit(before),
            When::After(after) => at > limit(after),
            When::Within(distance) => at.duration_since(self.now).unsigned_abs() <= *distance,
        };
        let broken = || self.unlike(self.when_phrase(when), found);
        (!holds).then(|| broken().hint(format!("that is {}", moment::distance(at, self.now))))
    }
}

fn advice(value: &Value) -> &'static str {
    let zoned = value.as_str().map(|text| Value::String(format!("{text}Z")));
    if zoned.is_some_and(|zoned| moment::of(&zoned).is_some()) {
        "it has no time zone: `Z` or `+02:00`"
    } else {
        "a time is written as in 2026-07-31T12:30:00Z or 2026-07-31"
    }
}
