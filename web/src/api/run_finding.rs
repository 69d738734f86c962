//! What one run says: what it found, since when, and how that differs from the last pass.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use reporters::gate::StepDifference;
use reporters::{Waterfall, curl};
use runner_model::{RunId, SeriesRun, StepResult, human};
use runner_store::Deploy;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::findings::{ChangeLine, FindingLine};
use super::named::Named;
use super::offered::not_read;
use super::schemas;
use crate::pages::run::{Elsewhere, Facts, Streak, elsewhere};
use crate::problem::Problem;
use crate::router::Inside;

/// Which test of a run is looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChosenTest {
    /// Counted from 1, in the order of `/api/v1/runs/{id}`; the worst one when it is left out.
    #[param(minimum = 1)]
    test: Option<usize>,
}

/// What a test of a run found, and what there is to know around it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunFinding {
    run: String,
    /// Which test of the run, counted from 1.
    test: usize,
    #[schema(schema_with = schemas::outcome)]
    outcome: &'static str,
    /// What tells most of why it did not pass; left out when it passed, and when that is no longer
    /// kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<FindingLine>,
    /// Left out when it did not fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    failing: Option<FailingSince>,
    /// The last deploy within an hour before it began to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    deploy: Option<DeployBefore>,
    /// The last runs of the same suite elsewhere, at most eight: those that fail, too, first.
    elsewhere: Vec<ElsewhereLine>,
    /// The incident that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<u64>,
    /// The run of the same test before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    older: Option<String>,
    /// The run of the same test after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    newer: Option<String>,
    /// The last run of the same test that passed, when that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_pass: Option<LastPass>,
    /// In order; none when only the marks of the run are kept.
    steps: Vec<StepFinding>,
}

/// Since when a test fails without a pass in between.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FailingSince {
    since: Timestamp,
    /// The first run that failed.
    first: String,
    /// How many in a row, up to this one.
    runs: usize,
    /// There may be more: no more runs are looked at.
    or_more: bool,
}

/// A deploy before a failure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeployBefore {
    at: Timestamp,
    service: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
}

/// How the suite does somewhere else.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ElsewhereLine {
    /// What is different there: the environment or the monitor, else the location, the case, or the
    /// test.
    place: String,
    #[schema(schema_with = schemas::outcome)]
    outcome: &'static str,
    /// The last run there.
    run: String,
}

/// The last run that passed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LastPass {
    run: String,
    started: Timestamp,
    took_ms: u64,
}

/// A step of a run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepFinding {
    name: String,
    #[schema(schema_with = schemas::outcome)]
    outcome: &'static str,
    /// Sends its request again, from a POSIX shell; left out when it sent nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    curl: Option<String>,
    /// What is different from the last pass; left out when nothing is, or there is nothing to
    /// compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    different: Option<StepDifferent>,
}

/// How a step differs from the last pass.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepDifferent {
    /// What is different.
    changes: Vec<ChangeLine>,
    /// What differs each time and says nothing.
    noise: Vec<ChangeLine>,
}

/// What a run found, since when, and how that differs from the last pass.
#[utoipa::path(get, path = "/api/v1/runs/{id}/finding", tag = "runs",
    params(("id" = String, Path, description = "Its number"), ChosenTest),
    responses((status = 200, body = RunFinding)))]
pub(crate) async fn finding(
    State(inside): State<Arc<Inside>>,
    Named(id): Named,
    Asked(ChosenTest { test }): Asked<ChosenTest>,
) -> Result<Json<RunFinding>, Problem> {
    let unknown = || Problem::NotThere { what: format!("no run `{id}` is remembered") };
    let run = RunId::try_from(id.as_str()).map_err(|_| unknown())?;
    let standings = inside.standings().await?;
    let chosen = test.map(|number| number.checked_sub(1).unwrap_or(usize::MAX));
    let facts = Facts::read(&inside.door.store, &run, chosen, standings).await;
    let facts = facts.map_err(not_read)?.ok_or_else(unknown)?;
    if let Some(number) = test.filter(|_| chosen != Some(facts.chosen)) {
        let count = human::count(facts.tests.len(), "test");
        let what = format!("there is no test {number} in run `{id}`, which has {count}");
        return Err(Problem::NotThere { what });
    }
    Ok(Json(RunFinding::of(&facts)))
}

impl RunFinding {
    fn of(facts: &Facts) -> Self {
        let run = facts.run();
        let steps = run.detail.as_deref().map(Waterfall::steps).unwrap_or_default();
        Self {
            run: run.run.to_string(),
            test: facts.chosen + 1,
            outcome: run.outcome.as_str(),
            finding: facts.finding().as_ref().map(FindingLine::of),
            failing: facts.streak.as_ref().map(FailingSince::of),
            deploy: facts.deploy.as_ref().map(DeployBefore::of),
            elsewhere: elsewhere(facts).into_iter().map(ElsewhereLine::of).collect(),
            incident: facts.incident.map(|id| id.0),
            older: facts.older.as_ref().map(ToString::to_string),
            newer: facts.newer.as_ref().map(ToString::to_string),
            last_pass: facts.pass.as_ref().map(LastPass::of),
            steps: steps.into_iter().map(|step| StepFinding::of(step, facts)).collect(),
        }
    }
}

impl FailingSince {
    fn of(Streak { first, since, runs, or_more }: &Streak) -> Self {
        Self { since: *since, first: first.to_string(), runs: *runs, or_more: *or_more }
    }
}

impl DeployBefore {
    fn of(deploy: &Deploy) -> Self {
        Self {
            at: deploy.at,
            service: deploy.service.to_string(),
            version: deploy.version.clone(),
            environment: deploy.environment.as_ref().map(ToString::to_string),
        }
    }
}

impl ElsewhereLine {
    fn of(Elsewhere { place, outcome, run }: Elsewhere) -> Self {
        Self { place, outcome: outcome.as_str(), run: run.to_string() }
    }
}

impl LastPass {
    fn of(pass: &SeriesRun) -> Self {
        Self {
            run: pass.run.to_string(),
            started: pass.started,
            took_ms: u64::try_from(pass.took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl StepFinding {
    fn of(step: &StepResult, facts: &Facts) -> Self {
        let different = |found: StepDifference| {
            let is_same = found.changes.is_empty() && found.noise.is_empty();
            (!is_same).then(|| StepDifferent {
                changes: ChangeLine::all(&found.changes),
                noise: ChangeLine::all(&found.noise),
            })
        };
        Self {
            name: step.name.clone(),
            outcome: step.outcome.summary().as_str(),
            curl: step.exchange.as_ref().map(|exchange| curl(&exchange.request)),
            different: facts.different(step).and_then(different),
        }
    }
}
