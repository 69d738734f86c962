//! Whether writing goes well.

use super::Obstacle;

/// Whether writing goes well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// What is handed in is written.
    #[default]
    Writing,
    /// It is not: what is handed in waits, and is written as soon as that is possible.
    Waiting {
        /// Why.
        obstacle: Obstacle,
        /// How often it was tried since the last success.
        tries: u32,
    },
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Writing => f.write_str("the store is being written"),
            Self::Waiting { obstacle, tries: 1 } => {
                write!(f, "the store cannot be written: {obstacle}; tripline keeps trying")
            }
            Self::Waiting { obstacle, tries } => write!(
                f,
                "the store cannot be written: {obstacle}; tried {tries} times, tripline keeps trying"
            ),
        }
    }
}
