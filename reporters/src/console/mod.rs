//! The console: a run as a person reads it.
//!
//! Lives here: one line per suite (`suite`), a block per failure (`block`, with `snippet`,
//! `problem`, `exchange`, `chain`, `pretty`), the last line (`summary`), everything in `verbose`;
//! what makes text fit to print (`text`) and colours (`look`).
//! Lives elsewhere: the line that moves while it runs (`progress`).

mod block;
mod chain;
mod exchange;
mod look;
mod pretty;
mod problem;
mod snippet;
mod suite;
mod summary;
mod text;
mod verbose;
mod written;

pub(crate) use block::Blocks;
pub(crate) use chain::{is_left_behind, name_of, tries, why_left, why_skipped};
pub(crate) use exchange::is_json;
pub(crate) use look::{Look, Tone};
pub(crate) use pretty::indented;
pub(crate) use problem::{Problem, broken, during, rank, told};
pub(crate) use snippet::Drawn;
pub(crate) use suite::{
    carried_out, full_name, variant_name, warnings_of_shared, warnings_of_test,
};
pub(crate) use text::{beginning, cut, lines, one_line};
pub use written::{Console, ConsoleOptions, Verbosity};

#[cfg(test)]
mod tests;
