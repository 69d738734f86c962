//! The traps that a YAML scanner trips over, or that make it see something else.
//!
//! Lives here: a survey of a text that a scanner could not read, or read as something that nobody
//! means. It follows YAML only as far as it must to know where a value begins, and finds all it
//! knows in one go; the scanner has the last word once they are mended.
//! Lives elsewhere: what is odd about single values of a readable text (`values`).

mod block;
mod flow;
mod indentation;
mod key;
mod line;
pub(super) mod operator;
mod plain;
mod quoted;
pub(super) mod silent;
mod survey;
mod tab;
mod trap;

pub(super) use quoted::has_open_template;
pub(super) use survey::survey;
pub(super) use trap::{Trap, quote, quoted_form};
