//! One environment, as a table.

use super::row::Row;
use super::rows::Known;

/// What a table is made to fit.
const WIDTH: usize = 80;
/// Names are given no more room than that; longer ones push the rest to the right.
const LONGEST_NAME: usize = 28;

/// The table.
pub(super) fn show(known: &Known) -> String {
    let mut text = format!("{}\n", known.name);
    let name = known.rows.iter().map(|row| count(&row.name)).max().unwrap_or_default();
    let place = known.rows.iter().map(|row| count(&row.place)).max().unwrap_or_default();
    let name = name.min(LONGEST_NAME);
    let room = WIDTH.saturating_sub(name + place + 6);
    let fitting = known.rows.iter().map(|row| count(&row.shown)).filter(|width| *width <= room);
    let columns = Columns { name, value: fitting.max().unwrap_or_default() };
    let mut section = "";
    for row in &known.rows {
        if row.section != section {
            section = row.section;
            text += &format!("\n{section}\n");
        }
        columns.line(row, &mut text);
    }
    if known.rows.is_empty() {
        text += "  it says nothing\n";
    }
    text
}

struct Columns {
    name: usize,
    value: usize,
}

impl Columns {
    fn line(&self, row: &Row, text: &mut String) {
        let Self { name, value } = *self;
        let start = format!("  {:<name$}  ", row.name);
        let line = format!("{start}{:<value$}  {}", row.shown, row.place);
        if count(&line) <= WIDTH {
            text.push_str(&line);
        } else {
            let indent = " ".repeat(WIDTH.saturating_sub(count(&row.place)));
            text.push_str(&format!("{start}{}\n{indent}{}", row.shown, row.place));
        }
        text.push('\n');
    }
}

fn count(text: &str) -> usize {
    text.chars().count()
}
