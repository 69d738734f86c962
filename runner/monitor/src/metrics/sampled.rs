//! What the store says, asked now and then.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use runner_health::alerting::conditions::CertificateWatch;
use runner_health::incident::Incident;
use runner_model::Severity;
use runner_store::{Condition, ReadError, Stats, Store};

use super::exposition::{Exposition, Kind};
use super::labels::Labels;
use super::monitors::seconds;
use crate::judge::CERTIFICATES;

/// So many hosts are told of at most, those whose certificates end first.
const HOSTS: usize = 500;

/// What the store said counts for so long.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// What the store says.
#[derive(Debug)]
pub(super) struct Sampled {
    at: Timestamp,
    stats: Stats,
    open: BTreeMap<Severity, u64>,
    /// Messages that wait, by channel.
    waiting: Vec<(Labels, u64)>,
    /// When certificates end, by host.
    certificates: Vec<(Labels, Timestamp)>,
    /// There are more hosts.
    pub(super) is_capped: bool,
}

impl Sampled {
    pub(super) async fn of(store: &Store, now: Timestamp) -> Result<Self, ReadError> {
        let mut open: BTreeMap<Severity, u64> =
            [Severity::Info, Severity::Warning, Severity::Critical].map(|s| (s, 0)).into();
        for incident in store.incidents().open().await? {
            if let Ok(incident) = incident.json.read::<Incident>() {
                *open.entry(incident.severity).or_default() += 1;
            }
        }
        let channels =
            store.outbox().status().await?.into_iter().map(|status| {
                (Labels::of(&[("channel", status.channel.as_str())]), status.waiting)
            });
        let hosts = store.states().of_kind(CERTIFICATES).await?;
        let mut ends: Vec<(Timestamp, String)> = hosts
            .into_iter()
            .filter_map(|(host, json)| {
                Some((json.read::<CertificateWatch>().ok()?.not_after()?, host))
            })
            .collect();
        ends.sort_unstable();
        let is_capped = ends.len() > HOSTS;
        let certificates =
            ends.into_iter().take(HOSTS).map(|(end, host)| (Labels::of(&[("host", &host)]), end));
        Ok(Self {
            at: now,
            stats: store.stats().await?,
            open,
            waiting: channels.collect(),
            certificates: certificates.collect(),
            is_capped,
        })
    }

    /// Writes it, unless it is too old to be true.
    pub(super) fn write(&self, page: &mut Exposition, now: Timestamp) {
        if now.duration_since(self.at) > FRESH {
            return;
        }
        let help = "Incidents that go on.";
        let mut family = page.family("tripline_incidents_open", Kind::Gauge, help);
        for (severity, count) in &self.open {
            family.count(&Labels::of(&[("severity", severity.as_str())]), *count);
        }
        let help = "Messages that wait to be sent.";
        let mut family = page.family("tripline_outbox_waiting", Kind::Gauge, help);
        self.waiting.iter().for_each(|(labels, count)| family.count(labels, *count));
        let name = "tripline_certificate_expiry_timestamp_seconds";
        let help = "When the certificate that a host showed last ends, in seconds since 1970.";
        let mut family = page.family(name, Kind::Gauge, help);
        self.certificates.iter().for_each(|(labels, end)| family.sample(labels, seconds(*end)));
        self.write_store(page);
    }

    fn write_store(&self, page: &mut Exposition) {
        let Stats { file, free, log, series, waiting_kibibytes, condition, .. } = &self.stats;
        let numbers = [
            ("tripline_store_bytes", "Size of the store's file, in bytes.", *file),
            ("tripline_store_free_bytes", "Bytes in the store's file that are free.", *free),
            ("tripline_store_log_bytes", "Size of the log beside the store's file.", *log),
            ("tripline_store_series", "Series that were ever recorded.", *series),
            (
                "tripline_store_waiting_bytes",
                "What waits to be written to the store, in bytes.",
                waiting_kibibytes.saturating_mul(1024),
            ),
            (
                "tripline_store_writing",
                "1 while the store can be written, 0 while what happens waits for it.",
                u64::from(matches!(condition, Condition::Writing)),
            ),
        ];
        for (name, help, number) in numbers {
            page.family(name, Kind::Gauge, help).count(&Labels::default(), number);
        }
    }
}
