//! The result, as a table.

use benches::Grid;

use crate::series::{Series, Spread};
use crate::target::{Measure, Target};

/// The columns.
const HEAD: [&str; 8] = ["Work", "", "Floor", "tripline", "Ratio", "hurl", "Must be", ""];

/// What the three contenders needed for a work.
#[derive(Default)]
pub(crate) struct Results {
    pub(crate) floor: Series,
    pub(crate) tripline: Series,
    pub(crate) hurl: Series,
}

/// A row for each measure of each work.
pub(crate) struct Table(Grid<{ HEAD.len() }>);

impl Table {
    pub(crate) fn new() -> Self {
        Self(Grid::new(HEAD))
    }

    /// A row for each measure of a work.
    pub(crate) fn add(&mut self, name: &str, targets: &[(Measure, Target)], results: &Results) {
        for (index, &(measure, target)) in targets.iter().enumerate() {
            let spreads = [&results.floor, &results.tripline].map(|series| series.spread(measure));
            let [Some(floor), Some(ours)] = spreads else { continue };
            let hurl = results.hurl.spread(measure);
            let cell = |spread: Spread| format!("{spread} {}", measure.unit());
            let judged = |spread: Spread| spread.judged(measure);
            let theirs = hurl.map(judged);
            let met = target.is_met(judged(ours), judged(floor), theirs);
            self.0.push([
                if index == 0 { name.to_owned() } else { String::new() },
                measure.name().to_owned(),
                cell(floor),
                cell(ours),
                format!("{:.2}", judged(ours) / judged(floor)),
                hurl.map_or_else(|| "–".to_owned(), cell),
                target.text(measure, theirs),
                met.map_or("", |met| if met { "yes" } else { "no" }).to_owned(),
            ]);
        }
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
