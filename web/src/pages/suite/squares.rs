//! Days, each as a square.

use serde::Serialize;

use super::days::{DAYS, Day};
use crate::pages::overview::Figures;
use crate::pages::table::Table;

/// Ninety days.
#[derive(Debug, Serialize)]
pub(super) struct Squares {
    cells: Vec<Square>,
    sentence: String,
    table: Table,
}

#[derive(Debug, Serialize)]
struct Square {
    x: usize,
    tone: &'static str,
    title: String,
}

impl Squares {
    /// Of days, oldest first.
    pub(super) fn of(days: &[Day]) -> Self {
        let bad = days.iter().filter(|day| day.passed < day.known).count();
        let unknown = days.iter().filter(|day| day.known == 0).count();
        let note = (unknown > 0).then(|| format!("Of {unknown} days nothing is known."));
        let mut table = Table::new(["Day (UTC)", "Passed", "Runs", "Failed"], 3);
        for Day { date, passed, known } in days.iter().filter(|day| day.known > 0) {
            let figures = Figures { passed: *passed, known: *known, ..Figures::default() };
            let share = figures.share().map(|share| format!("{share} %")).unwrap_or_default();
            let failed = (known - passed).to_string();
            table.add([date.to_string(), share, known.to_string(), failed]);
        }
        Self {
            cells: days.iter().enumerate().map(|(at, day)| Square::of(at, day)).collect(),
            sentence: match bad {
                0 => format!("No run failed in {DAYS} days"),
                bad => format!("Runs failed on {bad} of {DAYS} days"),
            },
            table: table.noting(note),
        }
    }
}

impl Square {
    fn of(at: usize, Day { date, passed, known }: &Day) -> Self {
        let failed = known - passed;
        let (tone, said) = match (*known, failed) {
            (0, _) => ("mute", "nothing is known".to_owned()),
            (known, 0) => ("ok", format!("{known} runs, none failed")),
            (known, failed) => {
                let tone = if failed * 20 > known { "bad" } else { "warn" };
                (tone, format!("{failed} of {known} runs failed"))
            }
        };
        Self { x: at * 11, tone, title: format!("{}: {said}", date.strftime("%-d %b")) }
    }
}
