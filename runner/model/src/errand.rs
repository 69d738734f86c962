//! Tests that somebody wants to be run once, beside all monitors.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{EnvironmentName, Outcome, RunId, ServiceName, SuiteId, millis};

/// Tests that somebody wants to be run once, beside all monitors. Values from outside set inputs of
/// suites and nothing else: no secret, no host, no header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// Only this suite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<SuiteId>,
    /// Only tests with this tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Only tests that call this service, or one that depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affected_by: Option<ServiceName>,
    /// Where; the only one that can be run alone when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// Only as this tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Values of inputs, as text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, String>,
}

impl Errand {
    /// Whether it says what is to be run: everything is asked for by nobody on purpose.
    pub fn names_tests(&self) -> bool {
        self.suite.is_some() || self.tag.is_some() || self.affected_by.is_some()
    }
}

impl std::fmt::Display for Errand {
    /// `the suite orders in staging as canary-eu`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = Vec::new();
        parts.extend(self.suite.as_ref().map(|suite| format!("the suite {suite}")));
        parts.extend(self.tag.as_ref().map(|tag| format!("tests tagged {tag}")));
        let affected = self.affected_by.as_ref();
        parts.extend(affected.map(|service| format!("what {service} may have broken")));
        f.write_str(&parts.join(", "))?;
        self.environment.iter().try_for_each(|name| write!(f, " in {name}"))?;
        self.tenant.iter().try_for_each(|tenant| write!(f, " as {tenant}"))
    }
}

/// An errand, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrandRun {
    /// The run that it is.
    pub run: RunId,
    /// When it was asked for.
    pub at: Timestamp,
    /// Who asked, as the way in knows it: the name of a token, `the command line`.
    pub by: String,
    /// What is wanted.
    pub errand: Errand,
    /// How it stands.
    pub state: ErrandState,
}

/// How an errand stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrandState {
    /// The service has not seen it.
    Waiting,
    /// It goes on.
    Running {
        /// Since when.
        since: Timestamp,
    },
    /// It is over.
    Done(ErrandEnd),
    /// It is not carried out, or was not to its end.
    Refused {
        /// Why, and the way out.
        why: String,
    },
}

/// How an errand ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrandEnd {
    /// The worst of its tests.
    pub outcome: Outcome,
    /// When it began.
    pub started: Timestamp,
    /// How long it took.
    #[serde(with = "millis")]
    pub took: Duration,
    /// How many tests ran.
    pub tests: u64,
    /// How many of them failed.
    pub failed: u64,
}

impl ErrandState {
    /// Nothing more comes of it.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Waiting | Self::Running { .. } => false,
            Self::Done(_) | Self::Refused { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errand_says_what_it_is_about() {
        let errand = Errand {
            affected_by: Some("orders".try_into().unwrap()),
            environment: Some("staging".try_into().unwrap()),
            tenant: Some("canary-eu".to_owned()),
            ..Errand::default()
        };
        assert_eq!(errand.to_string(), "what orders may have broken in staging as canary-eu");
        assert!(errand.names_tests() && !Errand::default().names_tests());
    }

    #[test]
    fn it_is_kept_as_json() {
        let end = ErrandEnd {
            outcome: Outcome::Failed,
            started: Timestamp::UNIX_EPOCH,
            took: Duration::from_millis(1500),
            tests: 3,
            failed: 1,
        };
        let run = ErrandRun {
            run: RunId::at(Timestamp::UNIX_EPOCH, [7; 10]),
            at: Timestamp::UNIX_EPOCH,
            by: "ci".to_owned(),
            errand: Errand { tag: Some("smoke".to_owned()), ..Errand::default() },
            state: ErrandState::Done(end),
        };
        let json = serde_json::to_value(&run).unwrap();
        assert_eq!(json["state"]["done"]["failed"], 1);
        let text = json.to_string();
        assert_eq!(serde_json::from_str::<ErrandRun>(&text).unwrap(), run);
    }
}
