//! One thing that is different.

use serde::Serialize;
use serde_json::Value;

/// How much of a value is shown, in characters.
const SHOWN: usize = 60;

/// One thing that is different, in the words of the suite language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The subject: `status`, `header content-type`, `$.order.total`, `body`, `time`.
    pub what: String,
    /// What it was when it last passed; `None` when it was not there.
    pub before: Option<String>,
    /// What it is now; `None` when it is not there.
    pub after: Option<String>,
}

impl Change {
    pub(super) fn new(
        what: impl Into<String>,
        before: Option<impl Into<String>>,
        after: Option<impl Into<String>>,
    ) -> Self {
        Self { what: what.into(), before: before.map(Into::into), after: after.map(Into::into) }
    }
}

impl std::fmt::Display for Change {
    /// `201 → 502`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = self.before.as_deref().unwrap_or("nothing");
        write!(f, "{before} → {}", self.after.as_deref().unwrap_or("nothing"))
    }
}

/// A JSON value as it is shown: its beginning, in one line.
pub(super) fn shown(value: &Value) -> String {
    beginning(&value.to_string())
}

/// The beginning of a text.
pub(super) fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
