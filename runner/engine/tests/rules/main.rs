//! Every rule of the language (FORMAT.md, sections 3 to 8 and 13) that needs a real run: suites
//! are read, planned and carried out against a real origin. Nothing leaves this machine.
//!
//! A test is named by what is true; a module by what it is about.

mod bodies;
mod connections;
mod cookies;
mod credentials;
mod fields;
mod ran;
mod settings;
mod stage;
mod urls;
