//! The one check language: `subject: value` and `subject: { matcher: value }`.
//!
//! Lives here: subjects, matchers and their operands, and which fit each other.
//! May touch: files of JSON Schemas. Lives elsewhere: judging checks (`runner-engine`).

mod condition;
mod fit;
mod like;
mod list;
mod literal;
mod operand;
mod pattern;
mod schema_file;
mod subject;

#[cfg(test)]
mod tests;
