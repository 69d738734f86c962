//! JSONPath (RFC 9535): text in; a [`JsonPath`](crate::JsonPath), or E206 with the caret at the character, out.
//!
//! `jsonpath-rust` makes the tree, but its grammar is not RFC 9535's: it takes `$.a.b c` for the
//! key `b c`, knows functions that the RFC does not, and refuses numbers that the RFC allows. So
//! the text is first read here, by the RFC's own grammar and typing rules, and handed on in one
//! canonical spelling (`$["a"][0]`, no blanks, strings escaped) that both read alike. What is
//! wrong is therefore said by us, with the place and the way out.
//!
//! Lives here: the grammar, the rewrites in the messages, [`iregexp`] (RFC 9485) and
//! [`float`] (which numbers a filter can hold).
//! Lives elsewhere: evaluating (`runner-engine`); expressions in `{{…}}` (`read`).

mod bracket;
mod cursor;
mod filter;
pub mod float;
mod function;
mod hole;
pub mod iregexp;
mod misspelt;
mod number;
mod operand;
mod operator;
mod parse;
mod plain;
mod segment;
mod start;
mod string;

pub use hole::Role;
pub use parse::{parse, parse_with};

#[cfg(test)]
mod tests;
