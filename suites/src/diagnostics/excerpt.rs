//! The few lines of a file that a diagnostic shows.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::lines::Lines;
use crate::source::Span;

/// Places farther apart are shown as two excerpts.
const FAR: usize = 200;
/// Farther right on its line, a place is not shown: what is there was not written by a person.
const FAR_RIGHT: usize = 10_000;
/// So many characters of a line are kept after what is marked; the renderer cuts what is left.
const AFTER: usize = 400;

/// A place to mark, with the words beside it.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) kind: AnnotationKind,
    pub(super) span: Span,
    pub(super) label: Option<&'a str>,
}

/// Whether two places of a file are too far apart for one excerpt.
pub(super) fn far(lines: &Lines<'_>, a: Span, b: Span) -> bool {
    lines.position(a.start).line.abs_diff(lines.position(b.start).line) > FAR
}

/// Whether the place can be shown among the rest of its line.
pub(super) fn shows(lines: &Lines<'_>, span: Span) -> bool {
    let (start, end) = lines.range(lines.position(span.start).line);
    start < end && (span.start as usize).saturating_sub(start) <= FAR_RIGHT
}

/// The lines of a file around some marks of it. Lines without a mark are left empty: only how
/// many there are is of interest, because they are folded.
pub(super) fn excerpt<'a>(lines: &Lines<'_>, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|mark| mark.span.start);
    let first = marks.first().map_or(1, |mark| lines.position(mark.span.start).line);
    let mut text = String::new();
    let mut annotations = Vec::new();
    let mut line = first;
    // The line of the mark before stands there already; only what follows it is missing.
    let mut begun = first;
    for group in marks.chunk_by(|a, b| on_line(lines, a.span) == on_line(lines, b.span)) {
        let Some(mark) = group.first() else { continue };
        while line < on_line(lines, mark.span) {
            let gap = on_line(lines, mark.span) - first <= FAR;
            if line > begun && gap {
                let (start, end) = lines.range(line);
                push(&mut text, lines.text(), start..end, &mut []);
            }
            text.push('\n');
            line += 1;
        }
        annotations.extend(marked_line(lines, line, group, &mut text));
        begun = line;
    }
    Snippet::source(text).line_start(first).annotations(annotations)
}

fn on_line(lines: &Lines<'_>, span: Span) -> usize {
    lines.position(span.start).line
}

/// Writes one line, as much as is shown of it, and marks it.
fn marked_line<'a>(
    lines: &Lines<'_>,
    line: usize,
    marks: &[Mark<'a>],
    text: &mut String,
) -> Vec<Annotation<'a>> {
    let (line_start, line_end) = lines.range(line);
    let floor = |at: u32| lines.text().floor_char_boundary(at as usize);
    let mut ranges: Vec<Range<usize>> = marks
        .iter()
        .map(|mark| {
            let start = floor(mark.span.start).clamp(line_start, line_end);
            start..floor(mark.span.end).clamp(start, line_end)
        })
        .collect();
    let last = ranges.iter().map(|range| range.start).max().unwrap_or(line_start);
    let shown = line_start..lines.text().floor_char_boundary(last + AFTER).min(line_end);
    push(text, lines.text(), shown, &mut ranges);
    let annotation =
        |(mark, range): (&Mark<'a>, Range<usize>)| mark.kind.span(range).label(mark.label);
    marks.iter().zip(ranges).map(annotation).collect()
}

/// Copies a part of `source`, harmless for a terminal, and moves `ranges` from `source` to `text`.
fn push(text: &mut String, source: &str, part: Range<usize>, ranges: &mut [Range<usize>]) {
    for range in &mut *ranges {
        range.start = range.start.clamp(part.start, part.end);
        range.end = range.end.clamp(range.start, part.end);
    }
    let starts: Vec<Range<usize>> = ranges.to_vec();
    let mut here = part.start;
    let mut place = |here: usize, at: usize| {
        for (range, original) in ranges.iter_mut().zip(&starts) {
            if original.start == here {
                range.start = at;
            }
            if original.end == here {
                range.end = at;
            }
        }
    };
    for character in source[part.clone()].chars() {
        place(here, text.len());
        here += character.len_utf8();
        text.push(harmless(character));
    }
    place(here, text.len());
}

/// Control characters that the renderer does not replace: a terminal may obey them.
fn harmless(character: char) -> char {
    match character {
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\r' | '\u{feff}' => '\u{fffd}',
        other => other,
    }
}
