//! The language as a JSON Schema (2020-12), for editors.
//!
//! Lives here: what the one table of keys looks like as a schema. It knows each word, its meaning
//! and what it holds; what depends on more than one place stays with the reader.
//! Lives elsewhere: the table (`read::keys`), finding mistakes (`read`, `check`).

mod checks;
mod kinds;
mod object;
#[cfg(test)]
mod tests;
mod whole;

pub use whole::{project, suite};
