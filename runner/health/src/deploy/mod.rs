//! Whether a deploy made things worse (SLO.md, section 5).
//!
//! Lives here: [`DeployVerdict`], the five words; [`judge`], from the runs before and after a deploy
//! to an [`Answer`]; the [`DeployReport`] that says why, with all numbers; and the statistics, all
//! exact: [`fisher`], [`mann_whitney`], [`holm`].
//! Lives elsewhere: carrying the runs out (`runner-monitor`), what the verdict does to a pipeline
//! (`tripline`).

mod evidence;
mod fisher;
mod holm;
mod judge;
mod mann_whitney;
mod report;
mod sentence;
mod speed;
mod verdict;

pub use evidence::{DeployRun, Evidence, Failures};
pub use fisher::fisher;
pub use holm::holm;
pub use judge::{Answer, EXTENSION, Stage, judge};
pub use mann_whitney::{MannWhitney, mann_whitney};
pub use report::{DeployReport, Finding, Significance, TestVerdict};
pub use sentence::CAVEAT;
pub use speed::{Speed, SpeedComparison, SpeedRule};
pub use verdict::DeployVerdict;
