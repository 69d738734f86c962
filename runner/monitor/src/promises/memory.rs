//! Where runs are remembered.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_model::{ObjectiveName, Series, SeriesRun};
use runner_store::{
    AnnotationKind, Correction, Deploy, FrozenNumbers, ReadError, Store, WriteError,
};

use super::recorded::Recorded;
use crate::judge::AdHoc;

/// Where runs are remembered.
#[derive(Clone, Debug)]
pub enum Memory {
    /// In the file that the service keeps.
    Store(Store),
    /// In a file of JSON Lines.
    File(Arc<Recorded>),
}

impl Memory {
    /// Every series of which anything is remembered.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn series(&self) -> Result<Vec<Series>, ReadError> {
        match self {
            Self::Store(store) => {
                let known = store.runs().series().await?;
                Ok(known.into_iter().map(Arc::unwrap_or_clone).collect())
            }
            Self::File(recorded) => Ok(recorded.series().cloned().collect()),
        }
    }

    /// Hands over the runs of a series that were due in `due`, in the order in which they were.
    pub(super) async fn runs(
        &self,
        series: &Series,
        due: Span,
        mut take: impl FnMut(SeriesRun) + Send,
    ) -> Result<(), ReadError> {
        match self {
            Self::Store(store) => {
                let mut runs = store.runs().between(series, due.from, due.until);
                while let Some(run) = runs.try_next().await? {
                    take(run);
                }
                Ok(())
            }
            Self::File(recorded) => {
                recorded.runs(series, due).cloned().for_each(take);
                Ok(())
            }
        }
    }

    /// When a series ran by itself for the first time, as far as is remembered.
    pub(super) async fn first_run(&self, series: &Series) -> Result<Option<Timestamp>, ReadError> {
        match self {
            Self::Store(store) => {
                let mut runs = store.runs().between(series, Timestamp::MIN, Timestamp::MAX);
                while let Some(run) = runs.try_next().await? {
                    if run.trigger.counts() {
                        return Ok(Some(run.started));
                    }
                }
                Ok(None)
            }
            Self::File(recorded) => {
                let always = Span { from: Timestamp::MIN, until: Timestamp::MAX };
                let mut runs = recorded.runs(series, always);
                Ok(runs.find(|run| run.trigger.counts()).map(|run| run.started))
            }
        }
    }

    /// What people put under maintenance by hand before `until`.
    pub(super) async fn by_hand(&self, until: Timestamp) -> Result<Vec<AdHoc>, ReadError> {
        match self {
            Self::Store(store) => {
                let said = store.annotations().between(Timestamp::UNIX_EPOCH, until).await?;
                let by_hand = said
                    .into_iter()
                    .filter(|annotation| annotation.said.kind == AnnotationKind::Maintenance);
                let ad_hoc = by_hand.map(|annotation| AdHoc {
                    name: annotation.said.text,
                    monitor: annotation.said.monitor,
                    from: annotation.said.since,
                    until: annotation.said.until,
                });
                Ok(ad_hoc.collect())
            }
            Self::File(_) => Ok(Vec::new()),
        }
    }

    /// What people said afterwards about an objective.
    pub(super) async fn corrections(
        &self,
        objective: &ObjectiveName,
    ) -> Result<Vec<Correction>, ReadError> {
        match self {
            Self::Store(store) => store.corrections().of(objective).await,
            Self::File(_) => Ok(Vec::new()),
        }
    }

    /// What is frozen of a month.
    pub(super) async fn frozen(&self, month: &str) -> Result<Vec<FrozenNumbers>, ReadError> {
        match self {
            Self::Store(store) => store.frozen().of_month(month).await,
            Self::File(_) => Ok(Vec::new()),
        }
    }

    /// Whether numbers can be kept here.
    pub(super) fn keeps_numbers(&self) -> bool {
        match self {
            Self::Store(_) => true,
            Self::File(_) => false,
        }
    }

    /// Freezes numbers of a month; a file of runs keeps none.
    pub(super) async fn freeze(
        &self,
        month: &str,
        numbers: Vec<FrozenNumbers>,
    ) -> Result<(), WriteError> {
        match self {
            Self::Store(store) => store.frozen().add(month, numbers).await,
            Self::File(_) => Ok(()),
        }
    }

    /// Keeps a correction; a file of runs keeps none.
    pub(super) async fn correct(&self, correction: Correction) -> Result<(), WriteError> {
        match self {
            Self::Store(store) => store.corrections().add(correction).await,
            Self::File(_) => Ok(()),
        }
    }

    /// The deploys from `span.from` until before `span.until`, in order of time.
    pub(super) async fn deploys(&self, span: Span) -> Result<Vec<Deploy>, ReadError> {
        match self {
            Self::Store(store) => store.deploys().between(span.from, span.until).await,
            Self::File(recorded) => Ok(recorded.deploys(span)),
        }
    }
}
