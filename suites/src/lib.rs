//! The suite language: YAML text in; [`Suite`]s, a [`Project`], or [`Diagnostic`]s, out.
//!
//! The way of the data: `yaml` turns text into a span-keeping tree of [`yaml::Node`]s and knows
//! the traps of YAML; `read` turns trees into the types of [`language`] by the one table of keys
//! that also makes the JSON Schema; `check` looks at what was read as a whole (variables, safety,
//! environments). Every mistake is a [`Diagnostic`]; all of all files are reported in one go.
//!
//! May touch: the files it is pointed at. No network, no clock, no environment variables.
//! Lives elsewhere: filling templates and judging checks (`runner-engine`).

pub mod check;
pub mod diagnostics;
pub mod jsonpath;
pub mod language;
pub mod load;
pub mod read;
pub mod schema;
pub mod sensitive;
pub mod source;
pub mod yaml;

pub use diagnostics::{Code, Diagnostic, Edit, Severity};
pub use language::*;
pub use load::{LoadRequest, Loaded, load};
pub use read::{environment, suggest};
pub use source::{FileId, Sources, Span, Spanned};
