//! What keeps a template from being filled.

use runner_model::StepError;

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FillError {
    /// A variable was never set.
    Unset(String),
    /// Something of ours is missing: a secret, a file.
    Errored(StepError),
    /// A value that cannot stand where it is put.
    Unfit(String),
}

impl FillError {
    pub(crate) fn unfit(message: impl Into<String>) -> Self {
        Self::Unfit(message.into())
    }

    /// Why, outside a run.
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Unset(name) => format!("`{name}` is known only in a run"),
            Self::Errored(error) => error.to_string(),
            Self::Unfit(message) => message,
        }
    }
}
