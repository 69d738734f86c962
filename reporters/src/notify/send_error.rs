//! Why a message was not taken, and whether another try is of use.

use std::time::Duration;

use thiserror::Error;

/// The message was not taken. The cause is a sentence for people, masked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// Another try may succeed: nothing answered, or the other side asks for patience (429, 5xx,
    /// greylisting).
    #[error("{cause}")]
    Later {
        /// What happened.
        cause: String,
        /// Not before so long: the other side said so (`retry-after`).
        after: Option<Duration>,
    },
    /// Another try would end the same way: a key is wrong, an address is gone.
    #[error("{cause}")]
    Never {
        /// What happened, and what to do about it.
        cause: String,
    },
}

impl SendError {
    /// Worth another try, whenever that suits.
    pub(super) fn later(cause: impl Into<String>) -> Self {
        Self::Later { cause: cause.into(), after: None }
    }

    /// Not worth another try.
    pub(super) fn never(cause: impl Into<String>) -> Self {
        Self::Never { cause: cause.into() }
    }

    /// The same with another cause.
    pub(super) fn map_cause(self, change: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Later { cause, after } => Self::Later { cause: change(cause), after },
            Self::Never { cause } => Self::Never { cause: change(cause) },
        }
    }
}
