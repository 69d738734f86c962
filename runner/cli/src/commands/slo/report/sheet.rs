//! A month as tables.

use std::time::Duration;

use runner_health::Target;
use runner_monitor::promises::{Exact, MonthLine, MonthReport, Numbers, effects_of};
use runner_store::NumbersOf;

use crate::commands::slo::numbers::{NONE, bounds, percent, places as places_for, secs};

/// So many decimals where nothing is promised.
const PLACES: u8 = 4;

/// A month as tables.
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) remarks: Vec<String>,
    pub(super) tables: Vec<Table>,
    pub(super) corrections: Vec<String>,
}

/// Rows with titles.
pub(super) struct Table {
    pub(super) title: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

const OBJECTIVES: &[&str] = &[
    "objective",
    "of",
    "target",
    "measured",
    "bounds",
    "coverage",
    "budget left",
    "verdict",
    "frozen",
];
const SERVICES: &[&str] = &["service", "measured", "bounds", "coverage", "down", "frozen"];
const COMPOSITIONS: &[&str] =
    &["composition", "measured", "bounds", "coverage", "modelled", "frozen"];

impl Sheet {
    pub(super) fn of(report: &MonthReport) -> Self {
        let table = |title, of, columns, row: fn(&MonthLine) -> Vec<String>| {
            let rows = report.lines.iter().filter(|line| line.of == of).map(row);
            Table { title, columns, rows: rows.collect() }
        };
        let mut tables = vec![
            table("Objectives", NumbersOf::Objective, OBJECTIVES, objective),
            table("Services", NumbersOf::Service, SERVICES, service),
            table("Compositions", NumbersOf::Composition, COMPOSITIONS, composition),
        ];
        tables.retain(|table| !table.rows.is_empty());
        let mut remarks = vec![
            "Measured is good in known time or runs; the bounds say what it would be were all that \
             is unknown bad, or good."
                .to_owned(),
        ];
        if report.lines.iter().any(|line| line.frozen.is_none()) {
            remarks.push("What is not frozen may still change.".to_owned());
        }
        Self {
            title: format!("Promises in {}", report.month),
            remarks,
            tables,
            corrections: report.lines.iter().flat_map(corrections).collect(),
        }
    }
}

fn figure(numbers: &Numbers, places: u8) -> [String; 3] {
    let share = |exact: &Option<Exact>| exact.as_ref().map(|exact| exact.0.clone());
    [
        percent(share(&numbers.share).as_ref(), places),
        bounds(share(&numbers.lowest).as_ref(), share(&numbers.highest).as_ref(), places),
        percent(share(&numbers.coverage).as_ref(), 3),
    ]
}

fn frozen(line: &MonthLine) -> String {
    line.frozen.map_or_else(|| "not yet".to_owned(), |at| at.strftime("%F").to_string())
}

fn objective(line: &MonthLine) -> Vec<String> {
    let Some(promised) = &line.numbers.promised else { return vec![line.name.clone()] };
    let places = Target::new(promised.target).map_or(PLACES, places_for);
    let [measured, bounds, coverage] = figure(&line.numbers, places);
    let left = promised.left.as_ref().map(|left| &left.0);
    let verdict = match &promised.why {
        Some(why) => format!("{}: {why}", promised.verdict),
        None => promised.verdict.clone(),
    };
    vec![
        line.name.clone(),
        format!("{} of {}", promised.measure, promised.of),
        promised.target.to_string(),
        measured,
        bounds,
        coverage,
        percent(left, 3),
        verdict,
        frozen(line),
    ]
}

fn service(line: &MonthLine) -> Vec<String> {
    let [measured, bounds, coverage] = figure(&line.numbers, PLACES);
    let down = line
        .numbers
        .times
        .map_or_else(|| NONE.to_owned(), |times| secs(Duration::from_micros(times.down)));
    vec![line.name.clone(), measured, bounds, coverage, down, frozen(line)]
}

fn composition(line: &MonthLine) -> Vec<String> {
    let [measured, bounds, coverage] = figure(&line.numbers, PLACES);
    let modelled = line.numbers.modelled.as_ref().map(|exact| &exact.0);
    vec![line.name.clone(), measured, bounds, coverage, percent(modelled, PLACES), frozen(line)]
}

/// Who said what afterwards, and what it changed.
fn corrections(line: &MonthLine) -> Vec<String> {
    let places = line.numbers.promised.as_ref().and_then(|p| Target::new(p.target).ok());
    let places = places.map_or(PLACES, places_for);
    let said = line.corrections.iter().map(|said| {
        let changed: Vec<String> = effects_of(said)
            .into_iter()
            .map(|effect| {
                let number = |exact: Option<Exact>| percent(exact.map(|e| e.0).as_ref(), places);
                let (before, after) = (number(effect.before), number(effect.after));
                format!("{} from {before} to {after}", effect.month)
            })
            .collect();
        format!(
            "{}: {} to {} was {}, as {} said on {}: {} ({})",
            line.name,
            said.since,
            said.until,
            said.kind.as_str(),
            said.who,
            said.at.strftime("%F"),
            said.why,
            changed.join(", ")
        )
    });
    said.collect()
}
