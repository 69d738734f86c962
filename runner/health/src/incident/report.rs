//! A transition of a series, and what is to be known of the series.

use runner_model::{EnvironmentName, Finding, Series, ServiceName, Severity};
use serde::{Deserialize, Serialize};

use super::Transition;

/// A transition of a series, with what an incident must know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Which.
    pub series: Series,
    /// What is to be known of it.
    pub facts: Facts,
    /// What its run changed.
    pub transition: Transition,
    /// What the run found, when it was bad.
    pub finding: Option<Finding>,
    /// The version that was deployed last, when that was recently.
    pub after_deploy: Option<String>,
}

/// What is to be known of a series, from the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The suite's name, or the test's where a suite has several, for reading.
    pub name: String,
    /// The suite's service, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceName>,
    /// Where it runs, when that matters to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// How urgent it is when it is down.
    pub severity: Severity,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runbook: Option<String>,
}
