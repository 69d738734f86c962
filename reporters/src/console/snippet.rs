//! A source line with a caret under what is meant.

use runner_model::Place;
use unicode_width::UnicodeWidthStr as _;

use super::look::{Look, Tone};
use super::text;

/// Draws a place in a file with what is to be said about it.
pub(crate) struct Snippet<'a> {
    /// The place.
    pub(crate) place: &'a Place,
    /// What to say, beside the caret; the parts stand under each other when they are too long
    /// for one line.
    pub(crate) label: &'a [String],
    /// What may help.
    pub(crate) hint: Option<&'a str>,
}

impl Snippet<'_> {
    /// How far lines below a snippet are indented, to stand under its bar.
    pub(crate) fn indent(place: &Place) -> usize {
        gutter(place) + 1
    }

    /// The lines.
    pub(crate) fn lines(&self, look: Look) -> Vec<String> {
        let place = self.place;
        let gutter = gutter(place);
        let at = text::one_line(&place.to_string()).into_owned();
        let mut lines = vec![format!("{:gutter$}{} {at}", "", look.paint(Tone::Faint, "-->"))];
        if place.source.is_empty() {
            lines.extend(
                self.wrapped(look.width).iter().map(|part| format!("{:gutter$} = {part}", "")),
            );
        } else {
            lines.extend(self.drawn(look, gutter));
        }
        for (index, hint) in self.hint.into_iter().flat_map(text::lines).enumerate() {
            let lead = if index == 0 { "= hint:" } else { "|      " };
            lines.push(format!("{:gutter$} {lead} {hint}", ""));
        }
        lines
    }

    /// The source line, the caret under it, the label beside that.
    fn drawn(&self, look: Look, gutter: usize) -> Vec<String> {
        let bar = look.paint(Tone::Faint, "|");
        let blank = format!("{:gutter$} {bar}", "");
        let drawn = Drawn::of(self.place, look.width.saturating_sub(gutter + 3));
        let Drawn { source, before, caret_width } = &drawn;
        let number = look.paint(Tone::Faint, format!("{:>gutter$}", self.place.line));
        let mut lines =
            vec![blank.clone(), format!("{number} {bar} {source}").trim_end().to_owned()];
        let caret = look.paint(Tone::Bad, "^".repeat(*caret_width));
        let label = self.wrapped(look.width.saturating_sub(gutter + 3 + before + caret_width + 1));
        for (index, part) in label.iter().enumerate() {
            let caret = if index == 0 { caret.clone() } else { " ".repeat(*caret_width) };
            lines.push(format!("{blank} {:before$}{caret} {part}", ""));
        }
        lines
    }

    /// The label in one line if it fits, else a line for each part.
    fn wrapped(&self, room: usize) -> Vec<String> {
        let parts: Vec<String> = self.label.iter().flat_map(|part| text::lines(part)).collect();
        if parts.len() > self.label.len() {
            return parts;
        }
        let joined = parts.join(", ");
        if text::width(&joined) <= room { vec![joined] } else { parts }
    }
}

/// Room for the line number. Two digits at least, so that most blocks look alike.
fn gutter(place: &Place) -> usize {
    place.line.to_string().len().max(2)
}

/// A source line as it is shown, and where its caret stands.
pub(crate) struct Drawn {
    /// The line, or the part of it that matters.
    pub(crate) source: String,
    /// Columns before the caret.
    pub(crate) before: usize,
    /// Columns of the caret.
    pub(crate) caret_width: usize,
}

impl Drawn {
    /// Characters kept before the caret when a line is too long to be shown whole.
    const LEAD: usize = 20;

    /// In at most `room` columns, if that is at least 40.
    pub(crate) fn of(place: &Place, room: usize) -> Self {
        let cells: Vec<_> = place.source.chars().map(text::shown).collect();
        let first = (place.column.max(1) as usize - 1).min(cells.len());
        let last = (first + place.width.max(1) as usize).min(cells.len());
        let columns =
            |cells: &[std::borrow::Cow<'_, str>]| cells.iter().map(|c| c.width()).sum::<usize>();
        let room = room.max(40);
        if columns(&cells) <= room {
            let caret_width = columns(&cells[first..last]).max(1);
            return Self { source: cells.concat(), before: columns(&cells[..first]), caret_width };
        }
        let from =
            if columns(&cells[..last]) < room { 0 } else { first.saturating_sub(Self::LEAD) };
        let dots = if from > 0 { "…" } else { "" };
        let shown = text::cut(&cells[from..].concat(), room - dots.len().min(1)).into_owned();
        let before = columns(&cells[from..first]) + dots.len().min(1);
        let caret_width = columns(&cells[first..last]).clamp(1, room.saturating_sub(before).max(1));
        Self { source: format!("{dots}{shown}"), before, caret_width }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(place: &Place, width: usize) -> String {
        let label = ["expected \"ö\"".to_owned(), "got \"ä\"".to_owned()];
        let look = Look { colour: false, width };
        Snippet { place, label: &label, hint: None }.lines(look).join("\n")
    }

    fn place(source: &str, column: u32, width: u32) -> Place {
        Place { file: "a.yaml".into(), line: 7, column, width, source: source.into() }
    }

    #[test]
    fn the_caret_stands_under_what_is_meant_whatever_the_line_holds() {
        insta::assert_snapshot!(drawn(&place("$.名前: 世界 # ö", 7, 2), 80), @r#"
          --> a.yaml:7:7
           |
         7 | $.名前: 世界 # ö
           |         ^^^^ expected "ö", got "ä"
        "#);
        insta::assert_snapshot!(drawn(&place("a:\t{ is:\tö }\u{1b}", 10, 1), 80), @r#"
          --> a.yaml:7:10
           |
         7 | a:    { is:    ö }\x1b
           |                ^ expected "ö", got "ä"
        "#);
    }

    #[test]
    fn a_long_line_is_shown_where_it_matters() {
        let long = format!("{}key: value{}", "x".repeat(100), "y".repeat(100));
        insta::assert_snapshot!(drawn(&place(&long, 106, 5), 60), @r#"
         --> a.yaml:7:106
          |
        7 | …xxxxxxxxxxxxxxxkey: valueyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
          |                      ^^^^^ expected "ö", got "ä"
        "#);
        insta::assert_snapshot!(drawn(&place("key: value", 6, 5), 30), @r#"
          --> a.yaml:7:6
           |
         7 | key: value
           |      ^^^^^ expected "ö"
           |            got "ä"
        "#);
    }

    #[test]
    fn a_place_that_is_not_in_its_line_breaks_nothing() {
        for (column, width) in [(0, 0), (99, 4), (3, 999)] {
            assert_eq!(drawn(&place("key: v", column, width), 80).lines().count(), 4);
        }
        insta::assert_snapshot!(drawn(&place("", 1, 1), 80), @r#"
          --> a.yaml:7:1
           = expected "ö", got "ä"
        "#);
    }
}
