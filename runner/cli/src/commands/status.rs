//! `tripline status`: every monitor's state, last and next run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use runner_health::incident::{Incident, MonitorStanding, SeriesState};
use runner_model::{MonitorName, Outcome, human};
use runner_monitor::diary::{Announced, Diary, Maintained};
use runner_monitor::watch::Watch;
use runner_store::{ReadError, SeriesStatus, Store};
use serde_json::{Value, json};

use crate::args::service::StatusArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// How a monitor is.
struct Line {
    monitor: String,
    state: MonitorStanding,
    /// Since when it is not up.
    since: Option<Timestamp>,
    /// The maintenance that it is under as a whole.
    maintenance: Option<Announced>,
    last: Option<(Timestamp, Outcome)>,
    next: Option<Timestamp>,
    tests: usize,
}

/// Prints it; exits with 1 while something is down that is not under maintenance.
pub(crate) fn status(args: &StatusArgs, outside: &Outside) -> Exit {
    let now = outside.clock.now();
    let watch = Watch::read(&outside.current_dir).ok();
    kept::with_store(&args.store, outside, |store| async move {
        let read = async {
            let lines = lines(&store, watch.as_ref(), now).await?;
            let incidents = store.incidents().open().await?;
            let incidents = incidents.iter().filter_map(|i| i.json.read::<Incident>().ok());
            Ok::<_, ReadError>((lines, incidents.collect::<Vec<_>>()))
        };
        let (lines, incidents) = match read.await {
            Ok(read) => read,
            Err(error) => return kept::done(Err(error), ""),
        };
        match args.json {
            true => say::out(to_json(&lines, &incidents)),
            false => print(&lines, &incidents, now),
        }
        let is_down = lines.iter().any(|line| line.state == MonitorStanding::Down);
        if is_down { Exit::Failed } else { Exit::Passed }
    })
}

async fn lines(
    store: &Store,
    watch: Option<&Watch>,
    now: Timestamp,
) -> Result<Vec<Line>, ReadError> {
    let paused: BTreeSet<MonitorName> =
        store.pauses().all().await?.into_iter().map(|pause| pause.monitor).collect();
    // What is announced is for tests that the project has; without one, nothing can be told apart.
    let diary = match watch {
        Some(watch) => Some(Diary::open(watch, store, now).await?),
        None => None,
    };
    let maintained = diary.as_ref().map(Diary::maintained);
    let mut by_monitor: BTreeMap<MonitorName, Vec<SeriesStatus>> = BTreeMap::new();
    for status in store.runs().current().await? {
        by_monitor.entry(status.series.monitor.clone()).or_default().push(status);
    }
    let mut next = BTreeMap::new();
    if let Some(watch) = watch {
        let written: BTreeSet<&MonitorName> = watch.monitors.iter().map(|w| w.name()).collect();
        by_monitor.retain(|name, _| written.contains(name));
        for watched in &watch.monitors {
            by_monitor.entry(watched.name().clone()).or_default();
            next.insert(watched.name().clone(), watched.slots.after(now));
        }
    }
    let mut lines: Vec<Line> = by_monitor
        .into_iter()
        .map(|(monitor, series)| {
            let is_paused = paused.contains(&monitor);
            let next = next.get(&monitor).copied().flatten().filter(|_| !is_paused);
            line(monitor, &series, is_paused, maintained.as_ref(), next)
        })
        .collect();
    lines.sort_by(|a, b| (a.state, &a.monitor).cmp(&(b.state, &b.monitor)));
    Ok(lines)
}

fn line(
    monitor: MonitorName,
    series: &[SeriesStatus],
    is_paused: bool,
    maintained: Option<&Maintained<'_>>,
    next: Option<Timestamp>,
) -> Line {
    let states: Vec<(Option<SeriesState>, Outcome)> =
        series.iter().map(|of| (state_of(of), of.last.outcome)).collect();
    let since = states.iter().filter_map(|(state, _)| state.as_ref()?.since()).min();
    let announced = series.iter().map(|status| maintained?.of(&status.series));
    let announced: Vec<Option<Announced>> = announced.collect();
    let is_maintained: Vec<bool> = announced.iter().map(Option::is_some).collect();
    let state = MonitorStanding::beside_maintenance(states, &is_maintained, is_paused);
    let maintenance = Announced::longest(announced.into_iter().flatten());
    let last = series.iter().map(|s| &s.last).max_by_key(|run| run.started);
    Line {
        monitor: monitor.to_string(),
        state,
        since,
        maintenance: maintenance.filter(|_| state == MonitorStanding::Maintenance),
        last: last.map(|run| (run.started, Outcome::worst(series.iter().map(|s| s.last.outcome)))),
        next,
        tests: series.len(),
    }
}

fn state_of(status: &SeriesStatus) -> Option<SeriesState> {
    status.state.as_ref()?.read().ok()
}

fn print(lines: &[Line], incidents: &[Incident], now: Timestamp) {
    let in_trouble = lines.iter().filter(|line| line.state.is_trouble()).count();
    say::out(match (lines.len(), in_trouble) {
        (0, _) => "nothing is watched yet".to_owned(),
        (all, 0) => format!("{}, none in trouble", human::count(all, "monitor")),
        (all, bad) => format!("{} of {} in trouble", bad, human::count(all, "monitor")),
    });
    let width = lines.iter().map(|line| line.monitor.chars().count()).max().unwrap_or(0).max(8);
    for line in lines {
        let since = line.maintenance.as_ref().map(|announced| announced.from).or(line.since);
        let since = since.map_or_else(String::new, |since| format!(" for {}", ago(since, now)));
        let last = line.last.map_or_else(
            || "never".to_owned(),
            |(at, outcome)| format!("{} {} ago", outcome.as_str(), ago(at, now)),
        );
        let next = line.next.map_or_else(
            || "–".to_owned(),
            |at| format!("in {}", human::duration(at.duration_since(now).unsigned_abs())),
        );
        say::out(format_args!(
            "  {:<width$}  {:<22}  last {last:<24}  next {next}",
            line.monitor,
            format!("{}{since}", line.state.as_str()),
        ));
    }
    for incident in incidents {
        say::out(format_args!(
            "\nincident {} · open for {} · {}",
            incident.id,
            ago(incident.since, now),
            incident.groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        ));
        for member in incident.worst_first().iter().take(5).filter(|member| member.is_open()) {
            let finding = member.finding.as_ref();
            let found = finding.map_or_else(String::new, |f| format!(": {} got {}", f.step, f.got));
            say::out(format_args!("  {}{found}", member.series));
        }
    }
}

fn ago(at: Timestamp, now: Timestamp) -> String {
    let whole = now.duration_since(at).unsigned_abs();
    human::duration(std::time::Duration::from_secs(whole.as_secs()))
}

fn to_json(lines: &[Line], incidents: &[Incident]) -> Value {
    let monitors: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "monitor": line.monitor,
                "state": line.state,
                "since": line.since,
                "maintenance": line.maintenance.as_ref().map(|announced| json!({
                    "name": announced.name,
                    "from": announced.from,
                    "until": announced.until,
                })),
                "last": line.last.map(|(at, _)| at),
                "outcome": line.last.map(|(_, outcome)| outcome.as_str()),
                "next": line.next,
                "series": line.tests,
            })
        })
        .collect();
    json!({ "monitors": monitors, "incidents": incidents })
}
