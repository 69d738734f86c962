//! A series in an incident.

use jiff::Timestamp;
use runner_model::{Affected, Finding, Series, Severity};
use serde::{Deserialize, Serialize};

use super::{Facts, Level};

/// A series in an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Which.
    pub series: Series,
    /// What is to be known of it.
    pub facts: Facts,
    /// Its first bad run.
    pub since: Timestamp,
    /// How it is.
    pub state: MemberState,
    /// Its first bad run fell into this maintenance, which is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<String>,
    /// What its last bad run found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// Which change of its incident made it so, counted from 1: whoever was told of a later one
    /// has heard of it.
    pub(crate) change: u64,
}

/// How a series in an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// It works, and not as it should.
    Degraded {
        /// When that was decided.
        at: Timestamp,
    },
    /// It does not work.
    Down {
        /// When that was decided.
        at: Timestamp,
    },
    /// It works again, or is no longer monitored.
    Recovered {
        /// The run that settled it.
        at: Timestamp,
    },
}

impl Member {
    /// How it is.
    pub fn level(&self) -> Level {
        match self.state {
            MemberState::Degraded { .. } => Level::Degraded,
            MemberState::Down { .. } => Level::Down,
            MemberState::Recovered { .. } => Level::Up,
        }
    }

    /// Whether it is still bad.
    pub fn is_open(&self) -> bool {
        self.level() > Level::Up
    }

    /// When it became as it is.
    pub fn entered(&self) -> Timestamp {
        match self.state {
            MemberState::Degraded { at }
            | MemberState::Down { at }
            | MemberState::Recovered { at } => at,
        }
    }

    /// How urgent it is: what only is not as it should be is no reason to get people up.
    pub fn severity(&self) -> Severity {
        match self.level() {
            Level::Degraded => self.facts.severity.min(Severity::Warning),
            Level::Up | Level::Down => self.facts.severity,
        }
    }

    /// What a message says of it.
    pub fn affected(&self) -> Affected {
        let recovered = match self.state {
            MemberState::Recovered { at } => Some(at),
            MemberState::Degraded { .. } | MemberState::Down { .. } => None,
        };
        Affected {
            series: self.series.clone(),
            name: self.facts.name.clone(),
            since: self.since,
            recovered,
            finding: self.finding.clone(),
        }
    }

    /// What becomes of it with that news: as long as it has not recovered, it began when it began.
    pub(super) fn renewed(self, news: Self) -> Self {
        if !self.is_open() {
            return news;
        }
        Self {
            since: self.since.min(news.since),
            maintenance: self.maintenance.or(news.maintenance),
            finding: news.finding.or(self.finding),
            ..news
        }
    }
}

impl MemberState {
    pub(super) fn of(level: Level, at: Timestamp) -> Self {
        match level {
            Level::Up => Self::Recovered { at },
            Level::Degraded => Self::Degraded { at },
            Level::Down => Self::Down { at },
        }
    }
}
