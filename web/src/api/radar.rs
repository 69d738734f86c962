//! Triggers as Runscope has them, so that pipelines that were written for it keep working: an
//! address that nobody guesses starts a run, and the answer has the shape that they know.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Extensions, HeaderMap, StatusCode};
use runner_model::{
    EnvironmentName, Errand, ErrandEnd, ErrandRun, ErrandState, Outcome, RunId, Secret,
};
use runner_store::Trigger;
use serde_json::{Value, json};

use super::asking::Asking;
use super::named::Named;
use super::offered::not_read;
use super::sent::body;
use super::triggers::offer;
use crate::Door;
use crate::people::is_secure;
use crate::problem::Problem;
use crate::remote;
use crate::router::Inside;

/// Chooses the environment; every other name is that of an input.
const ENVIRONMENT: &str = "runscope_environment";

/// A run is asked for by its address alone, with values of inputs beside it. What is no input of
/// the suites is left aside, as it was before.
pub(crate) async fn trigger(
    State(inside): State<Arc<Inside>>,
    Named(secret): Named,
    Asking(mut said): Asking,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let (headers, extensions) = (request.headers(), request.extensions());
    let base = base(headers, extensions);
    let trigger = known(&inside, remote::asker(headers, extensions), secret).await?;
    let door = &inside.door;
    if let Some(wait) = inside.rates.wait(&format!("trigger {}", trigger.name), door.clock.now()) {
        return Err(Problem::TooOften { wait });
    }
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_owned());
    let sent = body(request, &()).await?;
    if kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded")) {
        said.extend(url::form_urlencoded::parse(&sent).into_owned());
    }
    let (errand, set) = meant(door, &trigger, said)?;
    let offered = offer(door, errand, format!("the trigger {}", trigger.name)).await?;
    Ok((StatusCode::CREATED, Json(started(&base, &trigger, &offered, &set))))
}

/// What the trigger runs, with what was said beside it; and what was set.
fn meant(
    door: &Door,
    trigger: &Trigger,
    said: Vec<(String, String)>,
) -> Result<(Errand, BTreeMap<String, String>), Problem> {
    let mut errand = trigger.errand.clone();
    let watch = door.known.borrow().watch.clone();
    let mut set = BTreeMap::new();
    for (name, value) in said {
        if name == ENVIRONMENT {
            let name = EnvironmentName::try_from(value);
            errand.environment =
                Some(name.map_err(|invalid| Problem::Malformed { why: invalid.to_string() })?);
        } else if watch.as_ref().is_some_and(|watch| watch.takes(&errand, &name)) {
            set.insert(name, value);
        }
    }
    errand.inputs.extend(set.clone());
    Ok((errand, set))
}

/// Where this service is, as whoever asks sees it: `https://tripline.example.com`.
fn base(headers: &HeaderMap, extensions: &Extensions) -> String {
    let scheme = if is_secure(headers, extensions) { "https" } else { "http" };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("{scheme}://{host}")
}

/// How a run stands, as pipelines that were written for Runscope ask for it.
pub(crate) async fn result(
    State(inside): State<Arc<Inside>>,
    Path((bucket, test, run)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let unknown = || Problem::NotThere { what: format!("no run `{run}` is remembered") };
    let id = RunId::try_from(run.as_str()).map_err(|_| unknown())?;
    let found = inside.door.store.errands().by_run(&id).await.map_err(not_read)?;
    let asked = found.ok_or_else(unknown)?;
    let (result, end) = match &asked.state {
        ErrandState::Waiting => ("queued", None),
        ErrandState::Running { .. } => ("working", None),
        ErrandState::Refused { .. } => ("fail", None),
        ErrandState::Done(end) => match end.outcome {
            Outcome::Passed | Outcome::Degraded => ("pass", Some(end)),
            Outcome::Failed | Outcome::Errored | Outcome::Skipped => ("fail", Some(end)),
        },
    };
    let seconds = |end: &ErrandEnd| end.started.as_millisecond() as f64 / 1000.0;
    let data = json!({
        "bucket_key": bucket,
        "test_id": test,
        "test_run_id": asked.run,
        "environment_name": asked.errand.environment,
        "result": result,
        "started_at": end.map(seconds),
        "finished_at": end.map(|end| seconds(end) + end.took.as_secs_f64()),
    });
    Ok(Json(json!({ "data": data, "error": null, "meta": { "status": "success" } })))
}

async fn known(inside: &Inside, asker: IpAddr, secret: String) -> Result<Trigger, Problem> {
    let Inside { door, failures, .. } = inside;
    let now = door.clock.now();
    if let Some(wait) = failures.wait(asker, now) {
        return Err(Problem::TooMany { wait });
    }
    let found = door.store.triggers().find(&Secret::new(secret), now).await.map_err(not_read)?;
    found.ok_or_else(|| {
        // Whoever guesses is not listened to for long.
        if failures.note(asker, now) {
            tracing::warn!(%asker, "too many wrong triggers: not listened to for a minute");
        }
        Problem::NotThere { what: "there is no such trigger".to_owned() }
    })
}

/// The answer: Runscope's, with one run.
fn started(
    base: &str,
    trigger: &Trigger,
    asked: &ErrandRun,
    set: &BTreeMap<String, String>,
) -> Value {
    let id: String = trigger
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let environment = asked.errand.environment.as_ref();
    let run = json!({
        "agent": null,
        "bucket_key": "tripline",
        "region": null,
        "status": "init",
        "test_id": id,
        "test_name": trigger.name,
        "environment_id": environment,
        "environment_name": environment,
        "test_run_id": asked.run,
        "test_url": base,
        "test_run_url": format!("{base}/api/v1/runs/{}", asked.run),
        "variables": set,
    });
    json!({
        "data": { "runs": [run], "runs_failed": 0, "runs_started": 1, "runs_total": 1 },
        "error": null,
        "meta": { "status": "success" },
    })
}
