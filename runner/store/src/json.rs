//! Values whose meaning is known elsewhere.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value as JSON text. The store keeps it and does not look inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// `value` as JSON.
    ///
    /// # Errors
    /// It has no JSON form: a map whose keys are not text.
    pub fn of<T: Serialize>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_string(value).map(Self)
    }

    /// The value.
    ///
    /// # Errors
    /// It is not a `T`: another version of tripline wrote it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What was stored as JSON.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}
