//! JUnit XML, as build servers read it.
//!
//! Lives here: the reporter (`report`) and the little XML it needs (`xml`).
//! What a failure says is made by `console`, without colour.

mod report;
mod xml;

pub use report::Junit;

#[cfg(test)]
mod tests;
