//! That the store cannot be written, and that it can be again, is told.

use std::sync::Arc;

use runner_model::Clock;
use runner_store::Condition;
use tokio::sync::watch;

use crate::Listener;
use crate::event::Event;

/// Tells whenever the store cannot be written for another reason than before, or can be again;
/// until the store is gone.
pub(crate) async fn tell(
    mut condition: watch::Receiver<Condition>,
    clock: Arc<dyn Clock>,
    listener: Listener,
) {
    let mut known = None;
    loop {
        let condition_now = condition.borrow_and_update().clone();
        let obstacle = match &condition_now {
            Condition::Writing => None,
            Condition::Waiting { obstacle, .. } => Some(obstacle.clone()),
        };
        if obstacle != known {
            known = obstacle;
            listener(&Event::Store { at: clock.now(), condition: condition_now.to_string() });
        }
        if condition.changed().await.is_err() {
            return;
        }
    }
}
