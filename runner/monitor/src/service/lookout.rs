//! The loop that looks out for budgets that burn.

use std::sync::Arc;
use std::time::Duration;

use runner_model::Clock;
use runner_store::Store;
use tokio::sync::{mpsc, watch};

use super::conductor::Command;
use crate::promises::Lookout;
use crate::watch::Watch;

/// How often it is asked whether an alarm is to be looked at.
const EVERY: Duration = Duration::from_secs(1);

/// After a look that failed, so long nobody looks.
const PAUSE: Duration = Duration::from_secs(30);

/// Looks out until it is aborted. It reads what was written and says what it finds; what that means
/// is decided by the loop that judges, and written by it.
pub(super) async fn look_out(
    store: Store,
    clock: Arc<dyn Clock>,
    watch: watch::Receiver<Arc<Watch>>,
    commands: mpsc::UnboundedSender<Command>,
) {
    let mut lookout = Lookout::default();
    loop {
        let watched = Arc::clone(&watch.borrow());
        let pause = match lookout.look(&watched, &store, clock.now()).await {
            Ok(looks) if looks.is_empty() => EVERY,
            Ok(looks) => {
                // The loop is gone only at the end.
                let _ = commands.send(Command::Looked(looks));
                EVERY
            }
            Err(error) => {
                tracing::warn!(%error, "whether budgets burn cannot be told");
                PAUSE
            }
        };
        tokio::time::sleep(pause).await;
    }
}
