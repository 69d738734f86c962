//! What all tests of a run share.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use runner_http::Http;
use runner_model::{Clock, Masker, RunEvent, RunId};
use tokio::sync::Semaphore;

use super::lasting::Lasting;
use super::stop::Stop;
use super::traffic::Traffic;
use crate::judge::Schemas;
use crate::plan::Plan;
use crate::scope::RunFacts;
use crate::secrets::Secrets;

/// Called for every event; from several tasks, one event after the other within a test.
pub type Listener = Arc<dyn Fn(&RunEvent<'_>) + Send + Sync>;

/// What a run is given from outside.
#[derive(Clone)]
pub struct Tools {
    /// Sends requests.
    pub http: Http,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Learns the secrets of the run; everything that is told goes through it.
    pub masker: Arc<Masker>,
    /// The operating system's variables, for `env` secrets.
    pub variables: Arc<BTreeMap<String, String>>,
    /// Hears what happens.
    pub listener: Listener,
    /// Stops the run.
    pub stop: Stop,
    /// Shared with other runs, when there are any.
    pub lasting: Lasting,
}

/// How a plan is carried out.
#[derive(Clone, Debug)]
pub struct Options {
    /// The run that it will be, when that was said before; it is made anew otherwise.
    pub id: Option<RunId>,
    /// How many tests run at a time.
    pub jobs: usize,
    /// The time for the whole run, cleanup apart: beside the timeouts of suites and tests.
    pub within: Option<Duration>,
    /// Stop after the first test that does not pass.
    pub fail_fast: bool,
    /// Values of inputs as text, which beat defaults and environments.
    pub given: BTreeMap<String, String>,
    /// Flags that belong into the rerun command, quoted for a shell: `-e staging`.
    pub rerun_flags: String,
    /// What is kept of an exchange when its step passed without a warning.
    pub passed: Detail,
}

/// How much of an exchange is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// All of it, as far as it is shown.
    #[default]
    Whole,
    /// No headers and no bodies: a long run takes a third of the memory.
    Outline,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            id: None,
            jobs: 128,
            within: None,
            fail_fast: false,
            given: BTreeMap::new(),
            rerun_flags: String::new(),
            passed: Detail::Whole,
        }
    }
}

pub(super) struct Shared {
    pub(super) plan: Arc<Plan>,
    pub(super) tools: Tools,
    pub(super) options: Options,
    pub(super) secrets: Arc<Secrets>,
    pub(super) given: Arc<BTreeMap<String, String>>,
    pub(super) facts: RunFacts,
    begun: Instant,
    /// Compiled when first needed, once.
    pub(super) schemas: Schemas,
    /// For suites: they begin in the order of the plan, at most so many at a time as tests.
    pub(super) turns: Arc<Semaphore>,
    pub(super) slots: Semaphore,
    pub(super) traffic: Arc<Traffic>,
}

impl Shared {
    pub(super) fn new(
        plan: Arc<Plan>,
        tools: Tools,
        options: Options,
        secrets: Secrets,
        facts: RunFacts,
    ) -> Self {
        let jobs = options.jobs.clamp(1, Semaphore::MAX_PERMITS);
        let (turns, slots) = (Arc::new(Semaphore::new(jobs)), Semaphore::new(jobs));
        let given = Arc::new(options.given.clone());
        let (secrets, traffic) = (Arc::new(secrets), Arc::clone(&tools.lasting.traffic));
        let (schemas, begun) = (Schemas::default(), Instant::now());
        Self { plan, tools, options, secrets, given, facts, begun, schemas, turns, slots, traffic }
    }

    /// When the time of a test that begins here and may take `limit` is up; with the limit that is
    /// then to be named: its own, or that of the whole run.
    pub(super) fn deadline(&self, limit: Duration) -> (Instant, Duration) {
        let own = Instant::now() + limit;
        match self.options.within {
            Some(within) if self.begun + within < own => (self.begun + within, within),
            Some(_) | None => (own, limit),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.tools.clock.now()
    }

    pub(super) fn tell(&self, event: &RunEvent<'_>) {
        (self.tools.listener)(event);
    }
}
