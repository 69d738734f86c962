//! Where two environments differ.

use super::row::Row;
use super::rows::Known;

/// What a line is made to fit.
const WIDTH: usize = 80;

/// The differences, in the order of the first, then what only the second has.
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
    let used = value.chars().count() + 2 + place.chars().count();
    let gap = WIDTH.saturating_sub(used) + 2;
    format!("{value}{}{place}\n", " ".repeat(gap))
}
