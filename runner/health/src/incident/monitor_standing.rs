//! Where a monitor stands.

use runner_model::Outcome;
use serde::Serialize;

use super::{Level, SeriesState};

/// Where a monitor stands: its worst series. What needs somebody comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MonitorStanding {
    /// A series of it is down.
    Down,
    /// A series of it is degraded, none is down.
    Degraded,
    /// Its last runs could not tell.
    Unknown,
    /// It is being worked on, as announced: whether it is up says nothing.
    Maintenance,
    /// Somebody paused it.
    Paused,
    /// It has not run.
    NotRunYet,
    /// All is well.
    Up,
}

impl MonitorStanding {
    /// Of a monitor with these series: where each stands, when that is known, and how its last run
    /// ended.
    pub fn of(series: &[(Option<SeriesState>, Outcome)], is_paused: bool) -> Self {
        if is_paused {
            return Self::Paused;
        }
        if series.is_empty() {
            return Self::NotRunYet;
        }
        let levels = series.iter().filter_map(|(state, _)| state.as_ref()).map(SeriesState::level);
        match levels.max().unwrap_or(Level::Up) {
            Level::Down => Self::Down,
            Level::Degraded => Self::Degraded,
            Level::Up if series.iter().all(|(_, last)| *last == Outcome::Errored) => Self::Unknown,
            Level::Up => Self::Up,
        }
    }

    /// The same of a monitor of which some series are under maintenance; `is_maintained` says so of
    /// each. What the others tell counts, unless there is no other.
    pub fn beside_maintenance(
        series: Vec<(Option<SeriesState>, Outcome)>,
        is_maintained: &[bool],
        is_paused: bool,
    ) -> Self {
        let had_any = !series.is_empty();
        let paired = series.into_iter().enumerate();
        let counting = paired.filter(|(at, _)| !is_maintained.get(*at).copied().unwrap_or(false));
        let counting: Vec<_> = counting.map(|(_, series)| series).collect();
        if had_any && counting.is_empty() && !is_paused {
            return Self::Maintenance;
        }
        Self::of(&counting, is_paused)
    }

    /// The word, for reading.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Degraded => "degraded",
            Self::Unknown => "unknown",
            Self::Maintenance => "maintenance",
            Self::Paused => "paused",
            Self::NotRunYet => "not run yet",
            Self::Up => "up",
        }
    }

    /// Whether somebody should look.
    pub fn is_trouble(self) -> bool {
        self <= Self::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitor_that_could_not_tell_is_neither_up_nor_down() {
        let of = |outcomes: &[Outcome]| {
            let series: Vec<_> = outcomes.iter().map(|outcome| (None, *outcome)).collect();
            MonitorStanding::of(&series, false)
        };
        assert_eq!(of(&[Outcome::Errored, Outcome::Errored]), MonitorStanding::Unknown);
        assert_eq!(of(&[Outcome::Errored, Outcome::Passed]), MonitorStanding::Up);
        assert_eq!(of(&[]), MonitorStanding::NotRunYet);
    }

    #[test]
    fn what_is_worked_on_is_neither_up_nor_down() {
        let of = |outcomes: &[Outcome], maintained: &[bool], is_paused| {
            let series: Vec<_> = outcomes.iter().map(|outcome| (None, *outcome)).collect();
            MonitorStanding::beside_maintenance(series, maintained, is_paused)
        };
        let both = [Outcome::Passed, Outcome::Errored];
        assert_eq!(of(&both, &[true, true], false), MonitorStanding::Maintenance);
        assert_eq!(of(&both, &[true, false], false), MonitorStanding::Unknown);
        assert_eq!(of(&both, &[false, true], false), MonitorStanding::Up);
        assert_eq!(of(&both, &[true, true], true), MonitorStanding::Paused);
        assert_eq!(of(&[], &[], false), MonitorStanding::NotRunYet);
        assert!(!MonitorStanding::Maintenance.is_trouble());
    }

    #[test]
    fn whoever_paused_a_monitor_knows_how_it_is() {
        let series = [(None, Outcome::Failed)];
        assert_eq!(MonitorStanding::of(&series, true), MonitorStanding::Paused);
        assert!(!MonitorStanding::Paused.is_trouble() && MonitorStanding::Unknown.is_trouble());
    }
}
