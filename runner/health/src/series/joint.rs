//! Several histories at the same time.

use super::history::Drawing;
use super::{History, State};
use crate::calendar::Span;

/// What `judge` makes of the states that the histories have at the same moment, in their order.
/// Outside of its own span a history is unknown.
pub fn joint(
    histories: &[&History],
    span: Span,
    mut judge: impl FnMut(&[State]) -> State,
) -> History {
    let mut states = vec![State::Unknown; histories.len()];
    // The slice of each history that is the next to begin or to end.
    let mut next: Vec<usize> = histories
        .iter()
        .map(|line| line.slices().partition_point(|slice| slice.span.until <= span.from))
        .collect();
    let mut drawing = Drawing::of(span);
    let mut from = span.from;
    while from < span.until {
        let mut until = span.until;
        for ((state, next), line) in states.iter_mut().zip(&mut next).zip(histories) {
            let passed = line.slices().get(*next).is_some_and(|slice| slice.span.until <= from);
            *next += usize::from(passed);
            *state = State::Unknown;
            if let Some(slice) = line.slices().get(*next) {
                if slice.span.from <= from {
                    *state = slice.state;
                    until = until.min(slice.span.until);
                } else {
                    until = until.min(slice.span.from);
                }
            }
        }
        drawing.draw(from, until, judge(&states));
        from = until;
    }
    drawing.finished()
}
