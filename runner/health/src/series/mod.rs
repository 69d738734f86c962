//! From results to states over time (SLO.md, section 2).
//!
//! Lives here: what one run says ([`Sample`]), the state of a series at every moment
//! ([`History`]), what is left out ([`Exclusions`]), how several series are one ([`worst`],
//! [`Quorum`]), and the sums ([`StateTimes`], [`RunCounts`]).
//! Lives elsewhere: the numbers made of the sums (`crate::sli`), sums that are kept
//! (`crate::rollup`), incidents (`crate::incident`), which no number depends on.

mod exclusions;
mod history;
mod joint;
mod quorum;
mod run_counts;
mod sample;
mod standing;
mod state;
mod state_times;

pub use exclusions::{Exclusion, Exclusions};
pub use history::{History, Slice};
pub use joint::joint;
pub use quorum::{InvalidQuorum, Quorum, worst};
pub use run_counts::RunCounts;
pub use sample::{Aspect, HistoryError, Sample};
pub use standing::Standing;
pub use state::{ExcludedBy, State};
pub use state_times::StateTimes;
