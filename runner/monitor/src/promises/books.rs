//! All promises of a project, and the runs that tell how they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::budget::{InvalidMonth, Month};
use runner_health::calendar::Span;
use runner_health::exact::Fraction;
use runner_health::series::{Exclusions, History, HistoryError, worst};
use runner_model::{CompositionName, MonitorName, ObjectiveName, TestRef};
use runner_store::{Correction, ReadError, WriteError};
use suites::Measure;
use thiserror::Error;

use super::account::{self, Account, LATELY};
use super::compositions::Compositions;
use super::corrected::Corrected;
use super::course::{ASPECT, Course};
use super::gathered::gather;
use super::ledger::Ledger;
use super::memory::Memory;
use super::point::Point;
use super::promise::{NotMeasurable, Promise, promises};
use super::silences::Silences;
use super::survey::{Survey, SurveyError, Surveyor};
use crate::watch::{Watch, Watched};

/// All promises of a project, and the runs that tell how they stand.
pub struct Books {
    /// In the order of the file.
    pub promises: Vec<Promise>,
    pub(super) memory: Memory,
    pub(super) silences: Silences,
    pub(super) monitors: BTreeMap<MonitorName, Arc<Watched>>,
    compositions: Compositions,
    /// What people said afterwards, in the order in which they did.
    corrections: BTreeMap<ObjectiveName, Vec<Correction>>,
    /// For how long runs are kept, at least.
    kept: Duration,
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
    /// A month has not begun.
    #[error(transparent)]
    Month(#[from] InvalidMonth),
    /// The runs of a month are kept no longer.
    #[error(
        "the runs of {0} are kept no longer, and its numbers were not frozen: `retention: {{ runs }}` \
         says for how long they are"
    )]
    Forgotten(Month),
    /// Something cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What was frozen cannot be understood: another version of tripline wrote it.
    #[error("the frozen numbers of `{name}` cannot be understood: {cause}")]
    Frozen {
        /// Of what.
        name: String,
        /// Why.
        cause: String,
    },
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
        let promises = promises(watch)?;
        let silences = Silences::of(&watch.project, memory.by_hand(now).await?);
        let monitors = watch.monitors.iter();
        let monitors = monitors.map(|watched| (watched.name().clone(), Arc::clone(watched)));
        let mut corrections = BTreeMap::new();
        for promise in &promises {
            let mut said = memory.corrections(&promise.name).await?;
            said.retain(|correction| correction.at <= now);
            corrections.insert(promise.name.clone(), said);
        }
        Ok(Self {
            promises,
            memory,
            silences,
            monitors: monitors.collect(),
            compositions: Compositions::of(&watch.project),
            corrections,
            kept: watch.project.retention.runs.at_least(),
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
        let corrected = self.corrected(promise);
        let course = self.course_as(&promise.point, &corrected, elapsed).await?;
        // It is counted as of the last run.
        let lately = LATELY.saturating_add(promise.point.hold(elapsed));
        let lately = Span::ending(now, lately);
        let lately = self.course_as(&promise.point, &corrected, lately).await?;
        let books = account::Books {
            course: &course,
            lately: &lately,
            window,
            excluded_ahead: self.excluded_ahead(promise, &course, window),
            due: self.due(promise, &course, &corrected, window),
        };
        Ok(Account::of(promise, &books)?)
    }

    /// Every run that says something about `span`, and what each adds to the number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn ledger(&self, promise: &Promise, span: Span) -> Result<Ledger, BooksError> {
        let corrected = self.corrected(promise);
        let course = self.course_as(&promise.point, &corrected, span).await?;
        let runs = account::counted(promise, &course)?;
        let name = |series: &_, at| {
            let said = corrected.why(at).map(|why| format!("corrected: {why}"));
            said.or_else(|| self.silences.maintenance(&promise.point, series, at))
        };
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

    /// What people said afterwards about a promise, in the order in which they did.
    pub(super) fn corrections_of(&self, promise: &Promise) -> &[Correction] {
        self.corrections.get(&promise.name).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn corrected(&self, promise: &Promise) -> Corrected {
        Corrected::by(self.corrections_of(promise))
    }

    /// That the runs of a month are still kept.
    pub(super) fn still_kept(
        &self,
        month: Month,
        span: Span,
        now: Timestamp,
    ) -> Result<(), BooksError> {
        let kept = match &self.memory {
            Memory::Store(_) => Span::ending(now, self.kept).from,
            Memory::File(_) => Timestamp::MIN,
        };
        if span.from < kept { Err(BooksError::Forgotten(month)) } else { Ok(()) }
    }

    /// How a point did over `span`, whatever people said afterwards.
    async fn course(&self, point: &Point, span: Span) -> Result<Course, BooksError> {
        self.course_as(point, &Corrected::default(), span).await
    }

    /// How a point did over `span`, as it was corrected.
    pub(super) async fn course_as(
        &self,
        point: &Point,
        corrected: &Corrected,
        span: Span,
    ) -> Result<Course, BooksError> {
        let gathered = gather(point, &self.memory, &self.silences, corrected, span).await?;
        Ok(Course::of(gathered, &point.tests(), span, point.hold(span))?)
    }

    /// What of the rest of a window will not count.
    pub(super) fn excluded_ahead(
        &self,
        promise: &Promise,
        course: &Course,
        window: Span,
    ) -> Duration {
        let rest = Span { from: course.span.until, until: window.until };
        // Nobody corrects what is to come.
        self.excluded(promise, course, &Corrected::default(), rest)
    }

    /// For how long of `span` nothing counts.
    pub(super) fn excluded(
        &self,
        promise: &Promise,
        course: &Course,
        corrected: &Corrected,
        span: Span,
    ) -> Duration {
        let histories = course.lines.iter().filter_map(|line| {
            let exclusions = self.silences.exclusions(&promise.point, &line.series, span);
            let all = exclusions.as_slice().iter().copied().chain(corrected.exclusions());
            History::of(&[], ASPECT, span, course.hold, &Exclusions::new(all)).ok()
        });
        let histories: Vec<History> = histories.collect();
        let borrowed: Vec<&History> = histories.iter().collect();
        if span.from < span.until {
            worst(&borrowed, span).times().excluded
        } else {
            Duration::ZERO
        }
    }

    /// How many runs there are in the whole of a window, as the measure counts them.
    pub(super) fn due(
        &self,
        promise: &Promise,
        course: &Course,
        corrected: &Corrected,
        window: Span,
    ) -> u64 {
        let point = &promise.point;
        let of = |line: &super::course::Line| {
            let exclusions = self.silences.exclusions(point, &line.series, window);
            let all = exclusions.as_slice().iter().copied().chain(corrected.exclusions());
            let parts = super::course::open(window, &Exclusions::new(all));
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
