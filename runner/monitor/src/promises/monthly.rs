//! The numbers of a month: worked out while it lasts, frozen once it is over.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_health::budget::{InvalidMonth, Month, Window};
use runner_health::calendar::Span;
use runner_health::series::{History, StateTimes, worst};
use runner_model::{CompositionName, ServiceName, TestRef};
use runner_store::{Correction, FrozenNumbers, Json, NumbersOf};
use suites::MonitorRef;

use super::account::{Budget, counted, judged};
use super::books::{Books, BooksError};
use super::corrected::Corrected;
use super::course::Course;
use super::exact::Exact;
use super::figure::Figure;
use super::gathered::gather;
use super::numbers::{Numbers, Promised};
use super::point::Point;
use super::promise::Promise;

/// A month is frozen when it has been over for so long: by then its runs have ended.
const SETTLED: Duration = Duration::from_secs(3_600);

/// The numbers of a month.
#[derive(Clone, Debug)]
pub struct MonthReport {
    /// Which.
    pub month: Month,
    /// Objectives in the order of the file, then services, then compositions.
    pub lines: Vec<MonthLine>,
}

/// The numbers of something in a month.
#[derive(Clone, Debug)]
pub struct MonthLine {
    /// Of what kind of thing.
    pub of: NumbersOf,
    /// Its name.
    pub name: String,
    /// When the month was on its clock; as far as it has passed, while it is not over.
    pub span: Span,
    /// That is all of the month.
    pub is_whole: bool,
    /// The numbers.
    pub numbers: Numbers,
    /// When they were frozen; `None` while they may still change.
    pub frozen: Option<Timestamp>,
    /// What people said afterwards about this month, in the order in which they did.
    pub corrections: Vec<Correction>,
}

impl Books {
    /// The numbers of a month; those that were frozen as they were then.
    ///
    /// # Errors
    /// The month has not begun, its runs are kept no longer, or the store cannot be used.
    pub async fn month(&self, month: Month, now: Timestamp) -> Result<MonthReport, BooksError> {
        let frozen = self.memory.frozen(&month.to_string()).await?;
        let mut frozen: BTreeMap<(NumbersOf, String), FrozenNumbers> =
            frozen.into_iter().map(|found| ((found.of, found.name.clone()), found)).collect();
        // What was promised only later has no numbers of a month whose runs are gone.
        let is_frozen = !frozen.is_empty();
        let mut lines = Vec::new();
        for subject in self.subjects() {
            let passed = begun(month, &self.zone_of(&subject), now)?;
            let span = passed.span;
            let (of, name) = subject.named();
            let kept = match frozen.remove(&(of, name.clone())) {
                Some(known) => Kept::Frozen(known),
                None => match self.still_kept(month, span, now) {
                    Ok(()) => Kept::Open(Box::new(self.numbers_of(&subject, month, span).await?)),
                    Err(_) if is_frozen => continue,
                    Err(error) => return Err(error),
                },
            };
            let mut line = line(of, name, passed, kept)?;
            if let Subject::Promise(promise) = subject {
                let about = |said: &&Correction| said.since < span.until && span.from < said.until;
                let said = self.corrections_of(promise).iter();
                line.corrections = said.filter(about).cloned().collect();
            }
            lines.push(line);
        }
        let passed = begun(month, &self.zone(), now)?;
        // What is no longer written was promised all the same.
        for ((of, name), known) in frozen {
            lines.push(line(of, name, passed, Kept::Frozen(known))?);
        }
        Ok(MonthReport { month, lines })
    }

    /// What has numbers: objectives, services, compositions.
    fn subjects(&self) -> Vec<Subject<'_>> {
        let promises = self.promises.iter().map(Subject::Promise);
        let services = self.services().into_iter().map(Subject::Service);
        let compositions = self.compositions().iter().map(Subject::Composition);
        promises.chain(services).chain(compositions).collect()
    }

    fn zone_of(&self, subject: &Subject<'_>) -> TimeZone {
        match subject {
            Subject::Promise(promise) => zone_of(promise),
            Subject::Service(_) | Subject::Composition(_) => self.zone(),
        }
    }

    async fn numbers_of(
        &self,
        subject: &Subject<'_>,
        month: Month,
        span: Span,
    ) -> Result<Numbers, BooksError> {
        match subject {
            Subject::Promise(promise) => {
                let corrected = Corrected::by(self.corrections_of(promise));
                self.corrected_month(promise, month, span, &corrected).await
            }
            Subject::Service(service) => self.of_service(service, span).await,
            Subject::Composition(name) => self.of_composition(name.as_str(), span).await,
        }
    }

    /// Freezes what of a month is over at `now`, and was worked out then.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn freeze(&self, report: &mut MonthReport, now: Timestamp) -> Result<(), BooksError> {
        let settled = now.checked_sub(SETTLED).unwrap_or(Timestamp::MIN);
        let mut lines: Vec<&mut MonthLine> = report
            .lines
            .iter_mut()
            .filter(|line| {
                let is_over = line.is_whole && line.span.until <= settled;
                line.frozen.is_none() && is_over && line.numbers.share.is_some()
            })
            .collect();
        if lines.is_empty() || !self.memory.keeps_numbers() {
            return Ok(());
        }
        let numbers = lines.iter().map(|line| FrozenNumbers {
            of: line.of,
            name: line.name.clone(),
            at: now,
            json: Json::of(&line.numbers).expect("numbers have no maps with keys other than text"),
        });
        self.memory.freeze(&report.month.to_string(), numbers.collect()).await?;
        lines.iter_mut().for_each(|line| line.frozen = Some(now));
        Ok(())
    }

    /// Freezes the month before that of `now`, as far as it is over everywhere: while its runs are
    /// kept. What was frozen stays as it is.
    ///
    /// # Errors
    /// The store cannot be used.
    pub(crate) async fn freeze_last_month(&self, now: Timestamp) -> Result<(), BooksError> {
        if self.promises.is_empty() && self.compositions().is_empty() {
            return Ok(());
        }
        let month = Month::containing(now, &TimeZone::UTC).before();
        match self.month(month, now).await {
            Ok(mut report) => self.freeze(&mut report, now).await,
            // It was over before anybody watched.
            Err(BooksError::Forgotten(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The numbers of a month as these corrections make them.
    pub(super) async fn corrected_month(
        &self,
        promise: &Promise,
        month: Month,
        span: Span,
        corrected: &Corrected,
    ) -> Result<Numbers, BooksError> {
        let course = self.course_as(&promise.point, corrected, span).await?;
        let times = course.history.times();
        let runs = counted(promise, &course)?;
        let (figure, verdict) = judged(promise, &times, &runs);
        let window = month.span(&zone_of(promise));
        let ahead = self.excluded_ahead(promise, &course, window);
        let budget = match promise.budgeting {
            suites::Budgeting::Timeslices => {
                Budget::of_time(promise, window.length(), times.excluded + ahead, times.down)
            }
            suites::Budgeting::Occurrences => {
                Budget::of_runs(promise, self.due(promise, &course, corrected, window), runs.down)
            }
        };
        let promised = Some(Promised::of(promise, &budget, verdict));
        Ok(Numbers { promised, ..Numbers::of(figure).with(&times) })
    }

    /// All tests of suites of a service, whichever monitor runs them.
    async fn of_service(&self, service: &ServiceName, span: Span) -> Result<Numbers, BooksError> {
        let nobody = Corrected::default();
        let mut histories = Vec::new();
        for watched in self.monitors.values() {
            let is_its = |test: &TestRef| watched.service_of(test) == Some(service);
            if !watched.tests().any(|test| is_its(&test)) {
                continue;
            }
            let of = MonitorRef { monitor: watched.name().clone(), test: None };
            let point = Point::front_door(of, watched);
            let mut gathered = gather(&point, &self.memory, &self.silences, &nobody, span).await?;
            gathered.retain(|series| is_its(&series.series.test));
            let tests = point.tests().into_iter().filter(is_its).collect();
            histories.push(Course::of(gathered, &tests, span, point.hold(span))?.history);
        }
        let borrowed: Vec<&History> = histories.iter().collect();
        let times = worst(&borrowed, span).times();
        Ok(Numbers::of(Figure::of_times(&times)).with(&times))
    }

    async fn of_composition(&self, name: &str, span: Span) -> Result<Numbers, BooksError> {
        let survey = self.survey(name, span, &BTreeMap::new()).await?;
        let (measured, modelled) = match survey {
            Some(survey) => (survey.root.measured, survey.root.modelled),
            None => (Figure::of_times(&StateTimes::default()), None),
        };
        Ok(Numbers { modelled: modelled.map(Exact), ..Numbers::of(measured) })
    }

    /// The services of which tests are run.
    fn services(&self) -> BTreeSet<ServiceName> {
        let tests = self.monitors.values().flat_map(|watched| {
            watched
                .tests()
                .filter_map(|test| watched.service_of(&test).cloned())
                .collect::<Vec<_>>()
        });
        tests.collect()
    }

    /// The clock of the first objective over a month; UTC when there is none.
    fn zone(&self) -> TimeZone {
        let zones = self.promises.iter().find_map(|promise| match &promise.window {
            Window::Month(zone) => Some(zone.clone()),
            Window::Rolling(_) => None,
        });
        zones.unwrap_or(TimeZone::UTC)
    }
}

/// What has numbers of a month.
enum Subject<'a> {
    Promise(&'a Promise),
    Service(ServiceName),
    Composition(&'a CompositionName),
}

impl Subject<'_> {
    fn named(&self) -> (NumbersOf, String) {
        match self {
            Self::Promise(promise) => (NumbersOf::Objective, promise.name.to_string()),
            Self::Service(name) => (NumbersOf::Service, name.to_string()),
            Self::Composition(name) => (NumbersOf::Composition, name.to_string()),
        }
    }
}

/// The clock that a promise goes by.
pub(super) fn zone_of(promise: &Promise) -> TimeZone {
    match &promise.window {
        Window::Month(zone) => zone.clone(),
        Window::Rolling(_) => TimeZone::UTC,
    }
}

/// The part of a month that has passed.
fn begun(month: Month, zone: &TimeZone, now: Timestamp) -> Result<Passed, InvalidMonth> {
    let whole = month.begun_span(zone, now)?;
    let span = Span { from: whole.from, until: whole.until.min(now) };
    Ok(Passed { span, is_whole: span == whole })
}

/// The part of a month that has passed, perhaps all of it.
#[derive(Clone, Copy)]
struct Passed {
    span: Span,
    is_whole: bool,
}

/// Numbers that are frozen, or may still change.
enum Kept {
    Frozen(FrozenNumbers),
    Open(Box<Numbers>),
}

fn line(of: NumbersOf, name: String, passed: Passed, kept: Kept) -> Result<MonthLine, BooksError> {
    let (numbers, frozen) = match kept {
        Kept::Open(numbers) => (*numbers, None),
        Kept::Frozen(FrozenNumbers { at, json, .. }) => {
            let numbers = json.read().map_err(|error| BooksError::Frozen {
                name: name.clone(),
                cause: error.to_string(),
            });
            (numbers?, Some(at))
        }
    };
    let Passed { span, is_whole } = passed;
    Ok(MonthLine { of, name, span, is_whole, numbers, frozen, corrections: Vec::new() })
}
