//! A difference between two answers.

use reporters::gate::Change;
use serde::Serialize;

/// Something that is different from another run.
#[derive(Debug, Serialize)]
pub(crate) struct Changed {
    what: String,
    before: Option<String>,
    after: Option<String>,
}

impl Changed {
    /// As the comparison found it.
    pub(crate) fn of(change: Change) -> Self {
        Self { what: change.what, before: change.before, after: change.after }
    }
}
