//! The numbers that say how good a service is (SLO.md, section 2).
//!
//! Lives here: [`Availability`] and [`Reliability`], how sure they are ([`WilsonInterval`],
//! [`FailureFree`], [`Attainment`]), what a probe can see of an outage ([`OutageLength`],
//! [`Sight`]), outages ([`Outage`]) and mean
//! times ([`MeanTimes`]), drills ([`Drill`]) and [`DaysSinceFailure`].
//! Lives elsewhere: the sums they are made of (`series`), budgets (`budget`).

mod attainment;
mod availability;
mod days_since_failure;
mod drill;
mod failure_free;
mod mean_times;
mod outage;
mod outages;
mod reliability;
mod wilson;

pub use attainment::{Attainment, Doubt};
pub use availability::Availability;
pub use days_since_failure::DaysSinceFailure;
pub use drill::{DataLoss, Drill, InvalidDrill, RpoVerdict};
pub use failure_free::FailureFree;
pub use mean_times::MeanTimes;
pub use outage::{OutageLength, Sight};
pub use outages::Outage;
pub use reliability::Reliability;
pub use wilson::{NoRuns, WilsonInterval, z};
