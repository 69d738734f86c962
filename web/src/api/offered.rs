//! Changes, each in the audit log under the name of a token.

use jiff::Timestamp;
use runner_model::{Order, Wanted};
use runner_store::{AuditEntry, ReadError, WriteError};

use crate::Door;
use crate::admit::Caller;
use crate::problem::Problem;

/// Offers what is wanted to the service; it is kept when this returns. `what` says it without its
/// subject: `acknowledged incident 7`. It is noted first, so that nothing is done that is not in
/// the log.
pub(crate) async fn offer(
    door: &Door,
    Caller(by): Caller,
    wanted: Wanted,
    what: String,
    at: Timestamp,
) -> Result<(), Problem> {
    let entry = AuditEntry { at, who: by.clone(), what };
    door.store.audit().note(entry).await.map_err(not_written)?;
    door.store.orders().offer(&Order { at, by, wanted }).await.map_err(not_written)
}

/// What whoever asked is told of a store that cannot be written; the log has the rest.
pub(super) fn not_written(error: WriteError) -> Problem {
    tracing::warn!(%error, "what was asked for could not be written");
    Problem::Unavailable { why: "the store cannot be written at present: try again" }
}

/// The same of one that cannot be read.
pub(crate) fn not_read(error: ReadError) -> Problem {
    tracing::warn!(%error, "what was asked for could not be read");
    Problem::Unavailable { why: "the store cannot be read at present: try again" }
}
