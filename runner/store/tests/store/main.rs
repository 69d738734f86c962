//! The store against a real file.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

mod copies;
mod errands;
mod failures;
mod history;
mod migrations;
mod opening;
mod outbox;
mod people;
mod promises;
mod records;
mod sample;
mod size;
mod tidying;
mod writing;
