//! Incidents and messages together, over time.

mod always;
mod conditions;
mod messages;
mod topics;
mod world;
