//! Numbers that were worked out by hand, over a store filled with scripted runs.

mod ledger;
mod months;
mod standing;
mod survey;
mod world;
