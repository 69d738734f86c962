//! Every rule of the language (FORMAT.md, sections 3 to 8 and 13) that needs a real run: suites
//! are read, planned and carried out against a real origin. Nothing leaves this machine.
//!
//! A test is named by what is true; a module by what it is about.

mod bodies;
mod conditions;
mod connections;
mod cookies;
mod credentials;
mod expectations;
mod fields;
mod idempotency;
mod loops;
mod polling;
mod ran;
mod retrying;
mod saving;
mod settings;
mod stage;
mod unset;
mod urls;
