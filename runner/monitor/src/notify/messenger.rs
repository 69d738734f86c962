//! One courier for each channel.

use std::collections::BTreeMap;
use std::sync::Arc;

use runner_model::{ChannelName, Clock};
use runner_store::Store;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::channels::Notifiers;
use super::courier::Courier;
use super::pages::Pages;
use crate::Listener;
use crate::service::Command;

/// A courier at work; it ends with this value.
struct AtWork(JoinHandle<()>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Keeps one courier for each channel of the project.
#[derive(Clone)]
pub(crate) struct Messenger {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pages: Option<Pages>,
    /// As the project says at the moment.
    pub(crate) notifiers: watch::Receiver<Arc<Notifiers>>,
    pub(crate) commands: mpsc::UnboundedSender<Command>,
    pub(crate) listener: Listener,
    /// Changes whenever messages may have been written.
    pub(crate) messages: watch::Receiver<()>,
}

impl Messenger {
    /// Until it is aborted. A message that is being sent then is sent again by the next process.
    pub(crate) async fn run(mut self) {
        if let Err(error) = self.store.outbox().resume(self.clock.now()).await {
            tracing::warn!(%error, "what was on its way has to wait");
        }
        let mut couriers: BTreeMap<ChannelName, AtWork> = BTreeMap::new();
        loop {
            let notifiers = Arc::clone(&self.notifiers.borrow_and_update());
            couriers.retain(|name, _| notifiers.get(name).is_some());
            for name in notifiers.names() {
                couriers.entry(name.clone()).or_insert_with(|| {
                    let courier = Courier { channel: name.clone(), messenger: self.clone() };
                    AtWork(tokio::spawn(courier.run()))
                });
            }
            if self.notifiers.changed().await.is_err() {
                return;
            }
        }
    }
}
