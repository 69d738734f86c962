//! Runs, newest first.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use runner_model::{MonitorName, Outcome, SeriesRun, Trigger};
use runner_monitor::watch::Watched;
use runner_store::{DeployId, Newest, Position, Store, WantedRuns};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::offered::not_read;
use super::paging::{Page, Paging};
use super::schemas;
use crate::pages::runs::After;
use crate::problem::Problem;
use crate::router::Inside;

/// How far back one looks who does not say so: longer than runs are usually kept.
const BACK: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Which runs are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RunFilter {
    /// Of this monitor.
    monitor: Option<String>,
    /// Of monitors in this environment.
    environment: Option<String>,
    /// Of this suite, as history calls it.
    suite: Option<String>,
    /// Of this test.
    test: Option<String>,
    /// From this place.
    location: Option<String>,
    /// That ended so: `passed`, `degraded`, `failed`, `errored` or `skipped`.
    outcome: Option<String>,
    /// That took place for this reason: `schedule`, `confirmation`, `manual` or `deploy`.
    trigger: Option<String>,
    /// That took longer than so many milliseconds.
    slower_than: Option<u64>,
    /// Due at this time or later.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Due before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// After the deploy of this number, of what was deployed, where it was: until the next one of
    /// the same service there.
    deploy: Option<i64>,
}

/// A run of one test, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunLine {
    /// Its number; other tests of the same run have the same.
    run: String,
    monitor: String,
    /// Where the monitor runs; left out when it names none, or is none of the project's.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    suite: String,
    /// The suite's name, for reading; `suite` again when the monitor does not run it.
    name: String,
    test: String,
    /// The case and the matrix entry, for reading; empty when there is none.
    variant: String,
    location: String,
    planned: Timestamp,
    started: Timestamp,
    took_ms: u64,
    #[schema(schema_with = schemas::outcome)]
    outcome: &'static str,
    /// No step was tried more than once.
    first_try: bool,
    #[schema(schema_with = schemas::trigger)]
    trigger: &'static str,
}

impl RunLine {
    /// `watched` is its monitor, as long as the project has it.
    pub(super) fn of(run: &SeriesRun, watched: Option<&Watched>) -> Self {
        let series = &run.series;
        let suite = &series.test.suite;
        let environment = watched.and_then(|watched| watched.monitor.environment.as_ref());
        let mut planned = watched.into_iter().flat_map(|watched| &watched.plan.suites);
        let named = planned.find(|planned| planned.suite.id == *suite);
        Self {
            run: run.run.to_string(),
            monitor: series.monitor.to_string(),
            environment: environment.map(|name| name.value.to_string()),
            suite: suite.to_string(),
            name: named.map_or_else(|| suite.to_string(), |it| it.suite.name.value.clone()),
            test: series.test.test.to_string(),
            variant: series.test.variant.to_string(),
            location: series.location.to_string(),
            planned: run.planned,
            started: run.started,
            took_ms: u64::try_from(run.took.as_millis()).unwrap_or(u64::MAX),
            outcome: run.outcome.as_str(),
            first_try: run.first_try,
            trigger: run.trigger.as_str(),
        }
    }
}

/// Runs, newest first. A page may have fewer than `limit` and still a `next`, when what is wanted
/// is rare.
#[utoipa::path(get, path = "/api/v1/runs", tag = "runs", params(RunFilter, Paging),
    responses((status = 200, body = Page<RunLine>)))]
pub(crate) async fn runs(
    State(inside): State<Arc<Inside>>,
    Asked(filter): Asked<RunFilter>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<RunLine>>, Problem> {
    let door = &inside.door;
    let (limit, position) = (paging.limit()?, paging.cursor::<Position>()?);
    let outcome = filter.outcome.as_deref().map(outcome_of).transpose()?;
    let trigger = filter.trigger.as_deref().map(trigger_of).transpose()?;
    let now = door.clock.now();
    let known = door.known.borrow().clone();
    let standings = inside.standings().await?;
    let after = match filter.deploy {
        Some(id) => Some(after(&door.store, DeployId(id), now).await?),
        None => None,
    };
    let (from, until) = after.as_ref().map_or((Timestamp::MIN, Timestamp::MAX), After::span);
    let back = || now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
    let is = |wanted: &Option<String>, has: &str| wanted.as_deref().is_none_or(|w| w == has);
    let wanted = WantedRuns {
        series: &|series| {
            let environment = || known.environment_of(&series.monitor);
            is(&filter.monitor, series.monitor.as_str())
                && is(&filter.suite, series.test.suite.as_str())
                && is(&filter.test, series.test.test.as_str())
                && is(&filter.location, series.location.as_str())
                && (filter.environment.is_none() || filter.environment == environment())
                && after.as_ref().is_none_or(|after| after.wants(standings.line(series)))
        },
        run: &|run| {
            outcome.is_none_or(|outcome| run.outcome == outcome)
                && trigger.is_none_or(|trigger| run.trigger == trigger)
                && filter.slower_than.is_none_or(|ms| run.took.as_millis() > u128::from(ms))
        },
        only_bad: matches!(outcome, Some(Outcome::Failed | Outcome::Errored)),
        from: filter.from.unwrap_or_else(back).max(from),
        until: filter.until.unwrap_or(Timestamp::MAX).min(until),
    };
    let Newest { runs, next } =
        door.store.runs().newest(&wanted, position, limit).await.map_err(not_read)?;
    let watched: HashMap<&MonitorName, &Watched> =
        known.watched().iter().map(|watched| (watched.name(), &**watched)).collect();
    let line = |run: &SeriesRun| RunLine::of(run, watched.get(&run.series.monitor).copied());
    let items = runs.iter().map(line).collect();
    Ok(Json(Page { items, next: next.map(|next| next.to_string()) }))
}

/// Runs after that deploy.
async fn after(store: &Store, id: DeployId, now: Timestamp) -> Result<After, Problem> {
    let unknown = || Problem::Malformed {
        why: format!(
            "`deploy` is the `id` of one in `/api/v1/deploys`: there is no deploy `{}`",
            id.0
        ),
    };
    let found = store.deploys().by_id(id).await.map_err(not_read)?.ok_or_else(unknown)?;
    After::of(found.deploy, store, now).await.map_err(not_read)
}

fn outcome_of(word: &str) -> Result<Outcome, Problem> {
    let all =
        [Outcome::Passed, Outcome::Degraded, Outcome::Failed, Outcome::Errored, Outcome::Skipped];
    all.into_iter().find(|outcome| outcome.as_str() == word).ok_or_else(|| Problem::Malformed {
        why: "`outcome` is `passed`, `degraded`, `failed`, `errored` or `skipped`".to_owned(),
    })
}

fn trigger_of(word: &str) -> Result<Trigger, Problem> {
    let all = [Trigger::Schedule, Trigger::Confirmation, Trigger::Manual, Trigger::Deploy];
    all.into_iter().find(|trigger| trigger.as_str() == word).ok_or_else(|| Problem::Malformed {
        why: "`trigger` is `schedule`, `confirmation`, `manual` or `deploy`".to_owned(),
    })
}
