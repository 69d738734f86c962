//! Certificates that no run meets come nearer to their end, too.

use jiff::{SignedDuration, Timestamp};
use runner_health::alerting::conditions::CERTIFICATE_DAYS;
use runner_health::alerting::{NotifyRule, Told, Topic, announce};

use super::Rulebook;
use super::conditions::{CERTIFICATES, Conditions, change, forgotten, plain};

/// A certificate that ended so long ago, and is not met, is of a host that is no more.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Conditions {
    /// Looks at all certificates as they were met last. Those that only monitors met that are
    /// watched no longer are forgotten. A run that meets one says the same by itself, and people
    /// hear it once.
    pub(super) fn look_at_certificates(
        &mut self,
        now: Timestamp,
        rulebook: &Rulebook,
    ) -> Vec<Told> {
        let mut told = Vec::new();
        for (host, mut watch) in std::mem::take(&mut self.certificates) {
            let is_watched = watch.keep_monitors(|monitor| rulebook.monitor(monitor).is_some());
            let end = watch.not_after();
            if !is_watched || end.is_none_or(|end| now.duration_since(end) > REMEMBERED) {
                self.changes.push(forgotten(CERTIFICATES, &host));
                continue;
            }
            let (watch, news) = watch.look(now, CERTIFICATE_DAYS);
            if let Some(news) = news {
                self.changes.push(change(CERTIFICATES, &host, &watch));
                let lists = watch.monitors().filter_map(|monitor| rulebook.monitor(monitor));
                let rules: Vec<NotifyRule> =
                    lists.flat_map(|monitor| monitor.notify.iter().cloned()).collect();
                let alert = plain(news.about, news.severity, now);
                told.extend(announce(&Topic::certificate(&host), &news.round, &alert, &rules));
            }
            self.certificates.insert(host, watch);
        }
        told
    }
}

#[cfg(test)]
mod tests;
