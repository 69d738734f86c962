//! How the availability of parts becomes that of the whole (SLO.md, section 3).
//!
//! Lives here: [`Part`], as people write it; [`Tree`], checked and without the customer's parts;
//! what is *measured* of it ([`Tree::measured`]: the states that its nodes had at the same time)
//! and what is *modelled* ([`Tree::modelled`]: the chances multiplied, as if they were
//! independent). These are two numbers: show both, and say which is which. [`Dependence`] says how
//! far they can lie apart.
//! Lives elsewhere: the histories of the nodes (`crate::series`).

mod conditioning;
mod dependence;
mod measured;
mod modelled;
mod node_name;
mod part;
mod tree;

pub use dependence::Dependence;
pub use measured::NoHistory;
pub use modelled::ModelError;
pub use node_name::{EmptyNodeName, NodeName};
pub use part::{Part, PartKind};
pub use tree::{CompositionError, Tree};
