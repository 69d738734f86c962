//! The overview: what is broken, where, since when, and what changed.

mod budgets;
mod card;
mod figures;
mod kept_rows;
mod matrix;
mod numbers;
mod page;
mod rows;
mod spark;
mod totals;

pub(crate) use budgets::complete;
pub(crate) use card::{Card, Found, title};
pub(crate) use figures::Figures;
pub(crate) use kept_rows::KeptRows;
pub(crate) use page::{Overview, PATIENCE, ROWS, Wanted, show};
pub(crate) use rows::{Location, Row, places};
pub(crate) use totals::Totals;
