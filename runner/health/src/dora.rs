//! How well changes go: the figures of DORA.

use std::time::Duration;

use jiff::Timestamp;

use crate::Median;
use crate::elapsed::{between, later};
use crate::exact::{Fraction, seconds, share, whole};
use crate::sli::Outage;

/// An incident belongs to a deploy when it begins at it or less than four hours after.
pub const ATTRIBUTION: Duration = Duration::from_secs(4 * 3600);

/// How well changes go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dora {
    /// Each deploy, in order of time.
    pub deploys: Vec<DeployRecord>,
    /// Incidents that belong to none.
    pub unattributed: u64,
    /// Distinct deploys with an incident in all deploys; `None` without a deploy.
    pub change_failure_rate: Option<Fraction>,
    /// From deploy to restored, in the middle; `None` when none was restored.
    pub median_recovery: Option<Median>,
    /// Deploys in each day from the first to the last; `None` when these are not two moments.
    pub per_day: Option<Fraction>,
}

/// A deploy and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployRecord {
    /// When it was made.
    pub at: Timestamp,
    /// How many incidents belong to it: however many, it is one failed change.
    pub incidents: u64,
    /// From the deploy until the last of them was over; `None` without one, or while one lasts.
    pub recovery: Option<Duration>,
}

impl Dora {
    /// Of these deploys and incidents, in any order. An incident belongs to the newest deploy that
    /// is less than `attribution` older; two deploys at the same moment are one.
    pub fn of(deploys: &[Timestamp], incidents: &[Outage], attribution: Duration) -> Self {
        let mut times = deploys.to_vec();
        times.sort_unstable();
        times.dedup();
        let mut unattributed = 0;
        let mut attributed: Vec<Vec<&Outage>> = vec![Vec::new(); times.len()];
        for incident in incidents {
            let newest = times.partition_point(|&at| at <= incident.from).checked_sub(1);
            match newest.filter(|&deploy| incident.from < later(times[deploy], attribution)) {
                Some(deploy) => attributed[deploy].push(incident),
                None => unattributed += 1,
            }
        }
        let records = times.iter().zip(&attributed).map(|(&at, incidents)| DeployRecord {
            at,
            incidents: incidents.len() as u64,
            recovery: restored(incidents).map(|restored| between(at, restored)),
        });
        let deploys: Vec<DeployRecord> = records.collect();
        let failed = deploys.iter().filter(|deploy| deploy.incidents > 0).count();
        let recoveries = deploys.iter().filter_map(|deploy| deploy.recovery);
        Self {
            unattributed,
            change_failure_rate: share(failed as u128, deploys.len() as u128),
            median_recovery: Median::of(recoveries.collect()),
            per_day: per_day(&times),
            deploys,
        }
    }
}

/// When the last of several incidents was over.
fn restored(incidents: &[&Outage]) -> Option<Timestamp> {
    let ends: Option<Vec<Timestamp>> = incidents.iter().map(|incident| incident.until).collect();
    ends?.into_iter().max()
}

fn per_day(deploys: &[Timestamp]) -> Option<Fraction> {
    let spanned = seconds(between(*deploys.first()?, *deploys.last()?));
    let days = spanned / whole(86_400);
    (days > whole(0)).then(|| whole(deploys.len()) / days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    #[test]
    fn an_incident_belongs_to_the_newest_deploy_before_it() {
        let incident = Outage { from: at(3), until: None };
        let dora = Dora::of(&[at(2), at(0)], &[incident], ATTRIBUTION);
        let failed: Vec<u64> = dora.deploys.iter().map(|deploy| deploy.incidents).collect();
        assert_eq!(failed, [0, 1]);
        assert_eq!(dora.median_recovery, None);
    }

    #[test]
    fn without_deploys_there_are_no_figures() {
        let dora = Dora::of(&[], &[Outage { from: at(3), until: None }], ATTRIBUTION);
        assert_eq!((dora.change_failure_rate, dora.per_day, dora.unattributed), (None, None, 1));
    }
}
