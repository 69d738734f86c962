//! What a JSONPath (RFC 9535) selects in a value.
//!
//! One evaluator over the tree of `jsonpath-rust`. Its own evaluation is not used: it answers
//! nested filters and counts of nothing wrongly, visits descendants once per selector, compares
//! numbers within an epsilon, and compiles a pattern for each element.
//!
//! Templates in a path come as `bound`: each placeholder with its value ([`check_bound`] first).
//! Numbers compare as 64-bit floats, text by code point; members of a map keep their order.
//!
//! May touch: nothing. Lives elsewhere: reading paths (`suites::jsonpath`), claims about what was
//! selected (`judge`).

mod bind;
mod compare;
mod condition;
mod evaluate;
mod function;
mod location;
mod nearest;
mod node;
mod pattern;
mod select;
mod slice;
mod wording;

pub(crate) use bind::{Bound, check_bound};
pub(crate) use nearest::nearest;
pub(crate) use select::{locate, select};

#[cfg(test)]
mod tests;
