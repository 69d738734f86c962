//! Deploys, the latest first, and what each did to the tests of its service.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_store::{Deploy, DeployId, Deployed};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::findings::{ChangeLine, FindingLine};
use super::millis::millis;
use super::named::Named;
use super::offered::not_read;
use super::paging::{Page, Paging};
use super::schemas;
use crate::pages::deploys::{Broken, Judged, JudgedTest, until};
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
    /// What the runs within an hour after it say, as far as they go.
    #[schema(schema_with = schemas::verdict)]
    verdict: &'static str,
    /// Why, in one sentence.
    sentence: String,
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
    /// Each test of the service that is watched where it was deployed, the worst first.
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
    /// Of the runs before it that did not fail, 95 of 100 were done within so many milliseconds;
    /// left out when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_before_ms: Option<f64>,
    /// The same after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_after_ms: Option<f64>,
    /// The first run after it that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_failed: Option<String>,
    /// What that run found; left out when that is no longer kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<DeployFinding>,
}

/// What a test found when it first failed after a deploy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeployFinding {
    #[serde(flatten)]
    finding: FindingLine,
    /// The last pass before the deploy, with which it is compared; left out when nothing is
    /// different from it, or there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<String>,
    /// What is different from that.
    changes: Vec<ChangeLine>,
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
    let (store, now) = (&inside.door.store, inside.door.clock.now());
    let found = store.deploys().before(before, one_more).await.map_err(not_read)?;
    let Page { items, next } = Page::of(found, limit, |found: &Deployed| found.id.0.to_string());
    let from = items.iter().map(|found| found.deploy.at).min().unwrap_or(now);
    let later = store.deploys().judged_between(from, now).await.map_err(not_read)?;
    let mut lines = Vec::new();
    for deployed in items {
        let judged = judged(&inside, &deployed.deploy, &later, now, false).await?;
        lines.push(DeployLine::of(deployed, &judged));
    }
    Ok(Json(Page { items: lines, next }))
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
    let later = store.deploys().judged_between(found.deploy.at, now).await.map_err(not_read)?;
    let judged = judged(&inside, &found.deploy, &later, now, true).await?;
    let tests = judged.tests.iter().map(DeployTest::of).collect();
    Ok(Json(DeployShown { deploy: DeployLine::of(found, &judged), tests }))
}

/// What the runs around `deploy` say; of `later` deploys the next one ends what they say.
async fn judged(
    inside: &Inside,
    deploy: &Deploy,
    later: &[Deployed],
    now: Timestamp,
    with_findings: bool,
) -> Result<Arc<Judged>, Problem> {
    let standings = inside.standings().await?;
    let until = until(deploy, later, now);
    Judged::kept(inside, deploy, until, &standings, with_findings).await.map_err(not_read)
}

impl DeployTest {
    fn of(test: &JudgedTest) -> Self {
        let JudgedTest { name, verdict, sentence, before, after, first_failed, broken } = test;
        Self {
            test: name.clone(),
            verdict: verdict.as_str(),
            sentence: sentence.clone(),
            failed_before: before.failures.failed(),
            runs_before: before.failures.valid(),
            failed_after: after.failures.failed(),
            runs_after: after.failures.valid(),
            p95_before_ms: before.p95.map(millis),
            p95_after_ms: after.p95.map(millis),
            first_failed: first_failed.as_ref().map(ToString::to_string),
            found: broken.as_ref().map(DeployFinding::of),
        }
    }
}

impl DeployFinding {
    fn of(Broken { finding, against, changes }: &Broken) -> Self {
        Self {
            finding: FindingLine::of(finding),
            against: against.as_ref().map(ToString::to_string),
            changes: ChangeLine::all(changes),
        }
    }
}

impl DeployLine {
    fn of(Deployed { id, deploy, judged: gate }: Deployed, judged: &Judged) -> Self {
        Self {
            id: id.0,
            at: deploy.at,
            service: deploy.service.to_string(),
            environment: deploy.environment.map(|name| name.to_string()),
            version: deploy.version,
            commit: deploy.commit,
            url: deploy.url,
            who: deploy.who,
            gate: gate.map(|said| GateWord { at: said.at, verdict: said.verdict }),
            verdict: judged.verdict.as_str(),
            sentence: judged.sentence.clone(),
        }
    }
}
