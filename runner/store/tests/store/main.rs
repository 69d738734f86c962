//! The store against a real file.

mod sample;

mod records;
