//! From where on people are told that a budget burns, beside how fast it does.

use runner_health::burn::BurnFinding;
use runner_health::exact::{Fraction, plain_text};
use runner_monitor::promises::{Burning, Promise};
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas;

/// When people are told that a budget burns: it does so faster than `burn` over both times, and
/// enough runs have failed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BurnRuleLine {
    #[schema(schema_with = schemas::severity)]
    severity: &'static str,
    /// How many times faster than even is too fast: `14.4`.
    burn: String,
    /// The long time, in seconds.
    over_s: u64,
    /// The short time, in seconds.
    and_s: u64,
    /// How many times faster than even it burns at present over the long time; left out when no run
    /// says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    burn_over: Option<String>,
    /// The same over the short time.
    #[serde(skip_serializing_if = "Option::is_none")]
    burn_and: Option<String>,
    /// `too_fast`, `slow_enough`, or `not_known` when too little is known to say so.
    state: &'static str,
    /// Who is told; nobody when it is empty.
    notify: Vec<String>,
}

impl BurnRuleLine {
    pub(super) fn of(burning: &Burning, promise: &Promise) -> Self {
        let Burning { alarm, long, short, finding } = burning;
        let text = |rate: &Fraction| plain_text(rate, 2);
        Self {
            severity: alarm.rule.severity().as_str(),
            burn: text(alarm.rule.burn()),
            over_s: alarm.rule.long().as_secs(),
            and_s: alarm.rule.short().as_secs(),
            burn_over: long.as_ref().map(text),
            burn_and: short.as_ref().map(text),
            state: match finding {
                BurnFinding::TooFast { .. } => "too_fast",
                BurnFinding::SlowEnough => "slow_enough",
                BurnFinding::Blind { .. } => "not_known",
            },
            notify: promise.hearers(alarm).iter().map(ToString::to_string).collect(),
        }
    }
}
