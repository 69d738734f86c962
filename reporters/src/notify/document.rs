//! An alert as JSON, for programs.

use runner_model::Alert;
use serde::Serialize;

use super::delivery::Delivery;
use super::facts::Facts;

/// The version of the shape below. It grows when a field changes its meaning or goes, not when
/// one is added.
const FORMAT: u32 = 1;

/// What a webhook without `json` is sent, and what a command reads:
///
/// ```json
/// {
///   "format": 1,
///   "key": "the same for every try",
///   "channel": "hook",
///   "about": "incident",
///   "phase": "down",
///   "state": "down",
///   "severity": "critical",
///   "headline": "checkout is down in production since 14:02 UTC",
///   "message": "checkout is down in production since 14:02 UTC: step 4 …",
///   "alert": { "at": "2026-03-12T14:05:00Z", "about": { "incident": { … } }, … }
/// }
/// ```
///
/// `alert` is all that is known; durations in it are milliseconds.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    format: u32,
    key: &'a str,
    channel: &'a str,
    about: &'static str,
    phase: Option<&'static str>,
    state: &'static str,
    severity: &'static str,
    headline: &'a str,
    message: &'a str,
    alert: &'a Alert,
}

impl<'a> Document<'a> {
    /// As bytes.
    pub(super) fn bytes(delivery: &'a Delivery, facts: &'a Facts) -> Vec<u8> {
        let document = Self {
            format: FORMAT,
            key: &delivery.key,
            channel: delivery.channel.as_str(),
            about: facts.about,
            phase: facts.phase,
            state: facts.state,
            severity: facts.severity,
            headline: &facts.headline,
            message: &facts.sentence,
            alert: &delivery.alert,
        };
        serde_json::to_vec(&document).expect("an alert has only texts for keys")
    }
}
