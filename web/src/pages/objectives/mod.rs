//! Error budgets: what was promised, what is left, who spent it.

mod burn_down;
mod costs;
mod detail;
mod line;
mod list;
mod spenders;

pub(crate) use burn_down::BurnDown;
pub(crate) use costs::Cost;
pub(crate) use detail::{Detail, show as show_one};
pub(crate) use line::Line;
pub(crate) use list::show;
