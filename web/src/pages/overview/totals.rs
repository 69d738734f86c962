//! What all suites come to together.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{MonitorName, SuiteId, human};
use runner_store::{ReadError, Store};

use super::figures::Figures;
use super::numbers::{Note, Number};
use super::rows::Row;
use super::spark::Spark;
use crate::pages::asked::Range;
use crate::pages::standings::Standings;
use crate::pages::table::Table;

/// What all suites come to, in a stretch of time and in the one before.
pub(crate) struct Totals {
    this: Figures,
    before: Figures,
    /// Parts of this stretch, in order of time.
    parts: Vec<Figures>,
    /// How long each suite took before: what 95 of 100 runs of it did not exceed.
    took: BTreeMap<(MonitorName, SuiteId), Duration>,
    from: Timestamp,
    range: Range,
}

/// A stretch of time, and what the runs in it come to.
pub(crate) struct Stretch<'t> {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) figures: &'t Figures,
}

/// So many parts are drawn.
const PARTS: usize = 12;

impl Totals {
    /// Of one environment, or all.
    pub(crate) async fn read(
        store: Store,
        standings: Arc<Standings>,
        environment: Option<String>,
        range: Range,
    ) -> Result<Self, ReadError> {
        let earlier = |at: Timestamp| at.checked_sub(range.length()).unwrap_or(Timestamp::MIN);
        let from = earlier(standings.at);
        let (mut before, mut took) = (Figures::default(), BTreeMap::new());
        let mut parts = vec![Figures::default(); PARTS];
        for line in standings.of(environment.as_deref()) {
            let mut own = Figures::default();
            for status in &line.series {
                let series = &status.series;
                own.merge(&Figures::read(&store, series, earlier(from), from).await?);
                Figures::add_parts(&store, series, (from, standings.at), &mut parts).await?;
            }
            if let Some(p95) = own.latency.percentile(95) {
                took.insert((line.monitor.clone(), line.suite.clone()), p95);
            }
            before.merge(&own);
        }
        let mut this = Figures::default();
        parts.iter().for_each(|part| this.merge(part));
        Ok(Self { this, before, parts, took, from, range })
    }

    /// Says of each suite how much longer it takes than before.
    pub(crate) fn compare(&self, rows: &mut [Row]) {
        for row in rows {
            let before = self.took.get(&row.key).copied();
            row.slower = before.zip(row.took).and_then(|(before, now)| difference(before, now));
        }
    }

    /// The stretch that is looked at.
    pub(crate) fn this(&self) -> Stretch<'_> {
        Stretch { from: self.from, until: self.after(PARTS), figures: &self.this }
    }

    /// The one before, of the same length.
    pub(crate) fn before(&self) -> Stretch<'_> {
        let from = self.from.checked_sub(self.range.length()).unwrap_or(Timestamp::MIN);
        Stretch { from, until: self.from, figures: &self.before }
    }

    /// The parts that are drawn, in order of time.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Stretch<'_>> {
        self.parts.iter().enumerate().map(|(at, figures)| Stretch {
            from: self.after(at),
            until: self.after(at + 1),
            figures,
        })
    }

    /// When so many parts have passed.
    fn after(&self, parts: usize) -> Timestamp {
        let step = self.range.length() / PARTS as u32;
        self.from.checked_add(step * parts as u32).unwrap_or(self.from)
    }

    /// What the drawings beside the numbers show.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new(["From", "Runs passed", "p95 duration"], 2);
        for Stretch { from, figures, .. } in self.parts() {
            let shown = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
            table.add([
                from.strftime("%-d %b %H:%M UTC").to_string(),
                shown(figures.share().map(|share| format!("{share} %"))),
                shown(figures.latency.percentile(95).map(human::duration)),
            ]);
        }
        table
    }

    /// How many of the runs passed.
    pub(crate) fn passed(totals: Option<&Self>, range: Range) -> Number {
        let label = format!("Runs passed, {}", range.words());
        let Some(Self { this, parts, .. }) = totals else { return Number::pending(label) };
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
        let share =
            |part: &Figures| (part.known > 0).then(|| part.passed as f64 / part.known as f64);
        let values: Vec<Option<f64>> = parts.iter().map(share).collect();
        let tone = if failed == 0 { "ok" } else { "bad" };
        let sentence = format!("The share of runs that passed, over the last {}", range.long());
        let spark = Spark::of(&values, tone, sentence);
        Number { notes, spark, ..Number::new(label, value, unit) }
    }

    /// How long runs take, compared with before.
    pub(crate) fn duration(totals: Option<&Self>) -> Number {
        let label = "p95 duration".to_owned();
        let Some(Self { this, before, parts, range, .. }) = totals else {
            return Number::pending(label);
        };
        let Some(p95) = this.latency.percentile(95) else {
            let notes = vec![Note::plain("nothing passed")];
            return Number { notes, ..Number::new(label, "–".to_owned(), String::new()) };
        };
        let text = human::duration(p95);
        let (value, unit) = text.split_once(' ').unwrap_or((&text, ""));
        let notes = match before.latency.percentile(95) {
            None => vec![Note::plain("nothing to compare with")],
            Some(before) => vec![compared(before, p95)],
        };
        let took = |part: &Figures| Some(part.latency.percentile(95)?.as_secs_f64());
        let values: Vec<Option<f64>> = parts.iter().map(took).collect();
        let tone = notes.first().map_or("mute", |note| note.tone);
        let sentence = format!("The p95 duration over the last {}", range.long());
        let spark = Spark::of(&values, tone, sentence);
        let (value, unit) = (value.to_owned(), format!(" {unit}"));
        Number { notes, spark, ..Number::new(label, value, unit) }
    }
}

/// `+38 ms on the time before`
fn compared(before: Duration, now: Duration) -> Note {
    match difference(before, now) {
        Some(Note { tone, text }) => Note { tone, text: format!("{text} on the time before") },
        None => Note::plain("as before"),
    }
}

/// `+38 ms`; nothing when it is less than chance.
fn difference(before: Duration, now: Duration) -> Option<Note> {
    let (tone, sign) = if now > before { ("warn", "+") } else { ("ok", "−") };
    let difference = now.abs_diff(before);
    (difference * 20 >= before && !difference.is_zero())
        .then(|| Note { tone, text: format!("{sign}{}", human::duration(difference)) })
}
