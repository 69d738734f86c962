//! How something is, as a page shows it: a shape, a word and a colour; never the colour alone.

use runner_health::incident::{Level, MonitorStanding};
use runner_model::Outcome;
use serde::Serialize;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    /// The name of the shape in `icons.svg`.
    pub(crate) icon: &'static str,
    /// The class of its colour: `ok`, `bad`, `warn`, `info`, `mute`.
    pub(crate) tone: &'static str,
    /// The word.
    pub(crate) word: &'static str,
}

impl Mark {
    const fn new(icon: &'static str, tone: &'static str, word: &'static str) -> Self {
        Self { icon, tone, word }
    }

    /// Of a monitor.
    pub(crate) fn of_standing(standing: MonitorStanding) -> Self {
        match standing {
            MonitorStanding::Down => Self::new("bad", "bad", "Failing"),
            MonitorStanding::Degraded => Self::new("warn", "warn", "Degraded"),
            MonitorStanding::Unknown => Self::new("unsure", "mute", "Cannot tell"),
            MonitorStanding::Maintenance => Self::new("pause", "info", "In maintenance"),
            MonitorStanding::Paused => Self::new("pause", "info", "Paused"),
            MonitorStanding::NotRunYet => Self::new("skip", "mute", "Not run yet"),
            MonitorStanding::Up => Self::new("ok", "ok", "Passing"),
        }
    }

    /// Of a run, a step.
    pub(crate) fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self::new("ok", "ok", "Passed"),
            Outcome::Degraded => Self::new("warn", "warn", "Degraded"),
            Outcome::Failed => Self::new("bad", "bad", "Failed"),
            Outcome::Errored => Self::new("unsure", "mute", "Errored"),
            Outcome::Skipped => Self::new("skip", "mute", "Skipped"),
        }
    }

    /// Of an incident that is open, or one that is over.
    pub(crate) fn of_incident(level: Level, is_open: bool) -> Self {
        match (is_open, level) {
            (true, Level::Degraded) => Self::new("warn", "warn", "Degraded"),
            (true, Level::Up | Level::Down) => Self::new("bad", "bad", "Down"),
            (false, _) => Self::new("ok", "ok", "Over"),
        }
    }
}
