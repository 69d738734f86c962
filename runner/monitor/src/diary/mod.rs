//! How things that users know did, day by day.
//!
//! Lives here: from monitors and tests that say together how something is ([`Diary`]) to the time
//! of each day in each state, exactly; and when maintenance is announced. Hours that are summed up
//! are taken as they are where one series alone decides; where several do, and for hours that are
//! not summed up yet, the runs say so.
//! Lives elsewhere: the sums (`runner-store`), the arithmetic (`runner-health`), the pages that
//! show it (`web`).

mod day;
mod hour;
mod maintained;
mod record;

pub use day::Day;
pub use maintained::Maintained;
pub use record::{Announced, Diary};
