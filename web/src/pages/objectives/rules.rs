//! From where on people are told that a budget burns, beside how fast it does.

use runner_health::burn::BurnFinding;
use runner_health::exact::{Fraction, plain_text};
use runner_model::{NotifyName, human};
use runner_monitor::promises::{Burning, Promise};
use serde::Serialize;

/// A rule, as a line of a table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Rule {
    severity: &'static str,
    /// `14.4×`
    burn: String,
    /// `1 h and 5 min`
    over: String,
    /// `30× and 25×`
    now: String,
    /// What the rule finds in that: `too fast`.
    word: &'static str,
    tone: &'static str,
    /// `orders-oncall, crew`; nothing when nobody hears of it.
    hearers: String,
}

impl Rule {
    pub(super) fn of(burning: &Burning, promise: &Promise) -> Self {
        let Burning { alarm, long, short, finding } = burning;
        let now =
            |rate: &Option<Fraction>| rate.as_ref().map_or("–".to_owned(), |it| times(it, 1));
        let (word, tone) = match finding {
            BurnFinding::TooFast { .. } => ("too fast", "bad"),
            BurnFinding::SlowEnough => ("slow enough", "ok"),
            BurnFinding::Blind { .. } => ("too little is known", "mute"),
        };
        let rule = &alarm.rule;
        let hearers = promise.hearers(alarm);
        Self {
            severity: rule.severity().as_str(),
            burn: from(rule.burn()),
            over: format!("{} and {}", human::long(rule.long()), human::long(rule.short())),
            now: format!("{} and {}", now(long), now(short)),
            word,
            tone,
            hearers: hearers.iter().map(NotifyName::as_str).collect::<Vec<_>>().join(", "),
        }
    }
}

/// From which rate on somebody is told: `14.4×`.
pub(super) fn from(burn: &Fraction) -> String {
    times(burn, 2)
}

/// `14.4×`
pub(super) fn times(rate: &Fraction, most_places: u8) -> String {
    format!("{}×", plain_text(rate, most_places))
}
