//! Deploys, the latest first, and what each did to the tests of its service.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::deploy::{Answer, DeployReport, DeployVerdict};
use runner_store::{DeployId, Deployed};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::named::Named;
use super::offered::not_read;
use super::paging::{Page, Paging};
use super::schemas;
use crate::pages::deploys::{Around, ByRuns, until};
use crate::problem::Problem;
use crate::router::Inside;

/// A deploy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeployLine {
    /// Which deploy.
    id: i64,
    at: Timestamp,
    service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    /// `1.4.2`
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    /// Where more stands about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Who announced it.
    who: String,
    /// What its gate said; left out until it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<GateWord>,
}

/// What a gate said of a deploy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GateWord {
    at: Timestamp,
    #[schema(schema_with = schemas::verdict)]
    verdict: String,
}

/// A deploy beside the runs before and after it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeployShown {
    #[serde(flatten)]
    deploy: DeployLine,
    /// What the runs within an hour after it say, as far as they go.
    #[schema(schema_with = schemas::verdict)]
    verdict: &'static str,
    /// Why, in one sentence.
    sentence: String,
    /// Each test of the service that is watched where it was deployed.
    tests: Vec<DeployTest>,
}

/// A test before and after a deploy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeployTest {
    test: String,
    #[schema(schema_with = schemas::verdict)]
    verdict: &'static str,
    sentence: String,
    failed_before: u64,
    runs_before: u64,
    failed_after: u64,
    runs_after: u64,
    /// The first run after it that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_failed: Option<String>,
}

/// Deploys, the latest first.
#[utoipa::path(get, path = "/api/v1/deploys", tag = "deploys", params(Paging),
    responses((status = 200, body = Page<DeployLine>)))]
pub(crate) async fn deploys(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<DeployLine>>, Problem> {
    let (limit, before) = (paging.limit()?, paging.cursor::<i64>()?.map(DeployId));
    let one_more = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let found = inside.door.store.deploys().before(before, one_more).await.map_err(not_read)?;
    let lines = found.into_iter().map(DeployLine::of).collect();
    Ok(Json(Page::of(lines, limit, |line: &DeployLine| line.id.to_string())))
}

/// A deploy, and what it did to the tests of its service.
#[utoipa::path(get, path = "/api/v1/deploys/{id}", tag = "deploys",
    params(("id" = i64, Path, description = "The number of the deploy")),
    responses((status = 200, body = DeployShown)))]
pub(crate) async fn deploy(
    State(inside): State<Arc<Inside>>,
    Named(id): Named,
) -> Result<Json<DeployShown>, Problem> {
    let unknown = || Problem::NotThere { what: format!("there is no deploy `{id}`") };
    let store = &inside.door.store;
    let number = id.parse().map(DeployId).map_err(|_| unknown())?;
    let found = store.deploys().by_id(number).await.map_err(not_read)?.ok_or_else(unknown)?;
    let now = inside.door.clock.now();
    let standings = inside.standings().await?;
    let later = store.deploys().between(found.deploy.at, now).await.map_err(not_read)?;
    let until = until(&found.deploy, &later, now);
    let by_runs = ByRuns::read(store, &found.deploy, until, &standings).await.map_err(not_read)?;
    let (verdict, sentence, tests) = match &by_runs.answer {
        Answer::Verdict(report) => {
            (report.verdict, report.sentence(), tests(report, &by_runs.around))
        }
        answer @ Answer::NeedsMore { .. } => {
            (DeployVerdict::CannotTell, answer.sentence(), Vec::new())
        }
    };
    let (deploy, verdict) = (DeployLine::of(found), verdict.as_str());
    Ok(Json(DeployShown { deploy, verdict, sentence, tests }))
}

fn tests(report: &DeployReport, around: &[Around]) -> Vec<DeployTest> {
    let lines = report.tests.iter().zip(around).map(|(test, around)| DeployTest {
        test: test.test.clone(),
        verdict: test.verdict().as_str(),
        sentence: test.sentence(report.family),
        failed_before: test.before.failed(),
        runs_before: test.before.valid(),
        failed_after: test.after.failed(),
        runs_after: test.after.valid(),
        first_failed: around.first_bad().map(|run| run.run.to_string()),
    });
    lines.collect()
}

impl DeployLine {
    fn of(Deployed { id, deploy, judged }: Deployed) -> Self {
        Self {
            id: id.0,
            at: deploy.at,
            service: deploy.service.to_string(),
            environment: deploy.environment.map(|name| name.to_string()),
            version: deploy.version,
            commit: deploy.commit,
            url: deploy.url,
            who: deploy.who,
            gate: judged.map(|said| GateWord { at: said.at, verdict: said.verdict }),
        }
    }
}
