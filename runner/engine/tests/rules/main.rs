//! Every rule of the language (FORMAT.md, sections 3 to 8 and 13) that needs a real run: suites
//! are read, planned and carried out against a real origin. Nothing leaves this machine.
//!
//! A test is named by what is true; a module by what it is about.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bodies;
mod cases;
mod cleanup;
mod conditions;
mod connections;
mod cookies;
mod credentials;
mod events;
mod exact_values;
mod expectations;
mod fields;
mod flows;
mod helper_values;
mod idempotency;
mod loops;
mod masking;
mod matrix;
mod polling;
mod ran;
mod retrying;
mod saving;
mod secrets;
mod seeds;
mod selection;
mod settings;
mod setup;
mod stage;
mod stopping;
mod templates;
mod tests_apart;
mod tracing;
mod unset;
mod urls;
mod variables;
