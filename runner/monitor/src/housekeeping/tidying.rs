//! Hours are summed up, and what is old is forgotten.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_store::{Policy, Store, Tidied, TidyError};
use suites::{Keep, Retention};

use super::holding::Holding;
use crate::watch::Watch;

/// Sums hours up, and forgets what is older than the project says.
pub(super) async fn tidy(
    store: &Store,
    watch: &Watch,
    now: Timestamp,
) -> Result<Tidied, TidyError> {
    let holding = Holding::of(watch, store, now).await?;
    let policy = policy(&watch.project.retention, now);
    store.housekeeping(now, &policy, &|series, span| holding.rules(series, span)).await
}

fn policy(retention: &Retention, now: Timestamp) -> Policy {
    Policy {
        runs: age(retention.runs, now),
        failures: age(retention.failures, now),
        summaries: age(retention.summaries, now),
    }
}

/// How old something may become. Months are counted back from `now`, by the calendar of UTC.
fn age(keep: Keep, now: Timestamp) -> Duration {
    match keep {
        Keep::For(duration) => duration,
        Keep::Months(months) => {
            let now = now.to_zoned(TimeZone::UTC);
            let span = jiff::Span::new().try_months(i64::from(months));
            let earlier = span.and_then(|span| now.checked_sub(span)).ok();
            let age = earlier.and_then(|then| Duration::try_from(now.duration_since(&then)).ok());
            age.unwrap_or_else(|| keep.at_least())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(months: u32, now: &str) -> u64 {
        age(Keep::Months(months), now.parse().unwrap()).as_secs() / 86_400
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        assert_eq!(days(1, "2026-03-31T12:00:00Z"), 31);
        assert_eq!(days(1, "2026-03-15T12:00:00Z"), 28);
        assert_eq!(days(25, "2026-11-20T12:00:00Z"), 761);
        assert_eq!(age(Keep::For(Duration::from_secs(7)), Timestamp::UNIX_EPOCH).as_secs(), 7);
    }

    #[test]
    fn more_months_than_there_ever_were_are_kept_for_ever() {
        assert!(days(u32::MAX, "2026-11-20T12:00:00Z") > 365 * 10_000);
    }
}
