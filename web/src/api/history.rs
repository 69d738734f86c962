//! What was before a deploy: `GET /api/v1/history`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_model::{EnvironmentName, LocationName, Outcome, Series, TestRef, TestResult, Variant};
use runner_store::ReadError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asking::Asking;
use super::deploys::monitors_in;
use super::offered::not_read;
use super::schemas;
use crate::Door;
use crate::pages::standings::hidden;
use crate::pages::suite::hide_credentials;
use crate::problem::Problem;
use crate::router::Inside;

/// So many runs are answered: enough for a baseline, and to see since when it fails.
const MOST: usize = 200;

/// The runs of one test before a moment, in one environment and from one location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestHistory {
    /// Those by schedule, oldest first.
    pub runs: Vec<PastRun>,
    /// The last that passed, with everything about it; nothing when that is not kept.
    #[schema(schema_with = schemas::test_results)]
    pub passes: Vec<TestResult>,
    /// Where else the test is run from, when it is not run from there.
    #[schema(value_type = Vec<String>)]
    pub elsewhere: BTreeSet<LocationName>,
}

/// A run before a deploy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PastRun {
    /// When it began.
    pub started: Timestamp,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// How it ended.
    #[schema(schema_with = schemas::outcome)]
    pub outcome: Outcome,
}

/// What is asked for.
struct Asked {
    environment: Option<EnvironmentName>,
    location: LocationName,
    before: Timestamp,
    test: TestRef,
}

/// The runs of one test by schedule before a moment: what a deploy is compared with.
#[utoipa::path(get, path = "/api/v1/history", tag = "deploys",
    params(("environment" = Option<String>, Query, description = "Where it runs"),
        ("location" = String, Query, description = "From where it runs"),
        ("before" = String, Query, description = "Only runs that began before (RFC 3339)"),
        ("suite" = String, Query, description = "The suite"),
        ("test" = String, Query, description = "The test; `main` where a suite has one"),
        ("case" = Option<String>, Query, description = "The case"),
        ("matrix.tenant" = Option<String>, Query, description = "The tenant; so for each dimension of the matrix")),
    responses((status = 200, body = TestHistory)))]
pub(crate) async fn history(
    State(inside): State<Arc<Inside>>,
    Asking(said): Asking,
) -> Result<Json<TestHistory>, Problem> {
    let asked = Asked::of(said).map_err(|why| Problem::Malformed { why })?;
    read(&inside.door, &asked).await.map(Json).map_err(not_read)
}

async fn read(door: &Door, asked: &Asked) -> Result<TestHistory, ReadError> {
    let mut history = TestHistory::default();
    let hidden = hidden(door.known.borrow().watch.as_ref());
    let monitors = monitors_in(door, asked.environment.as_ref(), &asked.test);
    for monitor in &monitors {
        let (test, location) = (asked.test.clone(), asked.location.clone());
        let series = Series { monitor: monitor.clone(), test, location };
        let runs = door.store.runs().scheduled_before(&series, asked.before, MOST).await?;
        history.runs.extend(runs.into_iter().take(MOST).map(|run| PastRun {
            started: run.started,
            took_us: u64::try_from(run.took.as_micros()).unwrap_or(u64::MAX),
            outcome: run.outcome,
        }));
        let pass = door.store.runs().last_pass(&series).await?;
        let pass = pass.filter(|pass| pass.started < asked.before);
        let whole = pass.and_then(|pass| pass.detail).map(|mut whole| {
            hide_credentials(&mut whole, &hidden);
            *whole
        });
        history.passes.extend(whole);
    }
    history.runs.sort_by_key(|run| run.started);
    if history.runs.is_empty() {
        for status in door.store.runs().current().await? {
            let Series { monitor, test, location } = status.series;
            if test == asked.test && monitors.contains(&monitor) && location != asked.location {
                history.elsewhere.insert(location);
            }
        }
    }
    Ok(history)
}

impl Asked {
    /// `environment`, `location`, `before`, `suite`, `test`, `case`, and an entry of the matrix for
    /// each dimension: `matrix.tenant`.
    fn of(said: Vec<(String, String)>) -> Result<Self, String> {
        let mut matrix = BTreeMap::new();
        let mut named = BTreeMap::new();
        for (name, value) in said {
            let twice = format!("`{name}` is there twice");
            let before = match name.strip_prefix("matrix.") {
                Some(dimension) => matrix.insert(dimension.to_owned(), value),
                None => named.insert(name, value),
            };
            if before.is_some() {
                return Err(twice);
            }
        }
        let environment = named.remove("environment").map(name).transpose()?;
        let mut take = |key: &str| named.remove(key).ok_or_else(|| format!("`{key}` is missing"));
        let asked = Self {
            environment,
            location: name(take("location")?)?,
            before: take("before")?.parse().map_err(|_| "`before` is no time".to_owned())?,
            test: TestRef {
                suite: name(take("suite")?)?,
                test: name(take("test")?)?,
                variant: Variant { case: take("case").ok(), matrix },
            },
        };
        match named.into_keys().next() {
            Some(unknown) => Err(format!("`{unknown}` is not asked for here")),
            None => Ok(asked),
        }
    }
}

fn name<N: TryFrom<String, Error: std::fmt::Display>>(text: String) -> Result<N, String> {
    N::try_from(text).map_err(|invalid| invalid.to_string())
}
