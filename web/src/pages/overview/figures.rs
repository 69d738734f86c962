//! How a series did over a stretch of time.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use runner_health::rollup::LatencySketch;
use runner_model::{Outcome, Series};
use runner_store::{ReadError, Store};

/// How a series did: of its scheduled runs, those that count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// Passed, with or without warnings.
    pub(crate) passed: u64,
    /// Passed or failed: of the others nothing is known.
    pub(crate) known: u64,
    /// How long those took that passed.
    pub(crate) latency: LatencySketch,
}

impl Figures {
    /// Of the runs from `from` until before `until`: hours that are summed up, and the runs since.
    pub(crate) async fn read(
        store: &Store,
        series: &Series,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Self, ReadError> {
        let mut figures = [Self::default()];
        Self::add_parts(store, series, (from, until), &mut figures).await?;
        let [figures] = figures;
        Ok(figures)
    }

    /// The same, added to as many parts of equal length as there are.
    pub(crate) async fn add_parts(
        store: &Store,
        series: &Series,
        (from, until): (Timestamp, Timestamp),
        parts: &mut [Self],
    ) -> Result<(), ReadError> {
        let step = until.duration_since(from).as_secs_f64() / parts.len().max(1) as f64;
        let last = parts.len().saturating_sub(1);
        // Where a moment falls; what begins before or after is of the first or the last.
        let part = |at: Timestamp| {
            let passed = at.duration_since(from).as_secs_f64();
            ((passed / step.max(1.0)).max(0.0) as usize).min(last)
        };
        let summed = store.rollups().until(series).await?.map(|summed| summed.min(until));
        let summed = summed.filter(|summed| *summed > from);
        if let Some(summed) = summed {
            for hour in store.rollups().between(series, from, summed).await? {
                let runs = &hour.rollup.transaction.runs;
                if let Some(figures) = parts.get_mut(part(hour.starts)) {
                    figures.passed += runs.succeeded();
                    figures.known += runs.valid();
                    figures.latency.merge(&hour.rollup.latency);
                }
            }
        }
        let mut runs = store.runs().between(series, summed.unwrap_or(from), until);
        while let Some(run) = runs.try_next().await? {
            if let Some(figures) = parts.get_mut(part(run.started)).filter(|_| run.trigger.counts())
            {
                figures.add(run.outcome, run.took);
            }
        }
        Ok(())
    }

    fn add(&mut self, outcome: Outcome, took: Duration) {
        match outcome {
            Outcome::Passed | Outcome::Degraded => {
                self.passed += 1;
                self.known += 1;
                self.latency.add(took);
            }
            Outcome::Failed => self.known += 1,
            Outcome::Errored | Outcome::Skipped => {}
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.passed += other.passed;
        self.known += other.known;
        self.latency.merge(&other.latency);
    }

    /// `99.91 %`; never 100 when one failed, never 0 when one passed.
    pub(crate) fn share(&self) -> Option<String> {
        if self.known == 0 {
            return None;
        }
        if self.passed == self.known {
            return Some("100".to_owned());
        }
        // Rounded down: what is shown was reached.
        let thousandths = self.passed.saturating_mul(100_000) / self.known;
        let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        let digits = if thousandths >= 99_000 { 3 } else { 1 };
        Some(text[..text.len() - (3 - digits)].to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_was_reached() {
        let share =
            |passed, known| Figures { passed, known, latency: LatencySketch::default() }.share();
        assert_eq!(share(0, 0), None);
        assert_eq!(share(99_999, 100_000).as_deref(), Some("99.999"));
        assert_eq!(share(9_999_999, 10_000_000).as_deref(), Some("99.999"));
        assert_eq!(share(2, 3).as_deref(), Some("66.6"));
        assert_eq!(share(0, 3).as_deref(), Some("0.0"));
        assert_eq!(share(3, 3).as_deref(), Some("100"));
    }
}
