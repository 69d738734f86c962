//! Matchers of points in time: `before`, `after`, `within`.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::broken::Broken;
use super::claim::{Claim, Limit, Site};
use super::found::Found;
use super::moment;

impl Site<'_> {
    /// Judges a claim about a point in time.
    pub(super) fn time(&self, claim: &Claim<'_>, found: &Found<'_>) -> Option<Broken> {
        let value = found.as_value()?;
        let Some(at) = moment::of(&value) else {
            let broken = self.of_other_type(claim, found);
            return Some(broken.hint(match &*value {
                Value::String(text) if moment::of(&Value::String(format!("{text}Z"))).is_some() => {
                    "it has no time zone: `Z` or `+02:00`"
                }
                _ => "a time is written as in 2026-07-31T12:30:00Z or 2026-07-31",
            }));
        };
        let holds = match claim {
            Claim::Before(limit) => at < self.moment(*limit),
            Claim::After(limit) => at > self.moment(*limit),
            Claim::Within(distance) => SignedDuration::try_from(
                at.duration_since(self.now).unsigned_abs(),
            )
            .is_ok_and(|away| SignedDuration::try_from(*distance).is_ok_and(|most| away <= most)),
            _ => return None,
        };
        if holds {
            return None;
        }
        let broken = self.unlike(claim, found);
        Some(broken.hint(format!("that is {}", moment::distance(at, self.now))))
    }

    fn moment(&self, limit: Limit) -> Timestamp {
        match limit {
            Limit::Now => self.now,
            Limit::At(at) => at,
        }
    }
}
