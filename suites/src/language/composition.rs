//! How availability adds up.

use runner_model::CompositionName;

use crate::language::MonitorRef;
use crate::source::{Span, Spanned};

/// A promise that is made of others.
#[derive(Clone, Debug, PartialEq)]
pub struct Composition {
    /// Its name.
    pub name: Spanned<CompositionName>,
    /// Of what it is made.
    pub root: CompositionNode,
}

/// A part of a composition.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositionNode {
    /// What it is.
    pub kind: CompositionKind,
    /// `customer_responsible`: its failures are not ours.
    pub customer_responsible: bool,
    /// Where it is written.
    pub span: Span,
}

/// What a part of a composition is. Lists hold at least one.
#[derive(Clone, Debug, PartialEq)]
pub enum CompositionKind {
    /// A monitor, or one of its tests.
    Monitor(MonitorRef),
    /// Another composition; no composition contains itself.
    Composition(CompositionName),
    /// `series`: all are needed.
    Series(Vec<CompositionNode>),
    /// `any_of`: one is enough.
    AnyOf(Vec<CompositionNode>),
    /// `at_least`: so many are enough.
    AtLeast {
        /// At least 1, and no more than there are members for which the customer is not
        /// responsible.
        n: u32,
        /// Of these.
        of: Vec<CompositionNode>,
    },
}
