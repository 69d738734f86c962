//! The result, as a table that reads well in a terminal and in Markdown.

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

/// Rows of cells.
pub(crate) struct Table {
    rows: Vec<[String; HEAD.len()]>,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self { rows: vec![HEAD.map(str::to_owned)] }
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
            self.rows.push([
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
        let mut widths = [3; HEAD.len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let line = |f: &mut std::fmt::Formatter<'_>, row: &[String; HEAD.len()]| {
            let cells: Vec<String> =
                row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            writeln!(f, "| {} |", cells.join(" | "))
        };
        for (index, row) in self.rows.iter().enumerate() {
            line(f, row)?;
            if index == 0 {
                line(f, &widths.map(|width| "-".repeat(width)))?;
            }
        }
        Ok(())
    }
}
