//! Follows the variables through a suite, in the order in which its steps are carried out.
//!
//! Lives here: which variable is known where (FORMAT.md, "Scopes"), and the mistakes E201, E301,
//! E302, E406, E407, W301, W303. Lives elsewhere: what a flow is given and gives back (`flows`);
//! what an environment lacks (`environment`).

mod definitions;
mod follow;
mod inherited;
mod resolve;
mod scope;
mod steps;
mod unknown;
mod unused;

pub(super) use follow::variables;
