//! Drawings: numbers made into the attributes of SVG, each with a sentence that says what is seen.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use runner_model::{Outcome, human};
use serde::Serialize;

/// Bars side by side, one for each run: as high as it took long; those that failed are of full
/// height, with a foot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Strip {
    width: String,
    height: u32,
    /// One for each colour: a class and the bars as one path.
    bars: Vec<Stroke>,
    /// `36 runs: 34 passed, 2 failed`
    pub(crate) sentence: String,
}

/// Shapes of one colour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Stroke {
    tone: &'static str,
    path: String,
}

/// A bar of a strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

/// From one bar to the next, and how wide one is.
const PITCH: f64 = 5.4;
const BAR: f64 = 4.2;

impl Strip {
    /// Of runs, oldest first, on the right of `room` places.
    pub(crate) fn of(runs: &[Bar], room: usize, height: u32) -> Self {
        let longest = runs.iter().filter(|run| !is_bad(run.outcome)).map(|run| run.took).max();
        let longest = longest.unwrap_or_default().as_secs_f64().max(0.001);
        let full = f64::from(height) - 4.0;
        let mut paths: BTreeMap<&'static str, String> = BTreeMap::new();
        let free = room.saturating_sub(runs.len());
        for (place, run) in runs.iter().enumerate() {
            let x = (free + place) as f64 * PITCH;
            let share = (run.took.as_secs_f64() / longest).min(1.0);
            let tall = match run.outcome {
                Outcome::Failed => full,
                Outcome::Passed | Outcome::Degraded => 3.0 + (full - 6.0) * 0.7 * share,
                Outcome::Errored | Outcome::Skipped => 2.0,
            };
            let path = paths.entry(tone(run.outcome)).or_default();
            let y = full + 1.0 - tall;
            write!(path, "M{x:.1} {y:.1}h{BAR}v{tall:.1}h-{BAR}z").expect(WRITTEN);
            if run.outcome == Outcome::Failed {
                let foot = full + 2.0;
                write!(path, "M{x:.1} {foot:.1}h{BAR}v1.8h-{BAR}z").expect(WRITTEN);
            }
        }
        Self {
            width: format!("{:.1}", room as f64 * PITCH),
            height,
            bars: paths.into_iter().map(|(tone, path)| Stroke { tone, path }).collect(),
            sentence: sentence(runs),
        }
    }
}

/// Why `write!` does not fail here.
const WRITTEN: &str = "writing to a String cannot fail";

/// The class of the colour of an outcome.
pub(crate) fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "ok",
        Outcome::Degraded => "warn",
        Outcome::Failed => "bad",
        Outcome::Errored | Outcome::Skipped => "mute",
    }
}

fn is_bad(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Failed => true,
        Outcome::Passed | Outcome::Degraded | Outcome::Errored | Outcome::Skipped => false,
    }
}

/// `36 runs: 34 passed, 2 failed`
pub(crate) fn sentence(runs: &[Bar]) -> String {
    if runs.is_empty() {
        return "no run yet".to_owned();
    }
    let kinds = [
        (Outcome::Failed, "failed"),
        (Outcome::Degraded, "degraded"),
        (Outcome::Errored, "could not tell"),
        (Outcome::Passed, "passed"),
    ];
    let parts = kinds.into_iter().filter_map(|(kind, word)| {
        let count = runs.iter().filter(|run| run.outcome == kind).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    let parts: Vec<String> = parts.collect();
    format!("{}: {}", human::count(runs.len(), "run"), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_failed_are_of_full_height_and_have_a_foot() {
        let run = |outcome, took| Bar { outcome, took: Duration::from_millis(took) };
        let strip = Strip::of(&[run(Outcome::Passed, 100), run(Outcome::Failed, 2000)], 3, 26);
        assert_eq!(strip.sentence, "2 runs: 1 failed, 1 passed");
        let [bad, ok] = &strip.bars[..] else { panic!("{strip:?}") };
        assert_eq!(bad.path, "M10.8 1.0h4.2v22.0h-4.2zM10.8 24.0h4.2v1.8h-4.2z");
        assert_eq!(ok.path, "M5.4 8.8h4.2v14.2h-4.2z");
    }
}
