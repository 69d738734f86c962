//! Who is woken when a budget burns too fast (SLO.md, section 4; SRE Workbook, chapter 5).
//!
//! Lives here: [`BurnRule`] with the standard set, what runs in a window say ([`WindowCounts`]; of
//! many windows, [`RunSums`]), what a rule finds in them ([`BurnFinding`]) and when that is news
//! ([`BurnAlert`]), and how soon a rule fires ([`Outlook`]).
//! Lives elsewhere: the budget (`crate::budget`), the telling (`crate::alerting`).

mod alert;
mod outlook;
mod rule;
mod run_sums;
mod standard;
mod window_counts;

pub use alert::{BurnAlert, BurnNews};
pub use outlook::Outlook;
pub use rule::{BurnFinding, BurnRule, CannotFire, Guard, InvalidRule};
pub use run_sums::RunSums;
pub use standard::{burn_for, standard};
pub use window_counts::{Watch, WindowCounts};
