//! What can be set before the shop opens.

use std::time::Duration;

use crate::Drill;

/// How the shop behaves. Never changed while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// From payment to shipment. Half-way there, the order is packed.
    pub shipping_time: Duration,
    /// How long a session lasts.
    pub session_time: Duration,
    /// How many orders are remembered; the oldest are forgotten first.
    pub max_orders: usize,
    /// How many sessions are remembered.
    pub max_sessions: usize,
    /// How many signed-up accounts are remembered.
    pub max_accounts: usize,
    /// How many uploads are remembered.
    pub max_uploads: usize,
    /// Trouble that is played; none, unless it is asked for.
    pub drill: Option<Drill>,
}

impl Default for Config {
    /// Shipment after two and a half seconds, and room for a few megabytes of everything.
    fn default() -> Self {
        Self {
            shipping_time: Duration::from_millis(2500),
            session_time: Duration::from_secs(60 * 60),
            max_orders: 5_000,
            max_sessions: 10_000,
            max_accounts: 1_000,
            max_uploads: 32,
            drill: None,
        }
    }
}
