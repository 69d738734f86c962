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
mod tally;
mod totals;

pub(crate) use budgets::{complete, tightest};
pub(crate) use card::{Card, Found, title, told_of};
pub(crate) use figures::Figures;
pub(crate) use kept_rows::KeptRows;
pub(crate) use page::{Overview, PATIENCE, ROWS, Wanted, goes_on_in, show};
pub(crate) use rows::{Location, Row, places};
pub(crate) use tally::Tally;
pub(crate) use totals::{Stretch, Totals};
