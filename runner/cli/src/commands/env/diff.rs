//! Where two environments differ.

use super::row::Row;
use super::rows::Known;

/// What a line is made to fit.
const WIDTH: usize = 80;

/// In which order sections are shown.
const SECTIONS: &[&str] = &["", "vars", "services", "secrets", "matrix"];

/// The differences: in each section those of the first, then what only the second has.
pub(super) fn diff(left: &Known, right: &Known) -> String {
    let mut pairs: Vec<(Option<&Row>, Option<&Row>)> = Vec::new();
    for row in &left.rows {
        pairs.push((Some(row), right.rows.iter().find(|other| is_same_name(row, other))));
    }
    for row in &right.rows {
        if !left.rows.iter().any(|other| is_same_name(row, other)) {
            pairs.push((None, Some(row)));
        }
    }
    pairs.retain(|(one, other)| one.map(|row| &row.compared) != other.map(|row| &row.compared));
    pairs.sort_by_key(|(one, other)| {
        let section = one.or(*other).map_or("", |row| row.section);
        SECTIONS.iter().position(|known| *known == section)
    });
    if pairs.is_empty() {
        return format!("{} and {} say the same\n", left.name, right.name);
    }
    let mut text = format!("- {}\n+ {}\n", left.name, right.name);
    for (one, other) in pairs {
        let Some(known) = one.or(other) else { continue };
        let section =
            if known.section.is_empty() { String::new() } else { format!("{} ", known.section) };
        text += &format!("\n{section}{}\n", known.name);
        text += &side('-', one, &left.name);
        text += &side('+', other, &right.name);
    }
    text
}

fn is_same_name(row: &Row, other: &Row) -> bool {
    row.section == other.section && row.name == other.name
}

fn side(mark: char, row: Option<&Row>, name: &str) -> String {
    let Some(Row { shown, place, .. }) = row else {
        return format!("  {mark} (not in {name})\n");
    };
    let value = format!("  {mark} {shown}");
    let (used, place_width) = (value.chars().count(), place.chars().count());
    match WIDTH.checked_sub(used + place_width).filter(|gap| *gap >= 2) {
        Some(gap) => format!("{value}{}{place}\n", " ".repeat(gap)),
        None => {
            let indent = " ".repeat(WIDTH.saturating_sub(place_width));
            format!("{value}\n{indent}{place}\n")
        }
    }
}
