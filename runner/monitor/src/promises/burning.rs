//! How fast a budget burns over the times of its alarms.

use jiff::Timestamp;
use runner_health::burn::{BurnFinding, WindowCounts};
use runner_health::calendar::Span;
use runner_health::exact::Fraction;

use super::account::window_counts;
use super::books::{Books, BooksError};
use super::promise::{Alarm, Promise};

/// An alarm, and how fast the budget burns over its times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burning {
    /// Which.
    pub alarm: Alarm,
    /// How many times faster than even the budget burns over the long time; `None` when no run says
    /// so.
    pub long: Option<Fraction>,
    /// The same over the short time.
    pub short: Option<Fraction>,
    /// What the alarm finds in that; blind when nothing is known.
    pub finding: BurnFinding,
}

/// What runs say about the times of an alarm.
pub(super) struct Seen {
    /// The place of the alarm among those of its promise.
    pub(super) place: usize,
    pub(super) long: WindowCounts,
    pub(super) short: WindowCounts,
}

impl Seen {
    /// What the alarm finds in it.
    pub(super) fn judged(&self, alarm: &Alarm, promise: &Promise) -> BurnFinding {
        alarm.rule.judge(promise.target, &self.long, &self.short, promise.guard)
    }
}

impl Books {
    /// How fast a budget burns at `now` over the times of each of its alarms, in the order of the
    /// file. Nothing is sent of it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn burning(
        &self,
        promise: &Promise,
        now: Timestamp,
    ) -> Result<Vec<Burning>, BooksError> {
        let all: Vec<usize> = (0..promise.alarms.len()).collect();
        let since = if all.is_empty() { None } else { self.first_run(promise).await? };
        let seen = match since {
            Some(since) => self.seen(promise, &all, since, now).await?,
            None => Vec::new(),
        };
        let burning = promise.alarms.iter().enumerate().map(|(place, alarm)| {
            let alarm = alarm.clone();
            let Some(seen) = seen.iter().find(|seen| seen.place == place) else {
                let finding = BurnFinding::Blind { coverage: None };
                return Burning { alarm, long: None, short: None, finding };
            };
            Burning {
                long: seen.long.burn(promise.target),
                short: seen.short.burn(promise.target),
                finding: seen.judged(&alarm, promise),
                alarm,
            }
        });
        Ok(burning.collect())
    }

    /// What runs say at `now` about the times of some alarms of a promise whose monitor runs
    /// `since`; nothing of an alarm when it is not known how often the monitor runs.
    pub(super) async fn seen(
        &self,
        promise: &Promise,
        alarms: &[usize],
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Seen>, BooksError> {
        let looked =
            || alarms.iter().filter_map(|place| Some((*place, promise.alarms.get(*place)?)));
        let longest = looked().map(|(_, alarm)| alarm.rule.long()).max().unwrap_or_default();
        // What is counted ends with the last run, at most one and a half intervals ago.
        let hold = promise.point.hold(Span::ending(now, longest));
        let span = Span::ending(now, longest.saturating_add(hold));
        let course = self.course_as(&promise.point, &self.corrected(promise), span).await?;
        let seen = looked().filter_map(|(place, alarm)| {
            let long = window_counts(promise, &course, since, alarm.rule.long())?;
            let short = window_counts(promise, &course, since, alarm.rule.short())?;
            Some(Seen { place, long, short })
        });
        Ok(seen.collect())
    }
}
