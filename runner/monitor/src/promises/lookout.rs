//! Looking out for budgets that burn: which alarms are looked at when, and what they find.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::burn::BurnFinding;
use runner_health::calendar::Span;
use runner_model::ObjectiveName;
use runner_store::Store;

use super::books::{Books, BooksError};
use super::memory::Memory;
use super::promise::{Alarm, Promise};
use crate::watch::Watch;

/// What the alarms of a promise find at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) at: Timestamp,
    pub(crate) promise: Promise,
    pub(crate) found: Found,
}

/// What alarms find.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// Nobody is to be woken: a maintenance, or outside of the operating hours. The next look is
    /// then.
    Silent(Timestamp),
    /// By the place of the alarm among those of its promise.
    Findings(Vec<(usize, BurnFinding)>),
}

/// Which alarms are looked at when.
#[derive(Debug, Default)]
pub(crate) struct Lookout {
    next: BTreeMap<(ObjectiveName, usize), Timestamp>,
    /// When the monitors of promises ran for the first time: before that no run is missing.
    since: BTreeMap<ObjectiveName, Timestamp>,
}

impl Lookout {
    /// An alarm is looked at so many times within its short time.
    const LOOKS: u32 = 60;
    const AT_MOST_EVERY: Duration = Duration::from_secs(1);

    /// Looks at the alarms that are due at `now`.
    pub(crate) async fn look(
        &mut self,
        watch: &Watch,
        store: &Store,
        now: Timestamp,
    ) -> Result<Vec<Look>, BooksError> {
        if watch.project.objectives.is_empty() {
            return Ok(Vec::new());
        }
        let books = Books::open(watch, Memory::Store(store.clone()), now).await?;
        let mut looks = Vec::new();
        for promise in &books.promises {
            let (due, next) = self.due(promise, now);
            if due.is_empty() {
                continue;
            }
            let found = if books.is_silent(promise, now) {
                Found::Silent(next)
            } else {
                let Some(since) = self.since(&books, promise).await? else { continue };
                Found::Findings(books.findings(promise, &due, since, now).await?)
            };
            looks.push(Look { at: now, promise: promise.clone(), found });
        }
        Ok(looks)
    }

    /// The alarms that are due, and when the first of them is again.
    fn due(&mut self, promise: &Promise, now: Timestamp) -> (Vec<usize>, Timestamp) {
        let (mut due, mut first) = (Vec::new(), Timestamp::MAX);
        for (place, alarm) in promise.alarms.iter().enumerate() {
            let next = Span::starting(now, Self::every(alarm)).until;
            let known = self.next.entry((promise.name.clone(), place)).or_insert(now);
            // The clock may have been set back.
            if *known <= now || *known > next {
                *known = next;
                due.push(place);
                first = first.min(next);
            }
        }
        (due, first)
    }

    fn every(alarm: &Alarm) -> Duration {
        (alarm.rule.short() / Self::LOOKS).max(Self::AT_MOST_EVERY)
    }

    async fn since(
        &mut self,
        books: &Books,
        promise: &Promise,
    ) -> Result<Option<Timestamp>, BooksError> {
        if let Some(since) = self.since.get(&promise.name) {
            return Ok(Some(*since));
        }
        let since = books.first_run(promise).await?;
        if let Some(since) = since {
            self.since.insert(promise.name.clone(), since);
        }
        Ok(since)
    }
}

impl Books {
    /// Whether nobody is to be woken for what a promise is about.
    fn is_silent(&self, promise: &Promise, now: Timestamp) -> bool {
        let point = &promise.point;
        let tests = point.tests();
        !tests.is_empty() && tests.into_iter().all(|test| self.silences.is_silent(point, test, now))
    }

    /// When the monitor of a promise ran by itself for the first time, as far as is remembered.
    pub(super) async fn first_run(
        &self,
        promise: &Promise,
    ) -> Result<Option<Timestamp>, BooksError> {
        let mut first: Option<Timestamp> = None;
        for series in self.memory.series().await? {
            if promise.point.looks_at(&series) {
                let began = self.memory.first_run(&series).await?;
                first = first.into_iter().chain(began).min();
            }
        }
        Ok(first)
    }

    /// What alarms find at `now` in a promise whose monitor runs `since`.
    pub(super) async fn findings(
        &self,
        promise: &Promise,
        alarms: &[usize],
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<(usize, BurnFinding)>, BooksError> {
        let seen = self.seen(promise, alarms, since, now).await?;
        let found = seen.iter().filter_map(|seen| {
            let alarm = promise.alarms.get(seen.place)?;
            Some((seen.place, seen.judged(alarm, promise)))
        });
        Ok(found.collect())
    }
}
