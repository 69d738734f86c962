//! The maintenance that is in force at one time.

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::incident::Facts;
use runner_model::Series;
use suites::Maintenance;

use super::windows::{AdHoc, concerns};
use crate::diary::Announced;

/// The maintenance that is in force at one time. A calendar is searched once, however many series
/// there are.
pub(crate) struct InForce<'w> {
    pub(super) planned: Vec<(&'w Maintenance, Span)>,
    pub(super) ad_hoc: Vec<&'w AdHoc>,
}

impl InForce<'_> {
    /// None is.
    pub(crate) fn is_empty(&self) -> bool {
        self.planned.is_empty() && self.ad_hoc.is_empty()
    }

    /// What concerns a series: of several the one that ends last.
    pub(crate) fn of(&self, series: &Series, facts: &Facts) -> Option<Announced> {
        let planned = self.planned.iter().filter(|(of, _)| concerns(of, series, facts));
        let planned = planned.map(|(of, span)| Announced {
            from: span.from,
            until: Some(span.until),
            name: Some(of.name.value.clone()),
        });
        let by_hand = self.ad_hoc.iter().filter(|by| by.concerns(series));
        let by_hand = by_hand.map(|by| Announced { from: by.from, until: by.until, name: None });
        planned.chain(by_hand).max_by_key(|announced| announced.until.unwrap_or(Timestamp::MAX))
    }
}
