//! A page for a screen on the wall: what is red, very large; when all is calm, a clock, the tightest
//! budget, the last deploy and a field for each suite.
//!
//! Without its script the page loads itself again every half minute. With it, it does so whenever
//! something was recorded, without flashing, says so when it has heard nothing for half a minute,
//! and wanders by a few pixels so that nothing burns in. What does not fit is shown in turn.

mod calm;
mod page;

pub(crate) use calm::Calm;
pub(crate) use page::show;
