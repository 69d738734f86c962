//! What belongs together.

use std::collections::BTreeMap;
use std::fmt;

use runner_model::Series;
use serde::{Deserialize, Serialize};

use super::Facts;

/// In what the series of one incident agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// The suite's service; suites without one agree by monitor.
    Service,
    /// Where they run.
    Environment,
    /// The monitor.
    Monitor,
    /// The suite and its test.
    Test,
    /// The entry of the matrix dimension `tenant`.
    Tenant,
    /// The case.
    Case,
}

/// In what the series of an incident agree, and how: `service: orders`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Group(BTreeMap<GroupBy, String>);

impl Group {
    /// The group of a series.
    pub fn of(series: &Series, facts: &Facts, group_by: &[GroupBy]) -> Self {
        let agreed = group_by.iter().filter_map(|by| {
            let variant = &series.test.variant;
            let text = match by {
                GroupBy::Service => match &facts.service {
                    Some(service) => service.to_string(),
                    // A monitor may be named like a service.
                    None => format!("monitor {}", series.monitor),
                },
                GroupBy::Environment => facts.environment.as_ref()?.to_string(),
                GroupBy::Monitor => series.monitor.to_string(),
                GroupBy::Test => format!("{}::{}", series.test.suite, series.test.test),
                GroupBy::Tenant => variant.matrix.get("tenant")?.clone(),
                GroupBy::Case => variant.case.clone()?,
            };
            Some((*by, text))
        });
        Self(agreed.collect())
    }
}

impl fmt::Display for Group {
    /// `orders · production`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.0.values().map(String::as_str).collect();
        f.write_str(&parts.join(" · "))
    }
}
