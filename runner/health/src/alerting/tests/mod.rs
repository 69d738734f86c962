//! Incidents and messages together, over time.

mod always;
mod budgets;
mod conditions;
mod messages;
mod topics;
mod world;
