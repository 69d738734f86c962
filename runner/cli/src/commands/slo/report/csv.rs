//! A month as comma-separated values (RFC 4180), for spreadsheets.

use runner_health::exact::{Fraction, decimal_text};
use runner_monitor::promises::{Exact, MonthLine, MonthReport, Times};

const COLUMNS: [&str; 22] = [
    "month",
    "kind",
    "name",
    "of",
    "measure",
    "target",
    "from",
    "to",
    "share",
    "lowest",
    "highest",
    "coverage",
    "budget_in",
    "budget",
    "spent",
    "verdict",
    "modelled",
    "up_seconds",
    "degraded_seconds",
    "down_seconds",
    "unknown_seconds",
    "excluded_seconds",
];

/// A month as comma-separated values. Shares are decimals: `0.999005`.
pub(super) fn csv(report: &MonthReport) -> String {
    let mut text = line(COLUMNS.iter().map(|column| (*column).to_owned()));
    for row in &report.lines {
        text.push_str(&line(cells(&report.month.to_string(), row)));
    }
    text
}

fn cells(month: &str, row: &MonthLine) -> impl Iterator<Item = String> {
    let numbers = &row.numbers;
    let promised = numbers.promised.as_ref();
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let number = |exact: Option<&Exact>| exact.map(|e| decimal(&e.0)).unwrap_or_default();
    let seconds = |of: fn(&Times) -> u64| {
        let micros = numbers.times.as_ref().map(of);
        micros
            .map(|micros| decimal(&runner_health::exact::fraction(micros, 1_000_000)))
            .unwrap_or_default()
    };
    let cells = [
        month.to_owned(),
        row.of.as_str().to_owned(),
        row.name.clone(),
        text(promised.map(|promised| promised.of.as_str())),
        text(promised.map(|promised| promised.measure.as_str())),
        promised.map(|promised| promised.target.to_string()).unwrap_or_default(),
        row.span.from.to_string(),
        row.span.until.to_string(),
        number(numbers.share.as_ref()),
        number(numbers.lowest.as_ref()),
        number(numbers.highest.as_ref()),
        number(numbers.coverage.as_ref()),
        text(promised.map(|promised| promised.budgeting.as_str())),
        number(promised.map(|promised| &promised.allowed)),
        number(promised.map(|promised| &promised.bad)),
        text(promised.map(|promised| promised.verdict.as_str())),
        number(numbers.modelled.as_ref()),
        seconds(|times| times.up),
        seconds(|times| times.degraded),
        seconds(|times| times.down),
        seconds(|times| times.unknown),
        seconds(|times| times.excluded),
    ];
    cells.into_iter()
}

/// With at most nine decimals.
fn decimal(number: &Fraction) -> String {
    let text = decimal_text(number, 9);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// Quoted where needed; what a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '@', '\t'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-1.5"), "-1.5");
        assert_eq!(quoted("not proven"), "not proven");
    }
}
