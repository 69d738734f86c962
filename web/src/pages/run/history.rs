//! The runs before and after, each a link.

use runner_model::{Outcome, RunId, SeriesRun, human};
use serde::Serialize;

use super::read::HISTORY;
use crate::pages::drawing::{Bar, sentence, tone};
use crate::pages::link;
use crate::pages::table::Table;

const PITCH: f64 = 13.0;
const HEIGHT: f64 = 36.0;

/// The runs before and after.
#[derive(Debug, Serialize)]
pub(crate) struct History {
    width: String,
    bars: Vec<Stroke>,
    sentence: String,
    table: Table,
}

#[derive(Debug, Serialize)]
struct Stroke {
    href: String,
    x: String,
    y: String,
    height: String,
    tone: &'static str,
    current: bool,
    foot: bool,
    title: String,
}

impl History {
    /// Of runs, oldest first; one of them is looked at.
    pub(crate) fn of(runs: &[SeriesRun], current: &RunId) -> Self {
        let good = runs.iter().filter(|run| run.outcome != Outcome::Failed);
        let longest = good.map(|run| run.took).max().unwrap_or_default().as_secs_f64().max(0.001);
        let free = (HISTORY as usize).saturating_sub(runs.len());
        let bars = runs.iter().enumerate().map(|(place, run)| {
            let share = (run.took.as_secs_f64() / longest).min(1.0);
            let tall = match run.outcome {
                Outcome::Failed => HEIGHT - 5.0,
                Outcome::Passed | Outcome::Degraded => 4.0 + 20.0 * share,
                Outcome::Errored | Outcome::Skipped => 3.0,
            };
            Stroke {
                href: link::run(&run.run),
                x: format!("{:.0}", (free + place) as f64 * PITCH),
                y: format!("{:.1}", HEIGHT - 3.0 - tall),
                height: format!("{tall:.1}"),
                tone: tone(run.outcome),
                current: run.run == *current,
                foot: run.outcome == Outcome::Failed,
                title: format!(
                    "{}: {} in {}",
                    run.started.strftime("%-d %b %H:%M:%S UTC"),
                    run.outcome.as_str(),
                    human::duration(run.took)
                ),
            }
        });
        let plain: Vec<Bar> =
            runs.iter().map(|run| Bar { outcome: run.outcome, took: run.took }).collect();
        let mut table = Table::new(["Began", "Result", "Took"], 1);
        for run in runs.iter().rev() {
            let began = run.started.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
            let texts = [began, run.outcome.as_str().to_owned(), human::duration(run.took)];
            table.add_linked(link::run(&run.run), texts);
        }
        Self {
            width: format!("{:.0}", f64::from(HISTORY) * PITCH),
            bars: bars.collect(),
            sentence: sentence(&plain),
            table,
        }
    }
}
