//! A month as Markdown.

use std::fmt::Write as _;

use super::sheet::{Sheet, Table};

/// A month as Markdown.
pub(super) fn markdown(sheet: &Sheet) -> String {
    let mut text = format!("# {}\n", sheet.title);
    for remark in &sheet.remarks {
        push(&mut text, format_args!("\n{remark}\n"));
    }
    for Table { title, columns, rows } in &sheet.tables {
        push(&mut text, format_args!("\n## {title}\n\n| {} |\n", columns.join(" | ")));
        push(&mut text, format_args!("|{}\n", "---|".repeat(columns.len())));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
            push(&mut text, format_args!("| {} |\n", cells.join(" | ")));
        }
    }
    if !sheet.corrections.is_empty() {
        text.push_str("\n## Corrections\n\n");
        for correction in &sheet.corrections {
            push(&mut text, format_args!("* {}\n", plain(correction)));
        }
    }
    text
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part).expect("writing to a String cannot fail");
}

/// Text that means nothing in Markdown, or in HTML.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' => {
                plain.push('\\');
                plain.push(letter);
            }
            _ => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_means_nothing_in_markdown() {
        assert_eq!(plain("a|b\n<i>*c*"), "a\\|b &lt;i>\\*c\\*");
    }
}
