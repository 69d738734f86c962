//! Runs that somebody asks for: `POST /api/v1/trigger`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode};
use jiff::{SignedDuration, Timestamp};
use runner_model::{
    EnvironmentName, Errand, ErrandEnd, ErrandRun, ErrandState, Outcome, RunId, ServiceName,
    SuiteId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;
use utoipa::ToSchema;

use super::asking::Asking;
use super::fresh_run::fresh_run;
use super::offered::{not_read, not_written};
use super::schemas;
use super::sent::Sent;
use crate::Door;
use crate::admit::{By, Caller};
use crate::problem::Problem;
use crate::router::Inside;

/// Where runs are asked for.
pub(crate) const PATH: &str = "/api/v1/trigger";

/// How long somebody may wait for a verdict.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

/// How often it is looked whether there is one.
const EVERY: Duration = Duration::from_millis(200);

/// So many may wait at a time; others are told where to look.
pub(crate) const WAITING: usize = 32;

/// What is to be run.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wished {
    /// Only this suite.
    #[schema(value_type = Option<String>)]
    suite: Option<SuiteId>,
    /// Only tests with this tag.
    tag: Option<String>,
    /// Only tests that call this service, or one that depends on it.
    #[schema(value_type = Option<String>)]
    affected_by: Option<ServiceName>,
    /// Where; the only one that can be run alone when it is left out.
    #[schema(value_type = Option<String>)]
    environment: Option<EnvironmentName>,
    /// Only as this tenant.
    tenant: Option<String>,
    /// Values of inputs of the suites.
    #[serde(default)]
    #[schema(value_type = Object)]
    inputs: BTreeMap<String, Value>,
}

/// A run that somebody asked for, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Triggered {
    /// Which run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// Where it is found: a path at the same service.
    pub url: String,
    /// `waiting`, `running`, `done` or `refused`.
    pub state: TriggeredState,
    /// The worst of its tests, once it is done.
    #[schema(schema_with = schemas::outcome)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// When it began, once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Timestamp>,
    /// How long it took in milliseconds, once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took: Option<f64>,
    /// How many tests ran, once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ran: Option<u64>,
    /// How many of them failed, once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<u64>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How a run stands that somebody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggeredState {
    /// The service has not seen it.
    Waiting,
    /// It goes on.
    Running,
    /// It is over.
    Done,
    /// It is not carried out, or was not to its end.
    Refused,
}

impl Triggered {
    /// What is said of an errand.
    pub fn of(asked: &ErrandRun) -> Self {
        let open = |state| Self {
            run: asked.run.clone(),
            url: format!("/api/v1/runs/{}", asked.run),
            state,
            outcome: None,
            started: None,
            took: None,
            ran: None,
            failed: None,
            why: None,
        };
        match &asked.state {
            ErrandState::Waiting => open(TriggeredState::Waiting),
            ErrandState::Running { .. } => open(TriggeredState::Running),
            ErrandState::Done(ErrandEnd { outcome, started, took, tests, failed }) => Self {
                outcome: Some(*outcome),
                started: Some(*started),
                took: Some(took.as_secs_f64() * 1000.0),
                ran: Some(*tests),
                failed: Some(*failed),
                ..open(TriggeredState::Done)
            },
            ErrandState::Refused { why } => {
                Self { why: Some(why.clone()), ..open(TriggeredState::Refused) }
            }
        }
    }
}

/// Runs tests: 200 with the verdict when there is one in time, else 202 with where to look.
#[utoipa::path(post, path = "/api/v1/trigger", tag = "runs",
    params(("wait" = Option<String>, Query, description = "How long to hold the answer until there is a verdict: at most `60s`")),
    request_body = Wished,
    responses((status = 200, body = Triggered), (status = 202, body = Triggered)))]
pub(crate) async fn trigger(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(by)): By,
    Asking(said): Asking,
    Sent(wished): Sent<Wished>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Triggered>), Problem> {
    let door = &inside.door;
    let wait = patience(&said)?;
    let errand = wished.errand()?;
    if let Some(wait) = inside.rates.wait(&format!("token {by}"), door.clock.now()) {
        return Err(Problem::TooOften { wait });
    }
    let offered = offer(door, errand, by).await?;
    let stands = stands_in_time(&inside, offered, wait).await?;
    let status = match &stands.state {
        ErrandState::Waiting | ErrandState::Running { .. } => StatusCode::ACCEPTED,
        ErrandState::Done(_) => StatusCode::OK,
        ErrandState::Refused { why } => return Err(Problem::Unfit { why: why.clone() }),
    };
    let triggered = Triggered::of(&stands);
    Ok((status, [(LOCATION, triggered.url.clone())], Json(triggered)))
}

/// Offers an errand to the service, unless it is plain that it cannot be carried out.
pub(super) async fn offer(door: &Door, errand: Errand, by: String) -> Result<ErrandRun, Problem> {
    let watch = door.known.borrow().watch.clone();
    if let Some(why) = watch.as_ref().and_then(|watch| watch.refuses(&errand)) {
        return Err(Problem::Unfit { why });
    }
    let at = door.clock.now();
    let run = fresh_run(at)?;
    let offered = ErrandRun { run, at, by, errand, state: ErrandState::Waiting };
    door.store.errands().offer(&offered).await.map_err(not_written)?;
    Ok(offered)
}

/// How an errand stands when it is over, or after that long.
async fn stands_in_time(
    inside: &Inside,
    offered: ErrandRun,
    wait: Duration,
) -> Result<ErrandRun, Problem> {
    let end = Instant::now() + wait;
    let Ok(_place) = inside.waiting.try_acquire() else { return Ok(offered) };
    let mut stands = offered;
    while !stands.state.is_over() && Instant::now() < end && !(inside.door.readiness)().is_stopping
    {
        tokio::time::sleep(EVERY.min(end - Instant::now())).await;
        let found = inside.door.store.errands().by_run(&stands.run).await.map_err(not_read)?;
        stands = found.unwrap_or(stands);
    }
    Ok(stands)
}

impl Wished {
    fn errand(self) -> Result<Errand, Problem> {
        let Self { suite, tag, affected_by, environment, tenant, inputs } = self;
        let inputs = inputs.into_iter().map(|(name, value)| match value {
            Value::String(text) => (name, text),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => (name, value.to_string()),
        });
        let inputs = inputs.collect();
        let errand = Errand { suite, tag, affected_by, environment, tenant, inputs };
        if !errand.names_tests() {
            let why = "say what is to be run: `suite`, `tag` or `affected_by`".to_owned();
            return Err(Problem::Malformed { why });
        }
        Ok(errand)
    }
}

/// `wait=60s`; not at all without it.
fn patience(said: &[(String, String)]) -> Result<Duration, Problem> {
    let malformed = |why: String| Err(Problem::Malformed { why });
    let mut wait = Duration::ZERO;
    for (name, value) in said {
        if name != "wait" {
            return malformed(format!("`{name}` is not asked for here, only `wait`"));
        }
        let parsed = value.parse::<SignedDuration>().ok().and_then(|span| span.try_into().ok());
        wait = match parsed {
            Some(wait) if wait <= LONGEST => wait,
            Some(_) => {
                let why = "`wait` is at most `60s`: ask for the run again after that";
                return malformed(why.to_owned());
            }
            None => return malformed("write `wait` as `60s`".to_owned()),
        };
    }
    Ok(wait)
}
