//! A suite as one monitor runs it: facts, of which the page makes drawings.

use jiff::Timestamp;
use runner_health::incident::MonitorStanding;
use runner_model::{Series, SeriesRun};
use runner_store::{ReadError, SeriesStatus, Store};

use super::assertions::Assertions;
use super::days::{Day, days};
use super::steps::{StepTimes, steps};
use crate::pages::run::HISTORY;
use crate::pages::standings::{Line, Standings};

/// Of so many series the days are added up.
const SERIES: usize = 8;

/// A suite as one monitor runs it.
pub(crate) struct Watched<'s> {
    pub(crate) line: &'s Line,
    /// Of its tests, the one that is worst at present.
    pub(super) worst: Option<&'s SeriesStatus>,
    /// The last runs of that test, oldest first.
    pub(super) runs: Vec<SeriesRun>,
    /// The steps of these runs.
    pub(crate) steps: Vec<StepTimes>,
    /// The last ninety days, oldest first.
    pub(crate) days: Vec<Day>,
    /// When it is due next.
    pub(crate) next: Option<Timestamp>,
    /// What failed most often; nothing when no run that failed is kept in full.
    pub(crate) failed_most: Option<Assertions>,
}

impl<'s> Watched<'s> {
    /// `line` is one of `standings`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn read(
        store: &Store,
        line: &'s Line,
        standings: &Standings,
    ) -> Result<Self, ReadError> {
        let now = standings.at;
        let series: Vec<&Series> =
            line.series.iter().map(|status| &status.series).take(SERIES).collect();
        // What is in trouble tells more than what is not.
        let worst = line.series.iter().max_by_key(|status| status.last.outcome);
        let mut runs = Vec::new();
        if let Some(status) = worst {
            let all = (Timestamp::MIN, Timestamp::MAX);
            runs = store.runs().page(&status.series, all.0, all.1, None, HISTORY).await?.runs;
            runs.reverse();
        }
        let names = worst.map(|status| standings.steps_of(&status.series)).unwrap_or_default();
        let watch = standings.watch.as_ref();
        let watched = watch.and_then(|watch| {
            watch.monitors.iter().find(|watched| *watched.name() == line.monitor)
        });
        let next = watched.and_then(|watched| watched.slots.after(now));
        Ok(Self {
            line,
            worst,
            steps: steps(&runs, &names),
            runs,
            days: days(store, &series, now).await?,
            next: next.filter(|_| line.standing != MonitorStanding::Paused),
            failed_most: Assertions::read(store, &series, now).await?,
        })
    }
}
