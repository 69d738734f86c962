//! Who spent a budget: incidents, and series.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_health::incident::Incident;
use runner_monitor::promises::Entry;
use serde::Serialize;

use crate::pages::incidents::ended;
use crate::pages::link;
use crate::pages::overview::title;

/// So many are named.
const MOST: usize = 8;

/// Something that spent a part of a budget.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Spender {
    name: String,
    href: Option<String>,
    /// Of all that was spent.
    share: String,
    /// Of 100.
    bar: String,
}

/// What each incident spent, and what none of them did; most first.
pub(super) fn by_incident(
    spent: &[(Timestamp, f64)],
    incidents: &[Incident],
    now: Timestamp,
) -> Vec<Spender> {
    let mut each: BTreeMap<usize, f64> = BTreeMap::new();
    let mut outside = 0.0;
    for (at, bad) in spent {
        let inside = incidents
            .iter()
            .position(|incident| incident.since <= *at && *at <= ended(incident).unwrap_or(now));
        match inside {
            Some(number) => *each.entry(number).or_default() += bad,
            None => outside += bad,
        }
    }
    let mut all: Vec<(String, Option<String>, f64)> = each
        .into_iter()
        .map(|(number, bad)| {
            let incident = &incidents[number];
            let name = format!("{}, incident {}", title(incident), incident.id);
            (name, Some(link::incident(incident.id)), bad)
        })
        .collect();
    if outside > 0.0 {
        all.push(("outside of incidents".to_owned(), None, outside));
    }
    shares(all)
}

/// What each series spent, most first.
pub(super) fn by_series(entries: &[Entry], bad: impl Fn(&Entry) -> f64) -> Vec<Spender> {
    let mut each: BTreeMap<String, f64> = BTreeMap::new();
    for entry in entries {
        if let Entry::Run(run) = entry {
            let spent = bad(entry);
            if spent > 0.0 {
                *each.entry(run.series.to_string()).or_default() += spent;
            }
        }
    }
    shares(each.into_iter().map(|(name, bad)| (name, None, bad)).collect())
}

fn shares(mut all: Vec<(String, Option<String>, f64)>) -> Vec<Spender> {
    all.retain(|(_, _, bad)| *bad > 0.0);
    all.sort_by(|a, b| b.2.total_cmp(&a.2));
    let sum: f64 = all.iter().map(|(_, _, bad)| bad).sum();
    let spender = |(name, href, bad): (String, Option<String>, f64)| Spender {
        name,
        href,
        share: format!("{:.0} %", bad / sum * 100.0),
        bar: format!("{:.1}", bad / sum * 100.0),
    };
    all.into_iter().take(MOST).map(spender).collect()
}
