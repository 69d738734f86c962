//! How it is elsewhere: other places, other tenants, other environments.

use runner_model::{Outcome, RunId};

use super::read::Facts;
use crate::pages::standings::Line;

/// So many are named.
const MOST: usize = 8;

/// How it is somewhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    /// What is different there: the environment or the monitor, else the location, the case, or the
    /// test.
    pub(crate) place: String,
    pub(crate) outcome: Outcome,
    /// The last run there.
    pub(crate) run: RunId,
}

/// The last runs of the same suite elsewhere: those that fail, too, first.
pub(crate) fn elsewhere(facts: &Facts) -> Vec<Elsewhere> {
    let own = &facts.run().series;
    let same = |line: &&Line| line.suite == own.test.suite;
    let lines = facts.standings.lines.iter().filter(same);
    let mut found = Vec::new();
    for line in lines {
        for status in line.series.iter().filter(|status| status.series != *own) {
            let series = &status.series;
            let place = if series.monitor != own.monitor {
                line.environment.clone().unwrap_or_else(|| series.monitor.to_string())
            } else if series.location != own.location {
                series.location.to_string()
            } else if series.test.variant != own.test.variant {
                series.test.variant.to_string()
            } else {
                series.test.test.to_string()
            };
            let (outcome, run) = (status.last.outcome, status.last.run.clone());
            found.push(Elsewhere { place, outcome, run });
        }
    }
    found.sort_by_key(|elsewhere| std::cmp::Reverse(elsewhere.outcome));
    found.truncate(MOST);
    found
}
