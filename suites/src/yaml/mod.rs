//! YAML text in; a tree that remembers every character's place, or the traps, out.
//!
//! Lives here: scanning, aliases and merge keys, the traps of YAML (codes E1xx, W1xx) and their
//! mending. Lives elsewhere: what the keys mean (`read`).

mod build;
mod decode;
mod empty;
mod key;
mod mended;
mod merge;
mod node;
mod parse;
mod traps;
mod unreadable;
mod values;

pub use decode::{NotText, decode};
pub use node::{Entry, Node, NodeKind, Scalar, Style};
pub use parse::parse;
