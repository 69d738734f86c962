//! How it is elsewhere: other places, other tenants, other environments.

use runner_model::Outcome;
use serde::Serialize;

use super::read::Facts;
use crate::pages::link;

/// So many are named.
const MOST: usize = 8;

/// How it is somewhere else.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Elsewhere {
    tone: &'static str,
    text: String,
    href: String,
}

/// The last runs of the same test elsewhere: those that fail, too, first.
pub(super) fn elsewhere(facts: &Facts) -> Vec<Elsewhere> {
    let own = &facts.run().series;
    let same = |line: &&crate::pages::standings::Line| line.suite == own.test.suite;
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
            let (tone, word) = match status.last.outcome {
                Outcome::Failed => ("bad", "fails, too"),
                Outcome::Degraded => ("warn", "is degraded"),
                Outcome::Errored | Outcome::Skipped => ("mute", "could not tell"),
                Outcome::Passed => ("ok", "passes"),
            };
            let href = link::run(&status.last.run);
            found.push((
                status.last.outcome,
                Elsewhere { tone, text: format!("{place} {word}"), href },
            ));
        }
    }
    found.sort_by_key(|(outcome, _)| std::cmp::Reverse(*outcome));
    found.into_iter().map(|(_, elsewhere)| elsewhere).take(MOST).collect()
}
