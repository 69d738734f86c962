//! When something is in force: maintenance that comes back, operating hours.
//!
//! Lives here: [`Span`]s of time, and what makes them: [`Repeating`], [`Hours`]. Local clocks
//! decide, so a window at three stays at three when clocks change.
//! May touch: croner, jiff. No clock.
//! Lives elsewhere: how they are written (`suites`), what they silence (`crate::incident`).

mod hours;
mod repeating;
mod span;

pub use hours::{Hours, HoursSpan};
pub use repeating::Repeating;
pub use span::Span;
