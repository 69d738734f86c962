//! What all suites come to together.

use std::sync::Arc;
use std::time::Duration;

use runner_model::human;
use runner_store::{ReadError, Store};

use super::figures::Figures;
use super::numbers::{Note, Number};
use crate::pages::asked::Range;
use crate::pages::standings::Standings;

/// What all suites come to, in a stretch of time and in the one before.
pub(crate) struct Totals {
    this: Figures,
    before: Figures,
}

impl Totals {
    /// Of one environment, or all.
    pub(crate) async fn read(
        store: Store,
        standings: Arc<Standings>,
        environment: Option<String>,
        range: Range,
    ) -> Result<Self, ReadError> {
        let mut totals = Self { this: Figures::default(), before: Figures::default() };
        let earlier = |at: jiff::Timestamp| at.checked_sub(range.length());
        let from = earlier(standings.at).unwrap_or(jiff::Timestamp::MIN);
        let first = earlier(from).unwrap_or(jiff::Timestamp::MIN);
        let lines = standings.of(environment.as_deref());
        for status in lines.flat_map(|line| &line.series) {
            let series = &status.series;
            totals.before.merge(&Figures::read(&store, series, first, from).await?);
            totals.this.merge(&Figures::read(&store, series, from, jiff::Timestamp::MAX).await?);
        }
        Ok(totals)
    }

    /// How many of the runs passed.
    pub(crate) fn passed(totals: Option<&Self>, range: Range) -> Number {
        let label = format!("Runs passed, {}", range.words());
        let Some(Self { this, .. }) = totals else { return pending(label) };
        let failed = this.known - this.passed;
        let notes = match failed {
            0 if this.known == 0 => vec![Note::plain("nothing ran")],
            0 => vec![Note { tone: "ok", text: "none failed".to_owned() }],
            _ => vec![Note { tone: "bad", text: format!("{failed} failed") }],
        };
        let (value, unit) = match this.share() {
            Some(share) => (share, " %".to_owned()),
            None => ("–".to_owned(), String::new()),
        };
        Number { label, value, unit, notes }
    }

    /// How long runs take, compared with before.
    pub(crate) fn duration(totals: Option<&Self>) -> Number {
        let label = "p95 duration".to_owned();
        let Some(Self { this, before }) = totals else { return pending(label) };
        let Some(p95) = this.latency.percentile(95) else {
            let notes = vec![Note::plain("nothing passed")];
            return Number { label, value: "–".to_owned(), unit: String::new(), notes };
        };
        let text = human::duration(p95);
        let (value, unit) = text.split_once(' ').unwrap_or((&text, ""));
        let notes = match before.latency.percentile(95) {
            None => vec![Note::plain("nothing to compare with")],
            Some(before) => vec![compared(before, p95)],
        };
        Number { label, value: value.to_owned(), unit: format!(" {unit}"), notes }
    }
}

/// It takes a while, and nobody waits for it.
fn pending(label: String) -> Number {
    let notes = vec![Note::plain("being counted")];
    Number { label, value: "–".to_owned(), unit: String::new(), notes }
}

/// `+38 ms on the time before`
fn compared(before: Duration, now: Duration) -> Note {
    let (tone, sign) = if now > before { ("warn", "+") } else { ("ok", "−") };
    let difference = now.abs_diff(before);
    // Less is chance.
    if difference * 20 < before {
        return Note::plain("as before");
    }
    Note { tone, text: format!("{sign}{} on the time before", human::duration(difference)) }
}
