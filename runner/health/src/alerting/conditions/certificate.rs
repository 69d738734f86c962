//! Certificates that end.

use std::collections::BTreeSet;

use jiff::Timestamp;
use runner_model::{About, MonitorName, Severity};
use serde::{Deserialize, Serialize};

/// With how many days left it is told.
pub const CERTIFICATE_DAYS: &[i64] = &[30, 14, 7];

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// The certificate of one host, as its monitors meet it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateWatch {
    /// Whose: `shop.example.com`.
    host: String,
    /// Until when the last one that was met is valid.
    #[serde(default)]
    not_after: Option<Timestamp>,
    /// The fewest days of which people were told.
    #[serde(default)]
    told: Option<i64>,
    /// Who met it.
    #[serde(default)]
    monitors: BTreeSet<MonitorName>,
}

/// What is to be told of a certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct CertificateNews {
    /// The facts.
    pub about: About,
    /// How urgent they are.
    pub severity: Severity,
    /// Makes it a message of its own: the certificate's end, and which threshold was crossed.
    pub round: String,
}

impl CertificateWatch {
    /// No certificate has been met.
    pub fn new(host: &str) -> Self {
        Self { host: host.to_owned(), not_after: None, told: None, monitors: BTreeSet::new() }
    }

    /// A monitor met a certificate at `now` that is valid until `not_after`. Each threshold of
    /// `days` is told once; where several have been passed, the last of them. When one of which
    /// people were told has been replaced, that is told, too.
    ///
    /// Behind one name there may be several servers, not all of which have the new certificate:
    /// `round` is the same whenever the same certificate crosses the same threshold.
    #[must_use]
    pub fn observe(
        mut self,
        monitor: &MonitorName,
        not_after: Timestamp,
        now: Timestamp,
        days: &[i64],
    ) -> (Self, Option<CertificateNews>) {
        self.monitors.insert(monitor.clone());
        let is_new = self.not_after.is_some_and(|known| not_after > known);
        self.not_after = Some(not_after);
        let left = days_between(now, not_after);
        let passed = days.iter().copied().filter(|threshold| left <= *threshold).min();
        if is_new && self.told.is_some() && passed.is_none() {
            self.told = None;
            let news = self.news(not_after, left, Severity::Info, "renewed");
            return (self, Some(news));
        }
        self.look(now, days)
    }

    /// Nobody met it, but time went on: it is as it was met last. Each threshold of `days` is told
    /// once.
    #[must_use]
    pub fn look(mut self, now: Timestamp, days: &[i64]) -> (Self, Option<CertificateNews>) {
        let Some(not_after) = self.not_after else { return (self, None) };
        let left = days_between(now, not_after);
        let passed = days.iter().copied().filter(|threshold| left <= *threshold).min();
        let Some(passed) = passed.filter(|passed| self.told.is_none_or(|told| *passed < told))
        else {
            return (self, None);
        };
        self.told = Some(passed);
        let news = self.news(not_after, left, Severity::Warning, &passed.to_string());
        (self, Some(news))
    }

    /// Until when the last one that was met is valid; `None` when none was.
    pub fn not_after(&self) -> Option<Timestamp> {
        self.not_after
    }

    /// Forgets monitors that are not watched any more. Whether any is left that met it.
    pub fn keep_monitors(&mut self, is_watched: impl Fn(&MonitorName) -> bool) -> bool {
        self.monitors.retain(is_watched);
        !self.monitors.is_empty()
    }

    /// The monitors that met it.
    pub fn monitors(&self) -> impl Iterator<Item = &MonitorName> {
        self.monitors.iter()
    }

    fn news(
        &self,
        not_after: Timestamp,
        left: i64,
        severity: Severity,
        word: &str,
    ) -> CertificateNews {
        let about = About::Certificate {
            host: self.host.clone(),
            not_after,
            days_left: left,
            monitors: self.monitors.iter().cloned().collect(),
        };
        CertificateNews { about, severity, round: format!("{not_after}/{word}") }
    }
}

/// Whole days, rounded down: negative once it is over.
fn days_between(now: Timestamp, not_after: Timestamp) -> i64 {
    (not_after.as_second() - now.as_second()).div_euclid(DAY)
}
