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
        let bar = look.paint(Tone::Faint, "|");
        let blank = format!("{:gutter$} {bar}", "");
        let arrow = look.paint(Tone::Faint, "-->");
        let mut lines =
            vec![format!("{:gutter$}{arrow} {}", "", text::one_line(&place.to_string()))];
        let drawn = Drawn::of(place, look.width.saturating_sub(gutter + 3));
        lines.push(blank.clone());
        if !place.source.is_empty() {
            let number = look.paint(Tone::Faint, format!("{:>gutter$}", place.line));
            lines.push(format!("{number} {bar} {}", drawn.source).trim_end().to_owned());
        }
        let caret = look.paint(Tone::Bad, "^".repeat(drawn.caret_width));
        let lead = gutter + 3 + drawn.before + drawn.caret_width + 1;
        let label = self.wrapped(look.width.saturating_sub(lead));
        for (index, part) in label.iter().enumerate() {
            let caret = if index == 0 { caret.clone() } else { " ".repeat(drawn.caret_width) };
            lines.push(format!("{blank} {:before$}{caret} {part}", "", before = drawn.before));
        }
        for (index, hint) in self.hint.into_iter().flat_map(text::lines).enumerate() {
            let lead = if index == 0 { "= hint:" } else { "       " };
            lines.push(format!("{:gutter$} {lead} {hint}", ""));
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
struct Drawn {
    source: String,
    before: usize,
    caret_width: usize,
}

impl Drawn {
    /// Characters kept before the caret when a line is too long to be shown whole.
    const LEAD: usize = 20;

    fn of(place: &Place, room: usize) -> Self {
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
