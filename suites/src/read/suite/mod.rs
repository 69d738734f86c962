//! Suites: the whole of a file.
//!
//! Lives here: what a suite, its tests, inputs and cases say, and names that are given twice.
//! May touch: files of cases.
//! Lives elsewhere: steps (`step`), flows and environments (`load`), the use of variables
//! (`check`).

mod cases;
mod csv;
mod defined_twice;
mod file;
mod inputs;
mod test;
#[cfg(test)]
mod tests;

pub(crate) use file::suite;
