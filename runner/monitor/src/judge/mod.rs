//! What runs mean, and what people must hear of them.
//!
//! Lives here: [`Judge`], which takes finished runs in and says what is to be written, all of it
//! in one transaction. It decides; it neither sends nor waits.
//! Lives elsewhere: the decisions themselves, pure (`runner-health`); sending (`notify`).

mod budgets;
mod certificates;
mod clock;
mod conditions;
mod deploys;
mod in_force;
#[expect(clippy::module_inception, reason = "the judge is what this room is about")]
mod judge;
mod keeping;
mod restore;
mod rulebook;
mod ruling;
mod windows;

pub(crate) use conditions::{CERTIFICATES, Conditions, Expected, HeartbeatRules};
pub(crate) use deploys::Deploys;
pub(crate) use in_force::InForce;
pub(crate) use judge::Judge;
pub(crate) use restore::RestoreError;
pub(crate) use rulebook::Rulebook;
pub(crate) use ruling::{Confirmation, Ruling};
pub(crate) use windows::AdHoc;
