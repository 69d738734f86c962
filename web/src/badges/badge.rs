//! What a badge says.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_health::exact::{fraction, percent_text};
use runner_health::incident::MonitorStanding;
use runner_health::rollup::LatencySketch;
use runner_health::series::StateTimes;
use runner_model::{MonitorName, Outcome, human};
use runner_monitor::diary::Diary;
use runner_monitor::watch::Watch;
use runner_store::{ReadError, Store, WantedRuns};
use suites::MonitorRef;

/// So many days an uptime is about.
const DAYS: u32 = 30;

/// A latency is about a day.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// So many runs that are not summed up yet are looked at.
const RUNS: usize = 500;

/// What a badge tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// How the monitor is.
    Status,
    /// The share of the known time in which it worked.
    Uptime,
    /// How long all but the slowest twentieth of the runs took.
    Latency,
}

impl Kind {
    /// The kind of this name.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "status" => Some(Self::Status),
            "uptime" => Some(Self::Uptime),
            "latency" => Some(Self::Latency),
            _ => None,
        }
    }
}

/// What a badge says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Badge {
    /// What it is about: `checkout`, `checkout uptime 30 d`.
    pub(super) label: String,
    /// What is said of it: `up`, `99.98 %`.
    pub(super) message: String,
    pub(super) colour: Colour,
}

/// What a colour means; white text can be read on each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Good,
    Warning,
    Bad,
    Plain,
    /// Nothing is known.
    Grey,
}

impl Colour {
    pub(super) fn hex(self) -> &'static str {
        match self {
            Self::Good => "#1b7a4b",
            Self::Warning => "#8f5a00",
            Self::Bad => "#c62a32",
            Self::Plain => "#5250c9",
            Self::Grey => "#6b6b78",
        }
    }
}

impl Badge {
    /// Of something that is not there, or not for everybody: which of these is not said.
    pub(super) fn unknown() -> Self {
        let (label, message) = ("tripline".to_owned(), "unknown".to_owned());
        Self { label, message, colour: Colour::Grey }
    }

    /// Of a monitor of the project.
    pub(super) async fn read(
        store: &Store,
        watch: &Watch,
        monitor: &MonitorName,
        kind: Kind,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        match kind {
            Kind::Status => status(store, watch, monitor, now).await,
            Kind::Uptime => uptime(store, watch, monitor, now).await,
            Kind::Latency => latency(store, monitor, now).await,
        }
    }
}

async fn status(
    store: &Store,
    watch: &Watch,
    monitor: &MonitorName,
    now: Timestamp,
) -> Result<Badge, ReadError> {
    let diary = Diary::open(watch, store, now).await?;
    let maintained = diary.maintained();
    let is_paused = store.pauses().all().await?.iter().any(|pause| pause.monitor == *monitor);
    let watched = watch.monitors.iter().find(|watched| watched.name() == monitor);
    let (mut states, mut is_maintained) = (Vec::new(), Vec::new());
    for status in store.runs().current().await? {
        let is_own = status.series.monitor == *monitor
            && watched.is_some_and(|w| w.tests().any(|test| test == status.series.test));
        if is_own {
            let state = status.state.as_ref().and_then(|state| state.read().ok());
            states.push((state, status.last.outcome));
            is_maintained.push(maintained.of(&status.series).is_some());
        }
    }
    let standing = MonitorStanding::beside_maintenance(states, &is_maintained, is_paused);
    let colour = match standing {
        MonitorStanding::Up => Colour::Good,
        MonitorStanding::Degraded => Colour::Warning,
        MonitorStanding::Down => Colour::Bad,
        MonitorStanding::Unknown
        | MonitorStanding::Maintenance
        | MonitorStanding::Paused
        | MonitorStanding::NotRunYet => Colour::Grey,
    };
    Ok(Badge { label: monitor.to_string(), message: standing.as_str().to_owned(), colour })
}

async fn uptime(
    store: &Store,
    watch: &Watch,
    monitor: &MonitorName,
    now: Timestamp,
) -> Result<Badge, ReadError> {
    let diary = Diary::open(watch, store, now).await?;
    let of = [MonitorRef { monitor: monitor.clone(), test: None }];
    let mut times = StateTimes::default();
    diary.days(&of, DAYS).await?.iter().for_each(|day| times += &day.times);
    let label = format!("{monitor} uptime {DAYS} d");
    let (good, known) = (times.good().as_micros(), times.known().as_micros());
    if known == 0 {
        return Ok(Badge { label, message: "unknown".to_owned(), colour: Colour::Grey });
    }
    let colour = match (good * 1000 / known, good * 100 / known) {
        (999.., _) => Colour::Good,
        (_, 99..) => Colour::Warning,
        _ => Colour::Bad,
    };
    Ok(Badge { label, message: percent_text(&fraction(good, known), 2), colour })
}

async fn latency(store: &Store, monitor: &MonitorName, now: Timestamp) -> Result<Badge, ReadError> {
    let from = now.checked_sub(DAY).unwrap_or(Timestamp::MIN);
    let mut sketch = LatencySketch::default();
    let mut rolled = from;
    for series in store.runs().series().await?.iter().filter(|s| s.monitor == *monitor) {
        for hour in store.rollups().between(series, from, now).await? {
            sketch.merge(&hour.rollup.latency);
        }
        rolled = rolled.max(store.rollups().until(series).await?.unwrap_or(from));
    }
    let wanted = WantedRuns {
        series: &|series| series.monitor == *monitor,
        run: &|run| {
            run.trigger.counts() && matches!(run.outcome, Outcome::Passed | Outcome::Degraded)
        },
        only_bad: false,
        from: rolled,
        until: Timestamp::MAX,
    };
    for run in store.runs().newest(&wanted, None, RUNS).await?.runs {
        sketch.add(run.took);
    }
    let label = format!("{monitor} p95 24 h");
    let took: Option<Duration> = sketch.percentile(95);
    Ok(match took {
        Some(took) => Badge { label, message: human::duration(took), colour: Colour::Plain },
        None => Badge { label, message: "unknown".to_owned(), colour: Colour::Grey },
    })
}
