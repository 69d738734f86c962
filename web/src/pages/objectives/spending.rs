//! How the budget of a promise went down, and who spent it: facts, of which a page makes drawings.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::exact::Fraction;
use runner_health::incident::Incident;
use runner_model::IncidentId;
use runner_monitor::promises::{Account, Entry, Promise};
use suites::Budgeting;

use super::course::Course;
use super::part::Part;
use crate::pages::incidents::ended;
use crate::pages::overview::title;

/// How the budget of a promise went down, and who spent it.
#[derive(Clone, Debug)]
pub(crate) struct Spending {
    /// What it is counted in.
    pub(crate) counted_in: Budgeting,
    /// How many decimals a percentage needs.
    pub(crate) places: u8,
    pub(crate) course: Course,
    /// What each incident spent, and what none of them did; most first.
    pub(crate) incidents: Vec<Spender<Cause>>,
    /// What each series spent, most first.
    pub(crate) series: Vec<Spender<String>>,
    /// For how long nothing is known, and for how long nothing counts.
    pub(crate) unknown: Duration,
    pub(crate) excluded: Duration,
}

/// Something that spent a part of a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spender<W> {
    pub(crate) who: W,
    pub(crate) part: Part,
    /// Of all that was spent in this way.
    pub(crate) share: Fraction,
}

/// What was going on when a budget was spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Incident { id: IncidentId, title: String },
    Nothing,
}

impl Spending {
    /// `entries` are those of the ledger for what has passed of the window, oldest first;
    /// `incidents` those about it.
    pub(super) fn of(
        promise: &Promise,
        account: &Account,
        entries: &[Entry],
        incidents: &[Incident],
        now: Timestamp,
    ) -> Self {
        let part = |entry: &Entry| Part::of(entry, promise);
        let spent: Vec<(Timestamp, Part)> =
            entries.iter().map(|entry| (entry.at(), part(entry))).collect();
        Self {
            counted_in: promise.budgeting,
            places: promise.target.places(),
            incidents: by_incident(&spent, incidents, now),
            series: by_series(entries, part),
            course: Course::of(&spent, account.budget.allowed.clone(), account.window, now),
            unknown: account.times.unknown,
            excluded: account.times.excluded,
        }
    }
}

fn by_incident(
    spent: &[(Timestamp, Part)],
    incidents: &[Incident],
    now: Timestamp,
) -> Vec<Spender<Cause>> {
    let mut each: BTreeMap<Option<usize>, Part> = BTreeMap::new();
    for (at, part) in spent {
        let within =
            |incident: &Incident| incident.since <= *at && *at <= ended(incident).unwrap_or(now);
        let sum = each.entry(incidents.iter().position(within)).or_default();
        *sum = sum.and(*part);
    }
    let cause = |number: Option<usize>| match number.and_then(|number| incidents.get(number)) {
        Some(incident) => Cause::Incident { id: incident.id, title: title(incident) },
        None => Cause::Nothing,
    };
    most_first(each.into_iter().map(|(number, part)| (cause(number), part)).collect())
}

fn by_series(entries: &[Entry], part: impl Fn(&Entry) -> Part) -> Vec<Spender<String>> {
    let mut each: BTreeMap<String, Part> = BTreeMap::new();
    for entry in entries {
        if let Entry::Run(run) = entry {
            let spent = part(entry);
            if !spent.is_nothing() {
                let sum = each.entry(run.series.to_string()).or_default();
                *sum = sum.and(spent);
            }
        }
    }
    most_first(each.into_iter().collect())
}

fn most_first<W>(mut all: Vec<(W, Part)>) -> Vec<Spender<W>> {
    all.retain(|(_, part)| !part.is_nothing());
    all.sort_by_key(|(_, part)| std::cmp::Reverse(*part));
    let sum = Part::sum(all.iter().map(|(_, part)| *part)).exact();
    let spender = |(who, part): (W, Part)| Spender { who, part, share: part.exact() / &sum };
    all.into_iter().map(spender).collect()
}
