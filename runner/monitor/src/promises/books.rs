//! All promises of a project, and the runs that tell how they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::Fraction;
use runner_health::series::{History, HistoryError, worst};
use runner_model::{CompositionName, MonitorName, TestRef};
use runner_store::ReadError;
use suites::Measure;
use thiserror::Error;

use super::account::{self, Account, LATELY};
use super::compositions::Compositions;
use super::course::{ASPECT, Course};
use super::gathered::gather;
use super::ledger::Ledger;
use super::memory::Memory;
use super::point::Point;
use super::promise::{NotMeasurable, Promise};
use super::silences::Silences;
use super::survey::{Survey, SurveyError, Surveyor};
use crate::watch::{Watch, Watched};

/// All promises of a project, and the runs that tell how they stand.
pub struct Books {
    /// In the order of the file.
    pub promises: Vec<Promise>,
    memory: Memory,
    silences: Silences,
    compositions: Compositions,
    monitors: BTreeMap<MonitorName, Arc<Watched>>,
}

/// The books cannot be kept.
#[derive(Debug, Error)]
pub enum BooksError {
    /// An objective cannot be measured.
    #[error(transparent)]
    NotMeasurable(Box<NotMeasurable>),
    /// The store cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Runs contradict each other.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A composition cannot be surveyed.
    #[error(transparent)]
    Survey(#[from] SurveyError),
}

impl From<NotMeasurable> for BooksError {
    fn from(error: NotMeasurable) -> Self {
        Self::NotMeasurable(Box::new(error))
    }
}

impl Books {
    /// Of a project, as people spoke of it until `now`.
    ///
    /// # Errors
    /// An objective cannot be measured, or the store cannot be read.
    pub async fn open(watch: &Watch, memory: Memory, now: Timestamp) -> Result<Self, BooksError> {
        let objectives = watch.project.objectives.iter();
        let promises: Result<Vec<Promise>, NotMeasurable> =
            objectives.map(|objective| Promise::of(objective, watch)).collect();
        let silences = Silences::of(&watch.project, memory.by_hand(now).await?);
        let monitors = watch.monitors.iter();
        let monitors = monitors.map(|watched| (watched.name().clone(), Arc::clone(watched)));
        Ok(Self {
            promises: promises?,
            memory,
            silences,
            compositions: Compositions::of(&watch.project),
            monitors: monitors.collect(),
        })
    }

    /// The promise of this name.
    pub fn promise(&self, name: &str) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.name.as_str() == name)
    }

    /// How a promise stands at `now`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn account(&self, promise: &Promise, now: Timestamp) -> Result<Account, BooksError> {
        let window = promise.window.around(now);
        let elapsed = promise.window.elapsed(now);
        let course = self.course(&promise.point, elapsed).await?;
        let lately = self.course(&promise.point, Span::ending(now, LATELY)).await?;
        let ahead = Span { from: elapsed.until, until: window.until };
        let ahead = self.without_runs(&promise.point, &course, ahead);
        let times = ahead.as_ref().map(History::times).unwrap_or_default();
        let books = account::Books {
            course: &course,
            lately: &lately,
            window,
            excluded_ahead: times.excluded,
            due: self.due(promise, &course, window),
        };
        Ok(Account::of(promise, &books)?)
    }

    /// Every run that says something about `span`, and what each adds to the number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn ledger(&self, promise: &Promise, span: Span) -> Result<Ledger, BooksError> {
        let course = self.course(&promise.point, span).await?;
        let runs = account::counted(promise, &course)?;
        let name = |series: &_, at| self.silences.maintenance(&promise.point, series, at);
        Ok(Ledger::of(&course, runs, name))
    }

    /// The names of all compositions, in the order of the file.
    pub fn compositions(&self) -> &[CompositionName] {
        &self.compositions.names
    }

    /// How a composition did in `span`, when these of its nodes are supposed to be available for
    /// such a share of the time. `None` when there is no such composition.
    ///
    /// # Errors
    /// The store cannot be read, or something is supposed of a node that is not there.
    pub async fn survey(
        &self,
        name: &str,
        span: Span,
        what_if: &BTreeMap<String, Fraction>,
    ) -> Result<Option<Survey>, BooksError> {
        let found = self.compositions.parts.iter().find(|(known, _)| known.as_str() == name);
        let Some((_, part)) = found else { return Ok(None) };
        let part = self.compositions.written_out(part);
        let mut histories = BTreeMap::new();
        for (node, of) in &self.compositions.nodes {
            let Some(watched) = self.monitors.get(&of.monitor) else { continue };
            let point = Point::front_door(of.clone(), watched);
            histories.insert(node.clone(), self.course(&point, span).await?.history);
        }
        let surveyor = Surveyor { span, histories: &histories, what_if };
        Ok(Some(surveyor.survey(&part)?))
    }

    /// How a point did over `span`.
    pub(super) async fn course(&self, point: &Point, span: Span) -> Result<Course, BooksError> {
        let gathered = gather(point, &self.memory, &self.silences, span).await?;
        Ok(Course::of(gathered, &point.tests(), span, point.hold(span))?)
    }

    /// A time that is still to come: only what does not count is known of it.
    fn without_runs(&self, point: &Point, course: &Course, span: Span) -> Option<History> {
        let histories: Vec<History> = course
            .lines
            .iter()
            .map(|line| {
                let exclusions = self.silences.exclusions(point, &line.series, span);
                History::of(&[], ASPECT, span, course.hold, &exclusions).ok()
            })
            .collect::<Option<_>>()?;
        let borrowed: Vec<&History> = histories.iter().collect();
        (span.from < span.until).then(|| worst(&borrowed, span))
    }

    /// How many runs there are in the whole of a window, as the measure counts them.
    fn due(&self, promise: &Promise, course: &Course, window: Span) -> u64 {
        let point = &promise.point;
        let of = |gathered: &super::course::Line| {
            let exclusions = self.silences.exclusions(point, &gathered.series, window);
            let parts = super::course::open(window, &exclusions);
            parts.iter().map(|part| point.watched.slots.count(*part)).sum::<u64>()
        };
        let tests: BTreeSet<TestRef> = point.tests();
        let there = course.lines.iter().filter(|line| tests.contains(&line.series.test)).map(of);
        match promise.measure {
            Measure::Availability => there.max().unwrap_or(0),
            Measure::Reliability => there.sum(),
        }
    }
}
