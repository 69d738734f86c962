//! When what a rule finds is news.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BurnFinding;

/// Where a rule stands: whether it fires, and whether it can be told at all. While it is blind it
/// stays as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurnAlert {
    /// From when on it fires; `None` while it does not.
    pub firing_since: Option<Timestamp>,
    /// From when on too little is known; `None` while enough is.
    pub blind_since: Option<Timestamp>,
}

/// What people must hear about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnNews {
    /// It fires.
    Fired,
    /// It no longer does.
    Cleared {
        /// From when on it did.
        since: Timestamp,
    },
    /// Too little is known: the monitor is blind.
    Blind,
    /// Enough is known again.
    SeesAgain {
        /// From when on too little was.
        since: Timestamp,
    },
}

impl BurnAlert {
    /// Takes in what the rule finds at a moment. Sight comes before fire.
    #[must_use]
    pub fn observe(mut self, finding: &BurnFinding, at: Timestamp) -> (Self, Vec<BurnNews>) {
        let mut news = Vec::new();
        let fires = match finding {
            BurnFinding::Blind { .. } => {
                if self.blind_since.is_none() {
                    self.blind_since = Some(at);
                    news.push(BurnNews::Blind);
                }
                return (self, news);
            }
            BurnFinding::TooFast { .. } => true,
            BurnFinding::SlowEnough => false,
        };
        if let Some(since) = self.blind_since.take() {
            news.push(BurnNews::SeesAgain { since });
        }
        match self.firing_since {
            None if fires => {
                self.firing_since = Some(at);
                news.push(BurnNews::Fired);
            }
            Some(since) if !fires => {
                self.firing_since = None;
                news.push(BurnNews::Cleared { since });
            }
            Some(_) | None => {}
        }
        (self, news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::whole;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_blind_rule_neither_fires_nor_clears() {
        let fast = BurnFinding::TooFast { long: whole(20), short: whole(20) };
        let blind = BurnFinding::Blind { coverage: None };
        let mut alert = BurnAlert::default();
        let mut heard = Vec::new();
        for (second, finding) in
            (0..).zip([&blind, &fast, &fast, &blind, &blind, &fast, &BurnFinding::SlowEnough])
        {
            let news;
            (alert, news) = alert.observe(finding, at(second));
            heard.extend(news.into_iter().map(|news| (second, news)));
        }
        assert_eq!(
            heard,
            [
                (0, BurnNews::Blind),
                (1, BurnNews::SeesAgain { since: at(0) }),
                (1, BurnNews::Fired),
                (3, BurnNews::Blind),
                (5, BurnNews::SeesAgain { since: at(3) }),
                (6, BurnNews::Cleared { since: at(1) }),
            ]
        );
        assert_eq!(alert, BurnAlert::default());
    }
}
