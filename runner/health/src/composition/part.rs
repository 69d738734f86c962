//! A composition as people write it.

use runner_model::CompositionName;

use super::NodeName;

/// A part of a composition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// The customer is responsible for it, and for all that is in it.
    pub customer_responsible: bool,
}

/// What a part of a composition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A monitor, or one of its tests.
    Node(NodeName),
    /// Another composition.
    Composition(CompositionName),
    /// `series`: all are needed.
    Series(Vec<Part>),
    /// `any_of`: one is enough.
    AnyOf(Vec<Part>),
    /// `at_least`: so many are enough.
    AtLeast {
        /// How many.
        n: u32,
        /// Of these.
        of: Vec<Part>,
    },
}

impl Part {
    /// A part for which we are responsible.
    pub fn ours(kind: PartKind) -> Self {
        Self { kind, customer_responsible: false }
    }

    /// A part for which the customer is responsible.
    pub fn customers(kind: PartKind) -> Self {
        Self { kind, customer_responsible: true }
    }
}
