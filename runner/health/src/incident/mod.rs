//! From runs to incidents.
//!
//! Lives here: [`SeriesState`], where one series stands after each of its runs; [`Incidents`], the
//! book of what broke together; who is the cause of whom.
//! May touch: the nouns. No clock: everything is given the time. No sending: what changes is
//! returned, and stored together with the state.
//! Lives elsewhere: who is told of it and when (`crate::alerting`).

mod by_series;
mod change;
mod dependencies;
mod fold;
mod group;
mod incidents;
mod member;
mod monitor_standing;
mod observation;
mod people;
mod policy;
mod record;
mod report;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod series_state;
mod timeline;
mod transition;

pub use change::IncidentChange;
pub use dependencies::Dependencies;
pub use group::{Group, GroupBy};
pub use incidents::Incidents;
pub use member::{Member, MemberState};
pub use monitor_standing::MonitorStanding;
pub use observation::{Level, Observation, Silence};
pub use people::NotOpen;
pub use policy::{Confirm, InvalidOutOf, OutOf, Policy};
pub use record::{Cause, Incident, IncidentState};
pub use report::{Facts, Report};
pub use rules::{Burst, Rules, WhileDependencyDown};
pub use series_state::SeriesState;
pub use timeline::{Entry, Happened, Timeline};
pub use transition::{Onset, Transition};
