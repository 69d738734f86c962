//! A run, made readable: console, JSON, JUnit.
