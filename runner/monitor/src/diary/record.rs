//! The diary of a project.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use runner_health::calendar::Span;
use runner_health::series::{Aspect, History, Sample, StateTimes, worst};
use runner_model::{Series, SeriesRun, Trigger};
use runner_store::{ReadError, Store};
use suites::MonitorRef;

use super::day::{Day, until};
use super::hour;
use super::maintained::Maintained;
use crate::housekeeping::Holding;
use crate::watch::Watch;

const HOUR: Duration = Duration::from_secs(3_600);

/// So much later than it was due a run may begin, and still be found.
const LATEST: SignedDuration = SignedDuration::from_hours(1);

/// How things did, day by day, as people spoke of it until a time.
pub struct Diary {
    store: Store,
    holding: Holding,
    now: Timestamp,
}

/// A maintenance that is announced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Announced {
    /// From when.
    pub from: Timestamp,
    /// Until when; one that was begun by hand may go on until somebody ends it.
    pub until: Option<Timestamp>,
    /// What the project calls it; nothing when it was begun by hand.
    pub name: Option<String>,
}

impl Announced {
    /// Of several the one that ends last; `None` without any.
    pub fn longest(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().max_by_key(|announced| announced.until.unwrap_or(Timestamp::MAX))
    }
}

/// A series, and what is summed up of it.
struct Line {
    series: Arc<Series>,
    hours: BTreeMap<Timestamp, StateTimes>,
    /// Up to here it is summed up.
    rolled: Timestamp,
    /// When it is known to have begun.
    first: Timestamp,
    /// The project still has it: it should go on.
    is_current: bool,
}

impl Diary {
    /// Of a project.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(watch: &Watch, store: &Store, now: Timestamp) -> Result<Self, ReadError> {
        let holding = Holding::of(watch, store, now).await?;
        Ok(Self { store: store.clone(), holding, now })
    }

    /// What is under maintenance at present.
    pub fn maintained(&self) -> Maintained<'_> {
        Maintained { holding: &self.holding, in_force: self.holding.in_force(self.now) }
    }

    /// The series of these monitors and tests that are remembered.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn series(&self, of: &[MonitorRef]) -> Result<Vec<Arc<Series>>, ReadError> {
        let mut series = self.store.runs().series().await?;
        series.retain(|series| is_of(series, of));
        Ok(series)
    }

    /// How these monitors and tests did together on the last `count` days, the one that goes on
    /// included, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn days(&self, of: &[MonitorRef], count: u32) -> Result<Vec<Day>, ReadError> {
        let days = until(self.now, count);
        let mut lines = Vec::new();
        if let Some(first) = days.first() {
            for series in self.series(of).await? {
                lines.push(self.line(series, first.from).await?);
            }
        }
        let mut written = Vec::new();
        for span in days {
            written.push(Day { span, times: self.day(&lines, span).await? });
        }
        Ok(written)
    }

    async fn line(&self, series: Arc<Series>, from: Timestamp) -> Result<Line, ReadError> {
        let rollups = self.store.rollups();
        let rolled = rollups.until(&series).await?.unwrap_or(from).max(from);
        let hours = rollups.between(&series, from, rolled).await?;
        let hours = hours.into_iter().map(|hour| (hour.starts, hour.rollup.transaction.times));
        let hours: BTreeMap<_, _> = hours.collect();
        let first = match hours.first_key_value() {
            Some((first, _)) => Some(*first),
            None => self.first_run(&series, rolled).await?,
        };
        let is_current = self.holding.is_current(&series);
        Ok(Line { series, hours, rolled, first: first.unwrap_or(Timestamp::MAX), is_current })
    }

    async fn first_run(
        &self,
        series: &Series,
        from: Timestamp,
    ) -> Result<Option<Timestamp>, ReadError> {
        let runs = self.store.runs();
        let mut runs = runs.between(series, from, self.now);
        Ok(runs.try_next().await?.map(|run| run.started))
    }

    async fn day(&self, lines: &[Line], day: Span) -> Result<StateTimes, ReadError> {
        let mut times = StateTimes::default();
        // What the sums do not say, as few stretches as possible.
        let mut open: Option<Span> = None;
        for span in hours(day) {
            let known = if span.length() == HOUR { known(lines, span.from) } else { None };
            match known {
                Some(known) => {
                    times += &known;
                    if let Some(open) = open.take() {
                        times += &self.exactly(lines, open).await?;
                    }
                }
                None => open = Some(Span { from: open.map_or(span.from, |o| o.from), ..span }),
            }
        }
        if let Some(open) = open {
            times += &self.exactly(lines, open).await?;
        }
        Ok(times)
    }

    /// What the runs say.
    async fn exactly(&self, lines: &[Line], span: Span) -> Result<StateTimes, ReadError> {
        let mut histories = Vec::new();
        for line in lines.iter().filter(|line| line.first < span.until) {
            let rules = self.holding.rules(&line.series, span);
            let begun = Span::ending(span.from, rules.hold).from;
            let due = begun.checked_sub(LATEST).unwrap_or(Timestamp::MIN);
            let found = self.store.runs().between(&line.series, due, span.until);
            let mut runs: Vec<SeriesRun> = found.try_collect().await?;
            runs.retain(|run| begun <= run.started && run.started < span.until);
            // Of two that began at the same moment the scheduled one counts.
            runs.sort_by_key(|run| (run.started, run.trigger != Trigger::Schedule));
            runs.dedup_by_key(|run| run.started);
            if runs.is_empty() && !line.is_current {
                continue;
            }
            let samples: Vec<Sample> = runs.iter().filter_map(Sample::of).collect();
            let history =
                History::of(&samples, Aspect::Transaction, span, rules.hold, &rules.exclusions);
            histories.push(history.expect("they are sorted, and no two began at the same moment"));
        }
        Ok(worst(&histories.iter().collect::<Vec<_>>(), span).times())
    }

    /// The maintenance of these monitors and tests that is in force at any time of the next
    /// `ahead`, soonest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn announced(
        &self,
        of: &[MonitorRef],
        ahead: SignedDuration,
    ) -> Result<Vec<Announced>, ReadError> {
        let until = self.now.checked_add(ahead).unwrap_or(Timestamp::MAX);
        let span = Span { from: self.now, until };
        let mut all = Vec::new();
        for series in self.series(of).await? {
            all.extend(self.holding.announced(&series, span));
        }
        all.sort();
        all.dedup();
        Ok(all)
    }
}

/// Whether a series is of one of these monitors and tests.
fn is_of(series: &Series, of: &[MonitorRef]) -> bool {
    of.iter().any(|of| {
        series.monitor == of.monitor
            && of.test.as_ref().is_none_or(|test| *test == series.test.test)
    })
}

/// What the sums say of the hour that begins at `from`. What was not there yet, or is no longer, says
/// nothing.
fn known(lines: &[Line], from: Timestamp) -> Option<StateTimes> {
    let silent = StateTimes { unknown: HOUR, ..StateTimes::default() };
    let mut all = Vec::with_capacity(lines.len());
    for line in lines.iter().filter(|line| line.first <= from) {
        if line.rolled <= from {
            return None;
        }
        match line.hours.get(&from) {
            Some(times) => all.push(*times),
            None if line.is_current => all.push(silent),
            None => {}
        }
    }
    // One that begins within the hour has not been looked at.
    let begins = lines.iter().any(|line| line.first > from && line.first < later(from));
    match all.is_empty() {
        true if begins => None,
        true => Some(silent),
        false => hour::worst(&all, HOUR),
    }
}

fn later(from: Timestamp) -> Timestamp {
    from.checked_add(HOUR).unwrap_or(Timestamp::MAX)
}

/// The hours of a day; the last may be cut off.
fn hours(day: Span) -> impl Iterator<Item = Span> {
    let begins = std::iter::successors(Some(day.from), |from| Some(later(*from)));
    let begins = begins.take_while(move |from| *from < day.until);
    begins.map(move |from| Span { from, until: later(from).min(day.until) })
}
