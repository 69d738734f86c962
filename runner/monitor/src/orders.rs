//! What people want the service to do, taken from the store.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{Clock, MonitorName};
use runner_store::{AnnotationKind, ReadError, Store};
use tokio::sync::mpsc;

use crate::judge::{AdHoc, Deploys};
use crate::service::Command;

/// How often the store is asked.
const EVERY: Duration = Duration::from_millis(500);

/// Takes orders, and says who is paused and what is under maintenance by hand, until it is aborted.
pub(crate) async fn take(
    store: Store,
    clock: Arc<dyn Clock>,
    commands: mpsc::UnboundedSender<Command>,
) {
    loop {
        let now = clock.now();
        match store.orders().claim(now).await {
            Ok(orders) => {
                for order in orders {
                    let _ = commands.send(Command::Order(order));
                }
            }
            Err(error) => tracing::warn!(%error, "orders cannot be taken"),
        }
        match standing(&store, now).await {
            Ok(standing) => {
                let _ = commands.send(Command::Standing(standing));
            }
            Err(error) => tracing::warn!(%error, "pauses and maintenance cannot be read"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// What people said that holds at a time: all of it.
pub(crate) struct Standing {
    /// Who is paused.
    pub(crate) paused: BTreeSet<MonitorName>,
    /// What is under maintenance by hand.
    pub(crate) ad_hoc: Vec<AdHoc>,
    /// What was deployed of late.
    pub(crate) deploys: Deploys,
}

/// What people said that holds at `now`.
pub(crate) async fn standing(store: &Store, now: Timestamp) -> Result<Standing, ReadError> {
    let soon = now.checked_add(SignedDuration::from_micros(1)).unwrap_or(now);
    let paused = store.pauses().all().await?.into_iter().map(|pause| pause.monitor).collect();
    let in_force = store.annotations().between(now, soon).await?.into_iter();
    let ad_hoc = in_force.filter(|annotation| annotation.said.kind == AnnotationKind::Maintenance);
    let ad_hoc = ad_hoc.map(|annotation| AdHoc {
        name: annotation.said.text,
        monitor: annotation.said.monitor,
        from: annotation.said.since,
        until: annotation.said.until,
    });
    // What broke within an hour of a deploy may be decided to be an incident later.
    let lately = now.checked_sub(Deploys::LATELY * 2).unwrap_or(Timestamp::MIN);
    let deploys = Deploys::new(store.deploys().judged_between(lately, soon).await?);
    Ok(Standing { paused, ad_hoc: ad_hoc.collect(), deploys })
}
