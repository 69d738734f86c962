//! The Test Anything Protocol, version 14: <https://testanything.org/tap-version-14-specification.html>.
//!
//! Lives here: the reporter (`report`) and the little YAML of its diagnostics (`yaml`).
//! What is wrong with a test is found by `finding`.

mod report;
mod yaml;

pub use report::Tap;

#[cfg(test)]
mod tests;
