//! A job, carried out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use runner_engine::{Lasting, Options, Plan, Stop, StopLevel, Tools};
use runner_http::Http;
use runner_model::{Clock, LocationName, Masker, Run};
use tokio::sync::Semaphore;

use super::connectivity::{Connectivity, Sight};
use super::finished::{Finished, could_not_reach};
use super::job::Job;

/// What a worker is given.
#[derive(Clone)]
pub struct WorkerTools {
    /// Sends requests; its connections are shared by all series with the same settings.
    pub http: Http,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The operating system's variables, for `env` secrets.
    pub variables: Arc<BTreeMap<String, String>>,
    /// Spares hosts and vaults.
    pub lasting: Lasting,
    /// Where this is.
    pub location: LocationName,
    /// How many runs at a time.
    pub jobs: usize,
}

/// Carries jobs out. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    tools: WorkerTools,
    places: Arc<Semaphore>,
    connectivity: Arc<Connectivity>,
}

impl Worker {
    /// After its time, a run has this long for its cleanup.
    const CLEANUP: Duration = Duration::from_secs(30);

    /// Carries jobs out with these tools.
    pub fn new(tools: WorkerTools, connectivity: Connectivity) -> Self {
        let places = Arc::new(Semaphore::new(tools.jobs.clamp(1, Semaphore::MAX_PERMITS)));
        Self { tools, places, connectivity: Arc::new(connectivity) }
    }

    /// The same worker with other reference hosts.
    pub fn with(&self, connectivity: Connectivity) -> Self {
        Self { connectivity: Arc::new(connectivity), ..self.clone() }
    }

    /// Where it works.
    pub(crate) fn location(&self) -> &LocationName {
        &self.tools.location
    }

    /// Carries a job out. Nothing that a service does is an error of this function.
    pub async fn carry_out(&self, job: Job, stop: Stop) -> Finished {
        let options = Options {
            within: job.watched.monitor.timeout,
            rerun_flags: rerun_flags(&job),
            ..Options::default()
        };
        let plan = || job.watched.plan_of(job.only.as_ref());
        let (run, sight) = self.in_its_place(plan, options, stop).await;
        Finished::of(&job, run, &self.tools.location, sight)
    }

    /// Carries a plan out that belongs to no monitor; also whether this location could see.
    pub(crate) async fn carry_out_plan(
        &self,
        plan: Plan,
        options: Options,
        stop: Stop,
    ) -> (Run, Sight) {
        self.in_its_place(|| plan, options, stop).await
    }

    /// Waits for a place, then makes the plan and carries it out.
    async fn in_its_place(
        &self,
        plan: impl FnOnce() -> Plan,
        options: Options,
        stop: Stop,
    ) -> (Run, Sight) {
        let _place = self.places.acquire().await;
        let run = self.run(plan(), options, stop).await;
        let sight = match could_reach(&run) {
            true => self.connectivity.look_again().await,
            false => self.connectivity.look().await,
        };
        (run, sight)
    }

    async fn run(&self, plan: Plan, options: Options, stop: Stop) -> Run {
        let hidden = plan.project.as_ref().map(|project| project.mask.headers.clone());
        let within = options.within;
        let tools = Tools {
            http: self.tools.http.clone(),
            clock: Arc::clone(&self.tools.clock),
            masker: Arc::new(Masker::new(hidden.unwrap_or_default())),
            variables: Arc::clone(&self.tools.variables),
            listener: Arc::new(|_| {}),
            stop: stop.clone(),
            lasting: self.tools.lasting.clone(),
        };
        let run = runner_engine::run(Arc::new(plan), tools, options);
        let Some(within) = within else { return run.await };
        tokio::pin!(run);
        match tokio::time::timeout(within + Self::CLEANUP, &mut run).await {
            Ok(run) => run,
            Err(_) => {
                stop.request(StopLevel::Now);
                run.await
            }
        }
    }
}

/// Flags that belong into the rerun command of a job's tests.
fn rerun_flags(job: &Job) -> String {
    let environment = job.watched.environment();
    environment.map(|name| format!("-e {name}")).unwrap_or_default()
}

fn could_reach(run: &Run) -> bool {
    let mut variants = run.suites.iter().flat_map(|suite| &suite.variants);
    !variants.any(|variant| variant.tests.iter().any(|test| could_not_reach(variant, test)))
}
