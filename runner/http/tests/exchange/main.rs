//! Exchanges with a real origin, good and bad.

mod sending;

mod explore;
