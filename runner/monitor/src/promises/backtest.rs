//! What an alert policy would have told, had it been that of an objective all along.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::alerting::conditions::{BudgetNews, BudgetOf, BudgetWatch, LookedAt};
use runner_health::burn::{RunSums, Watch as BurnWatch, WindowCounts};
use runner_health::calendar::Span;
use runner_health::series::{Sample, State};
use runner_health::sli::Outage;
use runner_model::{RunId, Severity};
use suites::Measure;

use super::books::{Books, BooksError};
use super::course::{ASPECT, Course};
use super::promise::{Alarm, Promise};
use super::trial::Trial;

/// What an alert policy would have told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backtest {
    /// The time that it was tried on.
    pub span: Span,
    /// How often the monitor ran in it.
    pub runs: usize,
    /// Whenever somebody would have been told, in the order of time. Alarms that are equally urgent
    /// are one.
    pub fired: Vec<Firing>,
    /// When too little was known to tell.
    pub blind: Vec<Span>,
    /// Every outage that the runs show by the monitor's own `down_after` and `up_after`, in order.
    pub outages: Vec<OutageTold>,
}

/// Somebody would have been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Firing {
    /// How urgent it would have been.
    pub severity: Severity,
    /// When.
    pub at: Timestamp,
    /// When it would have been over; `None` when it was not before the end.
    pub over: Option<Timestamp>,
    /// There was an outage at that time.
    pub is_right: bool,
}

/// An outage, and when somebody would have been told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutageTold {
    /// When it was.
    pub outage: Outage,
    /// How long after its first failure, by how urgent it would have been; nothing when an alarm
    /// fired already. Empty when nobody would have heard of it.
    pub told: BTreeMap<Severity, Duration>,
}

impl Backtest {
    /// How often somebody would have been told so urgently.
    pub fn count(&self, severity: Severity) -> usize {
        self.fired.iter().filter(|firing| firing.severity == severity).count()
    }

    /// How many outages nobody would have heard of.
    pub fn missed(&self) -> usize {
        self.outages.iter().filter(|outage| outage.told.is_empty()).count()
    }

    /// The shortest outage that is over and somebody would have heard of.
    pub fn shortest_seen(&self) -> Option<Duration> {
        let seen = self.outages.iter().filter(|outage| !outage.told.is_empty());
        seen.filter_map(|outage| length(&outage.outage)).min()
    }
}

impl Books {
    /// Tries a policy on what is remembered of a promise, as the service would have: at each run in
    /// `span`, and where runs are missing.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn backtest(
        &self,
        promise: &Promise,
        trial: &Trial,
        span: Span,
    ) -> Result<Backtest, BooksError> {
        let longest = trial.alarms.iter().map(|alarm| alarm.rule.long()).max().unwrap_or_default();
        let all = Span { from: Span::ending(span.from, longest).from, until: span.until };
        let course = self.course_as(&promise.point, &self.corrected(promise), all).await?;
        let since = self.first_run(promise).await?.unwrap_or(span.until);
        let sums = sums(promise, &course, since);
        let mut told = Told::default();
        let moments: Vec<Timestamp> =
            moments(promise, &course).into_iter().filter(|at| span.contains(*at)).collect();
        for now in with_silence(&moments, promise, &course, longest) {
            // Nobody is woken then.
            let silent = match course.history.state_at(now) {
                State::Excluded(_) => true,
                State::Up | State::Degraded | State::Down | State::Unknown => false,
            };
            if !silent {
                told.look(promise, trial, &sums, now);
            }
        }
        let policy = self.silences.policy(&promise.point);
        let shown = Outage::shown_by(&course.turns(), ASPECT, &policy);
        let outages = shown.into_iter().filter(|outage| {
            outage.from < span.until && outage.until.is_none_or(|until| until > span.from)
        });
        Ok(told.end(span, moments.len(), outages.collect()))
    }
}

/// What would have been told so far.
#[derive(Default)]
struct Told {
    watch: BudgetWatch,
    fired: Vec<Firing>,
    blind: Vec<Span>,
    blind_since: Option<Timestamp>,
}

impl Told {
    fn look(&mut self, promise: &Promise, trial: &Trial, sums: &[RunSums], now: Timestamp) {
        let looked: Vec<LookedAt> = trial
            .alarms
            .iter()
            .map(|Alarm { rule, .. }| {
                let counts = |length| counts(sums, length, now);
                let (long, short) = (counts(rule.long()), counts(rule.short()));
                let finding = rule.judge(promise.target, &long, &short, trial.guard);
                LookedAt { rule: rule.clone(), line: rule.severity().as_str().to_owned(), finding }
            })
            .collect();
        let of = BudgetOf {
            objective: promise.name.clone(),
            monitor: promise.of.monitor.clone(),
            target: promise.target,
            window: promise.window.nominal(),
            least: trial.guard.min_coverage,
        };
        let (watch, news) = std::mem::take(&mut self.watch).observe(&of, &looked, now);
        self.watch = watch;
        news.iter().for_each(|news| self.hear(news, now));
    }

    fn hear(&mut self, news: &BudgetNews, now: Timestamp) {
        match (&news.line, news.is_over) {
            (None, false) => self.blind_since = Some(now),
            (None, true) => {
                let since = self.blind_since.take();
                self.blind.extend(since.map(|from| Span { from, until: now }));
            }
            (Some(_), false) => self.fired.push(Firing {
                severity: news.severity,
                at: now,
                over: None,
                is_right: false,
            }),
            (Some(_), true) => {
                let open = self.fired.iter_mut().rev();
                let mut open = open.filter(|f| f.severity == news.severity && f.over.is_none());
                if let Some(firing) = open.next() {
                    firing.over = Some(now);
                }
            }
        }
    }

    fn end(mut self, span: Span, runs: usize, outages: Vec<Outage>) -> Backtest {
        let since = self.blind_since.take();
        self.blind.extend(since.map(|from| Span { from, until: span.until }));
        for firing in &mut self.fired {
            firing.is_right = outages.iter().any(|outage| meet(outage, firing));
        }
        let outages = outages.into_iter().map(|outage| {
            let mut told = BTreeMap::new();
            for firing in self.fired.iter().filter(|firing| meet(&outage, firing)) {
                let after = Duration::try_from(firing.at.duration_since(outage.from));
                told.entry(firing.severity).or_insert(after.unwrap_or_default());
            }
            OutageTold { outage, told }
        });
        Backtest { span, runs, outages: outages.collect(), fired: self.fired, blind: self.blind }
    }
}

/// Whether an alarm fires at any time of an outage.
fn meet(outage: &Outage, firing: &Firing) -> bool {
    outage.until.is_none_or(|until| firing.at < until)
        && firing.over.is_none_or(|over| outage.from < over)
}

fn length(outage: &Outage) -> Option<Duration> {
    Duration::try_from(outage.until?.duration_since(outage.from)).ok()
}

fn sums(promise: &Promise, course: &Course, since: Timestamp) -> Vec<RunSums> {
    let Some(interval) = promise.point.interval(course.span) else { return Vec::new() };
    let watch = BurnWatch { interval, since, aspect: ASPECT };
    match promise.measure {
        Measure::Availability => {
            vec![RunSums::of(&course.turns(), watch, course.exclusions())]
        }
        Measure::Reliability => {
            let lines = course.lines.iter();
            lines.map(|line| RunSums::of(&line.samples, watch, line.exclusions.clone())).collect()
        }
    }
}

fn counts(sums: &[RunSums], length: Duration, now: Timestamp) -> WindowCounts {
    let mut all = WindowCounts::default();
    for counts in sums.iter().map(|sums| sums.window(length, now)) {
        all.good += counts.good;
        all.bad += counts.bad;
        all.unknown += counts.unknown;
    }
    all
}

/// When something new was known: with each turn of the monitor, once all of its tests had begun.
fn moments(promise: &Promise, course: &Course) -> Vec<Timestamp> {
    match promise.measure {
        Measure::Availability => course.turns().iter().map(|turn: &Sample| turn.at).collect(),
        Measure::Reliability => {
            let mut last: BTreeMap<&RunId, Timestamp> = BTreeMap::new();
            for seen in course.lines.iter().flat_map(|line| &line.seen) {
                if seen.sample.trigger.counts() {
                    let known = last.entry(&seen.run).or_insert(seen.sample.at);
                    *known = seen.sample.at.max(*known);
                }
            }
            let mut moments: Vec<Timestamp> = last.into_values().collect();
            moments.sort_unstable();
            moments
        }
    }
}

/// These moments, and those between them at which a run is missing; for as long after the last run
/// as an alarm looks back.
fn with_silence(
    moments: &[Timestamp],
    promise: &Promise,
    course: &Course,
    longest: Duration,
) -> Vec<Timestamp> {
    let Some(interval) = promise.point.interval(course.span) else { return moments.to_vec() };
    let next = moments.iter().skip(1).copied().chain([course.span.until]);
    let with_silence = moments.iter().zip(next).flat_map(|(&run, next)| {
        let end = next.min(Span::starting(run, longest).until);
        let first = Span::starting(run, course.hold).until;
        let later = move |at: &Timestamp| Some(Span::starting(*at, interval.duration()).until);
        let missing = std::iter::successors(Some(first), later).take_while(move |at| *at < end);
        std::iter::once(run).chain(missing)
    });
    with_silence.collect()
}
