//! Which commit the files are of that monitors run.

use runner_monitor::watch::{Watch, revision};

use crate::router::Inside;

/// The hash of the commit that is checked out; nothing where git does not keep the project, and as
/// long as the files as they are at present are refused: then others run.
pub(crate) async fn checked_out(inside: &Inside, watch: &Watch) -> Option<String> {
    if (inside.door.readiness)().refused.is_some() {
        return None;
    }
    let folder = watch.project.root.clone();
    tokio::task::spawn_blocking(move || revision(&folder)).await.ok().flatten()
}
