//! Error budgets: what was promised, what is left, who spent it.

mod burn_down;
mod costs;
mod course;
mod detail;
mod line;
mod list;
mod part;
mod rules;
mod spenders;
mod spending;

pub(crate) use burn_down::BurnDown;
pub(crate) use costs::Cost;
pub(crate) use course::Point;
pub(crate) use detail::{Detail, show as show_one};
pub(crate) use line::Line;
pub(crate) use list::show;
pub(crate) use spending::{Cause, Spender, Spending};
