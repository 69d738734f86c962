//! How things stand, at a fixed time.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use runner_health::calendar::Span;
use runner_health::incident::Incident;
use runner_health::rollup::{Rollup, WholeHours};
use runner_health::series::{Sample, StateTimes};
use runner_model::{
    About, Alert, Digest, DigestLine, LocationName, MonitorName, Series, Severity, Trigger,
};
use runner_store::{
    Json, NewMessage, ReadError, Record, StateChange, StateKind, Store, WriteError,
};
use thiserror::Error;

use super::digest_due::{ToldUntil, due};
use super::holding::Holding;
use crate::schedule::Slots;
use crate::watch::Watch;

/// How far digests have told.
const DIGEST: StateKind = StateKind::new("digest");
const TOLD: &str = "told";

/// So many incidents are counted at most.
const INCIDENTS: u32 = 10_000;

/// So much later than it was due a run may begin and still be found.
const LATEST: SignedDuration = SignedDuration::from_hours(24);

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A digest cannot be made.
#[derive(Debug, Error)]
pub(super) enum DigestError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Puts the digest that is due into the outbox, if one is; what was told. The first time there is
/// nothing to look back on: it begins to count.
pub(super) async fn tell(
    store: &Store,
    watch: &Watch,
    location: &LocationName,
    now: Timestamp,
) -> Result<Option<NewMessage>, DigestError> {
    let Some(rule) = &watch.project.digest else { return Ok(None) };
    let told = store.states().one(DIGEST, TOLD).await?;
    let Some(told) = told.and_then(|json| json.read::<ToldUntil>().ok()) else {
        let record = Record { states: vec![until(now)], ..Record::default() };
        store.record(record).await?;
        return Ok(None);
    };
    let cron = &rule.cron;
    let slots = Slots::Cron { cron: cron.pattern.clone(), zone: cron.time_zone.clone() };
    let Some(slot) = due(&slots, told, now) else { return Ok(None) };
    let digest = look_back(store, watch, location, Span { from: told.until, until: now }).await?;
    let alert = Alert {
        at: now,
        severity: Severity::Info,
        about: About::Digest(digest),
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    };
    let channel = rule.channel.value.clone();
    let key = format!("digest/{slot}/{channel}");
    let message = NewMessage { channel, key, not_before: now, alert };
    let (messages, states) = (vec![message.clone()], vec![until(slot)]);
    store.record(Record { messages, states, ..Record::default() }).await?;
    Ok(Some(message))
}

fn until(until: Timestamp) -> StateChange {
    let json = Json::of(&ToldUntil { until }).expect("it has one field");
    StateChange { kind: DIGEST, key: TOLD.to_owned(), json: Some(json) }
}

/// How things stood within `span`, and stand at its end.
async fn look_back(
    store: &Store,
    watch: &Watch,
    location: &LocationName,
    span: Span,
) -> Result<Digest, ReadError> {
    let incidents = store.incidents().between(span.from, span.until, INCIDENTS).await?;
    let incidents: Vec<Incident> =
        incidents.iter().filter_map(|incident| incident.json.read().ok()).collect();
    let failures = store.runs().last_failures().await?;
    let recovered: HashMap<Arc<Series>, Option<Timestamp>> =
        failures.into_iter().map(|failure| (failure.series, failure.recovered)).collect();
    let in_trouble = in_trouble(&incidents);
    let holding = Holding::of(watch, store, span.until).await?;
    let mut monitors = Vec::new();
    for watched in &watch.monitors {
        let (mut days, mut times) = (None::<i64>, StateTimes::default());
        let monitor = watched.name();
        for test in watched.tests() {
            let series = Series { monitor: monitor.clone(), test, location: location.clone() };
            if let Some(recovered) = recovered.get(&series) {
                let since = days_since(*recovered, span.until);
                days = Some(days.map_or(since, |days| days.min(since)));
            }
            times += &times_of(store, &series, span, &holding).await?;
        }
        monitors.push(DigestLine {
            monitor: monitor.clone(),
            open: in_trouble.contains(monitor),
            days_since_failure: days,
            up_seconds: times.good().as_secs(),
            known_seconds: times.known().as_secs(),
        });
    }
    // Those that fail come after those of an incident; otherwise the order of the file stays.
    monitors.sort_by_key(|line| (!line.open, line.days_since_failure != Some(0)));
    // What another incident caused was told there.
    let told = incidents.iter().filter(|incident| incident.cause.is_none()).count();
    Ok(Digest { from: span.from, monitors, incidents: told as u64 })
}

/// Monitors of which a series is in an open incident.
fn in_trouble(incidents: &[Incident]) -> BTreeSet<MonitorName> {
    let members = incidents.iter().flat_map(|i| i.members.values().chain(i.folded.values()));
    members.filter(|member| member.is_open()).map(|member| member.series.monitor.clone()).collect()
}

/// Whole days since the end of a failure; 0 while it lasts.
fn days_since(recovered: Option<Timestamp>, now: Timestamp) -> i64 {
    recovered.map_or(0, |at| (now.duration_since(at).as_secs() / DAY).max(0))
}

/// For how long a series was in each state: whole runs count, not only their first step. Hours that
/// are summed up are read, the rest is worked out from runs.
async fn times_of(
    store: &Store,
    series: &Series,
    span: Span,
    holding: &Holding,
) -> Result<StateTimes, ReadError> {
    let WholeHours { before, hours, .. } = WholeHours::of(span);
    let rolled = store.rollups().until(series).await?.unwrap_or(Timestamp::MIN);
    let until = rolled.clamp(hours.from, hours.until);
    let mut times = StateTimes::default();
    for hour in store.rollups().between(series, hours.from, until).await? {
        times += &hour.rollup.transaction.times;
    }
    for part in [before, Span { from: until, until: span.until }] {
        if part.from < part.until {
            times += &times_from_runs(store, series, part, holding).await?;
        }
    }
    Ok(times)
}

async fn times_from_runs(
    store: &Store,
    series: &Series,
    span: Span,
    holding: &Holding,
) -> Result<StateTimes, ReadError> {
    let rules = holding.rules(series, span);
    let earlier = |at: Timestamp| {
        at.checked_sub(rules.hold).and_then(|at| at.checked_sub(LATEST)).unwrap_or(Timestamp::MIN)
    };
    let runs = store.runs().between(series, earlier(span.from), span.until);
    let scheduled = |run: &runner_model::SeriesRun| run.trigger == Trigger::Schedule;
    let runs: Vec<_> =
        runs.try_filter(|run| std::future::ready(scheduled(run))).try_collect().await?;
    let mut samples: Vec<Sample> = runs.iter().filter_map(Sample::of).collect();
    samples.sort_by_key(|sample| sample.at);
    samples.dedup_by_key(|sample| sample.at);
    let rollup = Rollup::of(&samples, span, rules.hold, &rules.exclusions);
    Ok(rollup.expect("they stand in order, each once").transaction.times)
}

#[cfg(test)]
mod tests;
