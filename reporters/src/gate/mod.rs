//! What a deploy gate found, made readable: console, JSON, Markdown.
//!
//! Lives here: [`GateReport`], plain data; the reports of it; and [`Difference`], what is different
//! between an answer that failed and the last one that passed.
//! Lives elsewhere: the verdict (`runner-health`), gathering what it rests on (`tripline`).

mod console;
mod difference;
mod kind;
mod markdown;
mod report;
#[cfg(test)]
mod tests;

pub use console::console;
pub use difference::{Change, Difference, StepDifference};
pub use kind::{GateReportKind, UnknownGateReport};
pub use markdown::markdown;
pub use report::{Deployed, GATE_FORMAT, GateReport, GateTest, Runs, Since};
