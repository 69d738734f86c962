//! How a promise stands.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::budget::{ErrorBudget, Spent};
use runner_health::burn::{Watch as BurnWatch, WindowCounts};
use runner_health::calendar::Span;
use runner_health::exact::Fraction;
use runner_health::series::{HistoryError, RunCounts, Sample, StateTimes};
use runner_health::sli::Attainment;
use suites::{Budgeting, Measure};

use super::course::{ASPECT, Course};
use super::figure::Figure;
use super::forecast::Forecast;
use super::promise::Promise;

/// How a promise stands.
#[derive(Clone, Debug)]
pub struct Account {
    /// All of its window; that of a month may end in the future.
    pub window: Span,
    /// What of it has passed.
    pub span: Span,
    /// When the first run of it began; `None` when nothing is remembered.
    pub first: Option<Timestamp>,
    /// For how long it was in which state.
    pub times: StateTimes,
    /// How many runs ended how: for availability turns of the whole monitor, for reliability the
    /// runs of all tests, missing ones included.
    pub runs: RunCounts,
    /// The number that is promised.
    pub figure: Figure,
    /// What may be bad, and what of it is spent.
    pub budget: Budget,
    /// How fast the budget burnt in the last hour.
    pub burn_1h: Option<Fraction>,
    /// How fast the budget burnt in the last six hours.
    pub burn_6h: Option<Fraction>,
    /// When the budget will be spent.
    pub forecast: Forecast,
    /// Whether the promise is kept.
    pub verdict: Attainment,
}

/// What may be bad, and what of it is spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// What it is counted in: seconds, or runs.
    pub counted_in: Budgeting,
    /// How much counts in the whole window, in seconds or runs.
    pub counting: Fraction,
    /// How much of that may be bad.
    pub allowed: Fraction,
    /// What was.
    pub spent: Spent,
}

/// What an account is made of, beside the promise.
pub(super) struct Books<'a> {
    /// Of the window as far as it has passed.
    pub(super) course: &'a Course,
    /// Of the last six hours.
    pub(super) lately: &'a Course,
    pub(super) window: Span,
    /// What of the window that is still to come will not count.
    pub(super) excluded_ahead: Duration,
    /// How many runs there are in the whole window.
    pub(super) due: u64,
}

const HOUR: Duration = Duration::from_secs(3_600);

/// The longest time over which an account looks at the rate.
pub(super) const LATELY: Duration = Duration::from_secs(6 * 3_600);

impl Account {
    pub(super) fn of(promise: &Promise, books: &Books<'_>) -> Result<Self, HistoryError> {
        let Books { course, lately, window, .. } = books;
        let times = course.history.times();
        let runs = counted(promise, course)?;
        let (figure, verdict) = judged(promise, &times, &runs);
        let budget = Budget::of(promise, books, &times, &runs);
        let since = [course.first(), lately.first()].into_iter().flatten().min();
        let burn = |length| burn(promise, lately, since?, length);
        let (burn_1h, burn_6h) = (burn(HOUR), burn(LATELY));
        let rest = Span { from: course.span.until, until: window.until };
        let rest = if rest.length().is_zero() { window.length() } else { rest.length() };
        let forecast = Forecast::of(&budget.spent, burn_6h.as_ref(), window.length(), rest);
        Ok(Self {
            window: *window,
            span: course.span,
            first: course.first(),
            times,
            runs,
            figure,
            budget,
            burn_1h,
            burn_6h,
            forecast,
            verdict,
        })
    }
}

/// The runs of a course as the measure of a promise counts them.
pub(super) fn counted(promise: &Promise, course: &Course) -> Result<RunCounts, HistoryError> {
    match promise.measure {
        Measure::Availability => {
            let nothing = runner_health::series::Exclusions::default();
            RunCounts::of(&course.turns(), ASPECT, course.span, &nothing)
        }
        Measure::Reliability => course.runs(&promise.point.watched.slots),
    }
}

/// The number that is promised, and whether the promise is kept.
pub(super) fn judged(
    promise: &Promise,
    times: &StateTimes,
    runs: &RunCounts,
) -> (Figure, Attainment) {
    match promise.measure {
        Measure::Availability => {
            (Figure::of_times(times), Attainment::of_availability(promise.target, times, runs))
        }
        Measure::Reliability => {
            (Figure::of_runs(runs), Attainment::of_reliability(promise.target, runs))
        }
    }
}

impl Budget {
    fn of(promise: &Promise, books: &Books<'_>, times: &StateTimes, runs: &RunCounts) -> Self {
        match promise.budgeting {
            Budgeting::Timeslices => {
                let excluded = times.excluded + books.excluded_ahead;
                Self::of_time(promise, books.window.length(), excluded, times.down)
            }
            Budgeting::Occurrences => Self::of_runs(promise, books.due, runs.down),
        }
    }

    /// Counted in seconds.
    pub(super) fn of_time(
        promise: &Promise,
        window: Duration,
        excluded: Duration,
        down: Duration,
    ) -> Self {
        let budget = ErrorBudget::of_time(promise.target, window, excluded);
        Self {
            counted_in: Budgeting::Timeslices,
            counting: runner_health::exact::seconds(window.saturating_sub(excluded)),
            allowed: budget.allowed().clone(),
            spent: budget.after(down),
        }
    }

    /// Counted in runs.
    pub(super) fn of_runs(promise: &Promise, due: u64, failed: u64) -> Self {
        let budget = ErrorBudget::of_runs(promise.target, due);
        Self {
            counted_in: Budgeting::Occurrences,
            counting: runner_health::exact::whole(due),
            allowed: budget.allowed().clone(),
            spent: budget.after(failed),
        }
    }
}

/// How fast the budget burnt in the time of this length at the end of a course; `None` when no run
/// says so.
fn burn(
    promise: &Promise,
    course: &Course,
    since: Timestamp,
    length: Duration,
) -> Option<Fraction> {
    window_counts(promise, course, since, length)?.burn(promise.target)
}

/// What the runs say about the time of this length at the end of a course, which is watched
/// `since`; `None` when it is not known how often it is run.
pub(super) fn window_counts(
    promise: &Promise,
    course: &Course,
    since: Timestamp,
    length: Duration,
) -> Option<WindowCounts> {
    let interval = promise.point.interval(course.span)?;
    let watch = |since| BurnWatch { interval, since, aspect: ASPECT };
    let now = |samples: &[Sample]| course.as_of(samples);
    Some(match promise.measure {
        Measure::Availability => {
            let (turns, exclusions) = (course.turns(), course.exclusions());
            WindowCounts::of(&turns, watch(since), &exclusions, length, now(&turns))
        }
        Measure::Reliability => {
            let mut all = WindowCounts::default();
            for line in &course.lines {
                let (samples, now) = (&line.samples, now(&line.samples));
                let counts = WindowCounts::of(samples, watch(since), &line.exclusions, length, now);
                all.good += counts.good;
                all.bad += counts.bad;
                all.unknown += counts.unknown;
            }
            all
        }
    })
}
