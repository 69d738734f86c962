//! How much failing a promise leaves room for (SLO.md, section 4).
//!
//! Lives here: [`ErrorBudget`] and what was spent of it, how it goes down ([`BurnDown`]), the time
//! it is for ([`Window`], [`Month`]), and the ways to count slices ([`Budgeting`]).
//! Lives elsewhere: who is woken when it burns too fast (`crate::burn`).

mod amount;
mod burn_down;
mod error_budget;
mod month;
mod slices;
mod window;
mod zone;

pub use amount::Amount;
pub use burn_down::{BurnDown, BurnDownPoint};
pub use error_budget::{ErrorBudget, Spent};
pub use month::{InvalidMonth, Month};
pub use slices::Budgeting;
pub use window::{RetentionTooShort, Window};
pub use zone::{UnknownTimeZone, time_zone};
