//! Deploys: announced, judged, and the runs by which they were.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use runner_health::deploy::DeployVerdict;
use runner_model::{
    EnvironmentName, LocationName, MonitorName, RunId, Series, SeriesRun, ServiceName, TestRef,
    TestResult, Trigger,
};
use runner_store::{AuditEntry, Deploy, DeployId, Deployed, Judged, Record};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::named::Named;
use super::offered::{not_read, not_written};
use super::schemas;
use super::sent::{Large, Sent};
use crate::Door;
use crate::admit::{By, Caller};
use crate::problem::Problem;
use crate::router::Inside;

/// How long a version or a commit may be, in characters.
const LONGEST: usize = 200;

/// How long an address may be.
const LONGEST_URL: usize = 2000;

/// A deploy, as it is announced: `POST /api/v1/deploys`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// Of what.
    #[schema(value_type = String)]
    pub service: ServiceName,
    /// What: `1.4.2`.
    pub version: String,
    /// Where.
    #[schema(value_type = Option<String>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// The commit that it was made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Where more stands about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The answer: a deploy, as it was noted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct Noted {
    /// Which deploy.
    pub id: i64,
    /// Runs before it are history: earlier than just now when the same version was announced within
    /// a day.
    pub at: Timestamp,
}

/// What a gate says of a deploy: `POST /api/v1/deploys/{id}/verdict`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// In one word.
    #[schema(schema_with = schemas::verdict)]
    pub verdict: DeployVerdict,
}

/// One run of one test by a gate: `POST /api/v1/deploys/{id}/runs`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct GateRun {
    /// The run it belongs to.
    #[schema(value_type = String)]
    pub run: RunId,
    /// From where.
    #[schema(value_type = String)]
    pub location: LocationName,
    /// What was done, masked.
    #[schema(schema_with = schemas::test_result)]
    pub test: TestResult,
}

/// A deploy is announced. Kept when this answers.
#[utoipa::path(post, path = "/api/v1/deploys", tag = "deploys",
    request_body = Announced, responses((status = 201, body = Noted)))]
pub(crate) async fn announce(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Sent(said): Sent<Announced>,
) -> Result<(StatusCode, Json<Noted>), Problem> {
    let door = &inside.door;
    let at = door.clock.now();
    let Announced { service, version, environment, commit, url } = said;
    let version = line("version", version, LONGEST)?;
    let commit = commit.map(|text| line("commit", text, LONGEST)).transpose()?;
    let url = url.map(|text| line("url", text, LONGEST_URL)).transpose()?;
    if url.as_ref().is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
        let why = "`url` is no address: it begins with `https://` or `http://`".to_owned();
        return Err(Problem::Malformed { why });
    }
    let place = environment.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let what = format!("announced the deploy of {service} {version}{place}");
    let entry = AuditEntry { at, who: who.clone(), what };
    door.store.audit().note(entry).await.map_err(not_written)?;
    let deploy = Deploy { at, service, environment, version, who, commit, url };
    let marker = door.store.deploys().mark(deploy).await.map_err(not_written)?;
    Ok((StatusCode::CREATED, Json(Noted { id: marker.id.0, at: marker.at })))
}

/// A gate has spoken: whoever waits for it waits no longer.
#[utoipa::path(post, path = "/api/v1/deploys/{id}/verdict", tag = "deploys",
    params(("id" = i64, Path, description = "The number of the deploy")),
    request_body = Spoken, responses((status = 204)))]
pub(crate) async fn speak(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Named(id): Named,
    Sent(Spoken { verdict }): Sent<Spoken>,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let at = door.clock.now();
    let Deployed { id, deploy, .. } = known(door, &id).await?;
    let what = format!("judged {} {}: {verdict}", deploy.service, deploy.version);
    door.store.audit().note(AuditEntry { at, who, what }).await.map_err(not_written)?;
    let judged = Judged { at, verdict: verdict.to_string() };
    door.store.deploys().judge(id, judged).await.map_err(not_written)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A run of a gate is kept beside those of a monitor that runs the same test in the same place. It
/// is marked as what it is, so that it enters no availability and no incident. 204 also when no
/// monitor does: then nothing is kept.
#[utoipa::path(post, path = "/api/v1/deploys/{id}/runs", tag = "deploys",
    params(("id" = i64, Path, description = "The number of the deploy")),
    request_body = GateRun, responses((status = 204)))]
pub(crate) async fn remember(
    State(inside): State<Arc<Inside>>,
    Named(id): Named,
    Large(GateRun { run, location, test }): Large<GateRun>,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let Deployed { deploy, .. } = known(door, &id).await?;
    let monitors = monitors_in(door, deploy.environment.as_ref(), &test.test);
    if let Some(monitor) = monitors.into_iter().next() {
        let series = Series { monitor, test: test.test.clone(), location };
        let kept = SeriesRun::of(series, run, test.started, Trigger::Deploy, &test);
        let runs = vec![SeriesRun { detail: Some(Box::new(test)), ..kept }];
        let record = Record { runs, ..Record::default() };
        door.store.record(record).await.map_err(not_written)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The monitors of an environment that run a test, in the order of the file.
pub(super) fn monitors_in(
    door: &Door,
    environment: Option<&EnvironmentName>,
    test: &TestRef,
) -> Vec<MonitorName> {
    let known = door.known.borrow();
    let monitors = known.watch.iter().flat_map(|watch| &watch.monitors);
    let here = monitors.filter(|watched| watched.environment() == environment);
    let running = here.filter(|watched| watched.tests().any(|one| one == *test));
    running.map(|watched| watched.name().clone()).collect()
}

async fn known(door: &Door, id: &str) -> Result<Deployed, Problem> {
    let unknown = || Problem::NotThere { what: format!("there is no deploy `{id}`") };
    let number: i64 = id.parse().map_err(|_| unknown())?;
    let found = door.store.deploys().by_id(DeployId(number)).await.map_err(not_read)?;
    found.ok_or_else(unknown)
}

/// What is shown in messages and pages is one line of text there.
fn line(name: &str, text: String, longest: usize) -> Result<String, Problem> {
    let why = if text.trim().is_empty() {
        format!("`{name}` is empty")
    } else if text.chars().count() > longest {
        format!("`{name}` has at most {longest} characters")
    } else if text.chars().any(char::is_control) {
        format!("`{name}` is one line of text")
    } else {
        return Ok(text);
    };
    Err(Problem::Malformed { why })
}
