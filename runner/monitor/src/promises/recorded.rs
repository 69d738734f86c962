//! Runs that are remembered in a file of JSON Lines: what `tripline serve --event-log` writes, and
//! what `tripline run --report jsonl` does. Documented in `docs/slo.md`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_model::{EnvironmentName, RunId, Series, SeriesRun, SuiteResult, Trigger};
use runner_store::Deploy;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use crate::watch::Watch;

/// Runs that are remembered in a file.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// In the order in which they began.
    series: BTreeMap<Series, Vec<SeriesRun>>,
    /// In the order of the file.
    deploys: Vec<Deploy>,
}

/// A file that runs cannot be read from.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RecordedError {
    /// A line is wrong.
    #[error("{file}:{line}: {cause}")]
    Line {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        cause: LineError,
    },
    /// There is no run in it.
    #[error(
        "{file} has no runs of the project's monitors: it is to hold lines with the event `ran` \
         (`tripline serve --event-log`) or `suite` (`tripline run --report jsonl`)"
    )]
    NoRuns {
        /// The file.
        file: String,
    },
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    /// It is no JSON object.
    NotJson(String),
    /// Something of a run is not there, or not as it should be.
    Unfit(String),
    /// It began before an earlier one of the same series.
    OutOfOrder {
        /// The line of the earlier one.
        earlier: usize,
    },
    /// It was there before.
    Twice {
        /// The line of the first.
        first: usize,
    },
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(cause) => write!(f, "this is no line of JSON: {cause}"),
            Self::Unfit(cause) => write!(f, "this is no run: {cause}"),
            Self::OutOfOrder { earlier } => write!(
                f,
                "this run began before that of line {earlier}: sort the lines by the time runs began"
            ),
            Self::Twice { first } => {
                write!(f, "this run is in line {first} already: leave each run once")
            }
        }
    }
}

impl Recorded {
    /// Reads the lines of a file called `file`. A result of `tripline run` is taken for a scheduled
    /// run of each monitor of `watch` that runs this test in this environment.
    ///
    /// # Errors
    /// A line is wrong, runs are not in order, or there is none.
    pub fn read(text: &str, file: &str, watch: &Watch) -> Result<Self, RecordedError> {
        let mut reading = Reading::new(watch);
        let at = |(line, cause)| RecordedError::Line { file: file.to_owned(), line, cause };
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        for (number, line) in lines {
            reading.line(number, line).map_err(at)?;
        }
        reading.end_of_run(None).map_err(at)?;
        if reading.recorded.series.is_empty() {
            return Err(RecordedError::NoRuns { file: file.to_owned() });
        }
        for runs in reading.recorded.series.values_mut() {
            runs.sort_by_key(|run| run.started);
        }
        Ok(reading.recorded)
    }

    /// One interval after its last run: what the results that are remembered speak for.
    pub fn until(&self, watch: &Watch) -> Timestamp {
        let ends = self.series.iter().filter_map(|(series, runs)| {
            let began = runs.last()?.started;
            let watched = watch.monitors.iter().find(|watched| *watched.name() == series.monitor);
            let around = Span { from: began, until: began };
            let interval = watched.and_then(|watched| watched.slots.interval(around));
            Some(interval.map_or(began, |apart| Span::starting(began, apart.duration()).until))
        });
        ends.max().unwrap_or(Timestamp::MIN)
    }

    /// The deploys from `span.from` until before `span.until`, in order of time.
    pub(super) fn deploys(&self, span: Span) -> Vec<Deploy> {
        let within = self.deploys.iter().filter(|deploy| span.contains(deploy.at));
        let mut deploys: Vec<Deploy> = within.cloned().collect();
        deploys.sort_by_key(|deploy| deploy.at);
        deploys
    }

    /// Every series.
    pub(super) fn series(&self) -> impl Iterator<Item = &Series> {
        self.series.keys()
    }

    /// The runs of a series that were due in `due`.
    pub(super) fn runs(&self, series: &Series, due: Span) -> impl Iterator<Item = &SeriesRun> {
        let runs = self.series.get(series).map(Vec::as_slice).unwrap_or_default();
        runs.iter().filter(move |run| due.contains(run.planned))
    }
}

/// What is wrong, and in which line.
type Wrong = (usize, LineError);

/// A file that is being read.
struct Reading<'a> {
    watch: &'a Watch,
    recorded: Recorded,
    /// By series: the last run that counts, and its line.
    last: BTreeMap<Series, (Timestamp, usize)>,
    /// The results of a `tripline run` whose end has not been read yet, by line.
    open: Vec<(usize, SuiteResult)>,
    environment: Option<EnvironmentName>,
}

impl<'a> Reading<'a> {
    fn new(watch: &'a Watch) -> Self {
        Self {
            watch,
            recorded: Recorded::default(),
            last: BTreeMap::new(),
            open: Vec::new(),
            environment: None,
        }
    }

    fn line(&mut self, number: usize, line: &str) -> Result<(), Wrong> {
        let value: Value = serde_json::from_str(line)
            .map_err(|error| (number, LineError::NotJson(error.to_string())))?;
        if !value.is_object() {
            return Err((number, LineError::NotJson("it is no object".to_owned())));
        }
        match value.get("event").and_then(Value::as_str) {
            Some("ran") => {
                let run = ran(&value).map_err(|cause| (number, cause))?;
                self.add(number, run)
            }
            Some("deployed") => {
                let deploy = deployed(&value).map_err(|cause| (number, cause))?;
                self.recorded.deploys.push(deploy);
                Ok(())
            }
            Some("started") => {
                self.end_of_run(None)?;
                // That of a service has no environment.
                self.environment = field(&value, "environment").unwrap_or_default();
                Ok(())
            }
            Some("suite") => {
                let suite = field(&value, "suite").map_err(|cause| (number, cause))?;
                self.open.push((number, suite));
                Ok(())
            }
            Some("done") => {
                let id = field(&value, "id").map_err(|cause| (number, cause))?;
                self.end_of_run(Some(id))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Takes in the results of a `tripline run`; one that was killed has no end, and no id.
    fn end_of_run(&mut self, id: Option<RunId>) -> Result<(), Wrong> {
        let suites = std::mem::take(&mut self.open);
        let Some(first) = suites.iter().map(|(_, suite)| suite.started).min() else {
            return Ok(());
        };
        let id = id.unwrap_or_else(|| RunId::at(first, [0; 10]));
        let watch = self.watch;
        for (number, suite) in &suites {
            for test in suite.variants.iter().flat_map(|variant| &variant.tests) {
                let monitors = watch.monitors.iter().filter(|watched| {
                    let there = watched.environment() == self.environment.as_ref();
                    there && watched.tests().any(|watched| watched == test.test)
                });
                let runs: Vec<SeriesRun> = monitors
                    .map(|watched| {
                        let location =
                            "file".try_into().expect("letters are a name for a location");
                        let monitor = watched.name().clone();
                        let series = Series { monitor, test: test.test.clone(), location };
                        let trigger = Trigger::Schedule;
                        SeriesRun::of(series, id.clone(), test.started, trigger, test)
                    })
                    .collect();
                runs.into_iter().try_for_each(|run| self.add(*number, run))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, number: usize, run: SeriesRun) -> Result<(), Wrong> {
        // As the store keeps them: what is told of runs adds up to the microsecond.
        let (planned, started) = (micros(run.planned), micros(run.started));
        let run = SeriesRun { planned, started, ..run };
        if run.trigger.counts() {
            match self.last.entry(run.series.clone()) {
                Entry::Occupied(last) if last.get().0 == run.started => {
                    return Err((number, LineError::Twice { first: last.get().1 }));
                }
                Entry::Occupied(last) if last.get().0 > run.started => {
                    return Err((number, LineError::OutOfOrder { earlier: last.get().1 }));
                }
                Entry::Occupied(mut last) => *last.get_mut() = (run.started, number),
                Entry::Vacant(none) => {
                    none.insert((run.started, number));
                }
            }
        }
        self.recorded.series.entry(run.series.clone()).or_default().push(run);
        Ok(())
    }
}

/// Without parts of a microsecond.
fn micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// The run that a line with the event `ran` tells of.
fn ran(value: &Value) -> Result<SeriesRun, LineError> {
    let took: f64 = field(value, "took_ms")?;
    let took = std::time::Duration::try_from_secs_f64(took / 1_000.0)
        .map_err(|error| LineError::Unfit(format!("`took_ms`: {error}")))?;
    let series = serde_json::from_value(value.clone())
        .map_err(|error| LineError::Unfit(error.to_string()))?;
    let is_there = |key: &str| value.get(key).is_some();
    Ok(SeriesRun {
        series,
        run: field(value, "run")?,
        planned: field(value, "planned")?,
        started: field(value, "at")?,
        took,
        outcome: field(value, "outcome")?,
        first_try: if is_there("first_try") { field(value, "first_try")? } else { true },
        trigger: field(value, "trigger")?,
        steps: if is_there("steps") { field(value, "steps")? } else { Vec::new() },
        detail: None,
    })
}

/// The deploy that a line with the event `deployed` tells of.
fn deployed(value: &Value) -> Result<Deploy, LineError> {
    Ok(Deploy {
        at: field(value, "at")?,
        service: field(value, "service")?,
        environment: field(value, "environment")?,
        version: field(value, "version")?,
        who: "a file".to_owned(),
        commit: field(value, "commit")?,
        url: field(value, "url")?,
    })
}

fn field<T: DeserializeOwned>(value: &Value, key: &str) -> Result<T, LineError> {
    let found = value.get(key).cloned().unwrap_or_default();
    serde_json::from_value(found).map_err(|error| LineError::Unfit(format!("`{key}`: {error}")))
}
