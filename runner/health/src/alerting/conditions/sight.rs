//! Whether a location is online.

use jiff::Timestamp;
use runner_model::About;
use serde::{Deserialize, Serialize};

use super::pulse::between;

/// Whether a location is online. While it is not, its failures are its own: unknown, not down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// It is, or nobody has asked.
    #[default]
    Sees,
    /// It is offline.
    Blind {
        /// From when on.
        since: Timestamp,
    },
}

impl Sight {
    /// Takes in one look at the reference hosts, all of which are out of reach unless `reachable`.
    #[must_use]
    pub fn observe(
        self,
        reachable: bool,
        at: Timestamp,
        reference: &[String],
    ) -> (Self, Option<About>) {
        match (self, reachable) {
            (Self::Sees, true) | (Self::Blind { .. }, false) => (self, None),
            (Self::Sees, false) => {
                let about = About::Blind { since: at, reference: reference.to_vec() };
                (Self::Blind { since: at }, Some(about))
            }
            (Self::Blind { since }, true) => {
                let about = About::SeesAgain { since, lasted: between(since, at) };
                (Self::Sees, Some(about))
            }
        }
    }
}
