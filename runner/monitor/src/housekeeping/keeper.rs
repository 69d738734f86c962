//! The timetable, and who does what stands on it.

use std::sync::Arc;

use runner_model::{Clock, LocationName};
use runner_store::{Store, Tidied};
use thiserror::Error;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use super::{digest, tidying};
use crate::promises::{Books, Memory};
use crate::service::Command;
use crate::watch::Watch;
use crate::{Event, Listener};

/// Hourly, when few others do anything. By UTC: second, minute, hour, day, month, weekday.
const TIDYING: &str = "0 17 * * * *";
const CERTIFICATES: &str = "30 47 * * * *";
/// It is only asked whether one is due.
const DIGEST: &str = "0 * * * * *";

/// What is needed to keep house.
#[derive(Clone)]
pub(crate) struct Chest {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) location: LocationName,
    /// What is watched at the moment.
    pub(crate) watch: watch::Receiver<Arc<Watch>>,
    pub(crate) commands: mpsc::UnboundedSender<Command>,
    pub(crate) listener: Listener,
}

/// House is being kept.
pub(crate) struct Housekeeping {
    timetable: JobScheduler,
    /// They do one thing each, and never twice at a time.
    keepers: Vec<JoinHandle<()>>,
}

/// The timetable cannot be kept.
#[derive(Debug, Error)]
#[error("housekeeping cannot be scheduled: {0}")]
pub struct TimetableError(#[from] JobSchedulerError);

impl Housekeeping {
    /// Begins to keep house.
    ///
    /// # Errors
    /// The timetable cannot be kept.
    pub(crate) async fn start(chest: Chest) -> Result<Self, TimetableError> {
        let timetable = JobScheduler::new().await?;
        let mut tidying = on(&timetable, TIDYING).await?;
        let mut certificates = on(&timetable, CERTIFICATES).await?;
        let mut digest = on(&timetable, DIGEST).await?;
        timetable.start().await?;
        let (tidier, looker, teller) = (chest.clone(), chest.clone(), chest);
        let keepers = vec![
            tokio::spawn(async move {
                while tidying.recv().await.is_some() {
                    // Before runs are forgotten.
                    tidier.freeze().await;
                    tidier.tidy().await;
                }
            }),
            tokio::spawn(async move {
                while certificates.recv().await.is_some() {
                    // The loop is gone only at the end.
                    let _ = looker.commands.send(Command::LookAtCertificates);
                }
            }),
            tokio::spawn(async move {
                while digest.recv().await.is_some() {
                    teller.tell_digest().await;
                }
            }),
        ];
        Ok(Self { timetable, keepers })
    }

    /// Ends it. What is being done is broken off, and done the next time.
    pub(crate) async fn stop(mut self) {
        if let Err(error) = self.timetable.shutdown().await {
            tracing::warn!(%error, "the timetable does not end");
        }
        for keeper in self.keepers {
            keeper.abort();
            drop(keeper.await);
        }
    }
}

/// Is told whenever it is time. While the last time is still being dealt with, one more waits.
async fn on(
    timetable: &JobScheduler,
    cron: &'static str,
) -> Result<mpsc::Receiver<()>, JobSchedulerError> {
    let (sender, receiver) = mpsc::channel(1);
    let ring = move |_, _| {
        let _ = sender.try_send(());
    };
    timetable.add(Job::new(cron, ring)?).await?;
    Ok(receiver)
}

impl Chest {
    fn watched(&self) -> Arc<Watch> {
        Arc::clone(&self.watch.borrow())
    }

    async fn freeze(&self) {
        let (watch, now) = (self.watched(), self.clock.now());
        let memory = Memory::Store(self.store.clone());
        let frozen = async { Books::open(&watch, memory, now).await?.freeze_last_month(now).await };
        if let Err(error) = frozen.await {
            tracing::warn!(%error, "the numbers of last month cannot be frozen");
        }
    }

    async fn tidy(&self) {
        match tidying::tidy(&self.store, &self.watched(), self.clock.now()).await {
            Ok(Tidied { hours, runs, rows, bytes }) => {
                tracing::debug!(hours, runs, rows, bytes, "tidied up");
            }
            Err(error) => tracing::warn!(%error, "tidying up broke off"),
        }
    }

    async fn tell_digest(&self) {
        let now = self.clock.now();
        match digest::tell(&self.store, &self.watched(), &self.location, now).await {
            Ok(Some(told)) => {
                (self.listener)(&Event::told(&told.channel, &told.key, &told.alert));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the digest cannot be made"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn the_timetable_rings_on_time_and_never_piles_up() {
        let mut timetable = JobScheduler::new().await.unwrap();
        let mut bell = on(&timetable, "* * * * * *").await.unwrap();
        timetable.start().await.unwrap();
        let rings = async {
            for _ in 0..2 {
                bell.recv().await.unwrap();
            }
        };
        tokio::time::timeout(Duration::from_secs(20), rings).await.unwrap();
        // Nobody listens for a while: one ring waits, however many there were.
        tokio::time::sleep(Duration::from_millis(2_600)).await;
        timetable.shutdown().await.unwrap();
        assert_eq!(bell.len(), 1);
    }

    #[tokio::test]
    async fn every_line_of_the_timetable_can_be_read() {
        let timetable = JobScheduler::new().await.unwrap();
        for cron in [TIDYING, CERTIFICATES, DIGEST] {
            on(&timetable, cron).await.unwrap();
        }
    }
}
