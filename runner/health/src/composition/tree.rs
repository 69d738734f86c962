//! A composition that was checked.

use std::collections::BTreeMap;

use runner_model::CompositionName;
use thiserror::Error;

use super::{NodeName, Part, PartKind};

/// The most parts of a composition, those of compositions in it counted each time they are used.
const MOST_PARTS: usize = 2000;

/// How deep parts may lie in each other.
const DEEPEST: usize = 100;

/// A composition that was checked: each of its nodes is there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Its nodes; gates name them by their place in here.
    pub(super) leaves: Vec<Leaf>,
    /// All of it.
    pub(super) whole: Gate,
    /// What is left without the customer's nodes; `None` when that is nothing.
    pub(super) ours: Option<Gate>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) name: NodeName,
    pub(super) customers: bool,
}

/// How nodes work together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// The node at this place.
    Leaf(usize),
    /// So many of its members are needed.
    Group { needed: Needed, members: Vec<Gate> },
}

/// How many members of a group are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    All,
    One,
    AtLeast(usize),
}

impl Needed {
    /// Of so many members that are there.
    pub(super) fn of(self, members: usize) -> usize {
        match self {
            Self::All => members,
            Self::One => 1,
            Self::AtLeast(n) => n,
        }
    }
}

/// What is wrong with a composition.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CompositionError {
    /// No composition has this name.
    #[error("there is no composition `{0}`")]
    Unknown(CompositionName),
    /// A composition is a part of itself.
    #[error("the composition `{0}` contains itself")]
    ContainsItself(CompositionName),
    /// A group without members.
    #[error("a group without members: name at least one")]
    EmptyGroup,
    /// Nothing would be needed.
    #[error("`at_least` 0 is always up: write at least 1")]
    NothingNeeded,
    /// More are needed than there are.
    #[error("at least {needed} are needed, but there are only {members}")]
    TooManyNeeded {
        /// How many are needed.
        needed: usize,
        /// How many there are.
        members: usize,
    },
    /// More are needed than are left without the customer's.
    #[error(
        "at least {needed} are needed, but without those the customer is responsible for only \
         {left} are left"
    )]
    TooFewLeft {
        /// How many are needed.
        needed: usize,
        /// How many are left.
        left: usize,
    },
    /// One node is ours in one place and the customer's in another.
    #[error(
        "`{0}` is ours in one place and the customer's in another: write `customer_responsible` in \
         both or in none"
    )]
    BothOurs(NodeName),
    /// Too many parts, or too deep.
    #[error("the composition has more than {MOST_PARTS} parts, or more than {DEEPEST} levels")]
    TooLarge,
}

impl Tree {
    /// The composition of this name among `all`.
    ///
    /// # Errors
    /// [`CompositionError`] at the first thing that is wrong.
    pub fn of(
        name: &CompositionName,
        all: &BTreeMap<CompositionName, Part>,
    ) -> Result<Self, CompositionError> {
        Self::planted(all, |planting| planting.composition(name, false, 0))
    }

    /// The composition that `part` is by itself; it names no other composition.
    ///
    /// # Errors
    /// [`CompositionError`] at the first thing that is wrong.
    pub fn of_part(part: &Part) -> Result<Self, CompositionError> {
        Self::planted(&BTreeMap::new(), |planting| planting.part(part, false, 0))
    }

    fn planted(
        all: &BTreeMap<CompositionName, Part>,
        plant: impl FnOnce(&mut Planting<'_>) -> Result<Gate, CompositionError>,
    ) -> Result<Self, CompositionError> {
        let mut planting = Planting { all, path: Vec::new(), leaves: Vec::new(), parts: 0 };
        let whole = plant(&mut planting)?;
        let leaves = planting.leaves;
        let ours = without_customers(&whole, &leaves)?;
        Ok(Self { leaves, whole, ours })
    }

    /// Its nodes, each once, and whether the customer is responsible for it.
    pub fn nodes(&self) -> impl Iterator<Item = (&NodeName, bool)> {
        self.leaves.iter().map(|leaf| (&leaf.name, leaf.customers))
    }
}

/// A tree while it is planted.
struct Planting<'a> {
    all: &'a BTreeMap<CompositionName, Part>,
    /// The compositions around the part that is planted.
    path: Vec<CompositionName>,
    leaves: Vec<Leaf>,
    parts: usize,
}

impl Planting<'_> {
    fn composition(
        &mut self,
        name: &CompositionName,
        customers: bool,
        depth: usize,
    ) -> Result<Gate, CompositionError> {
        if self.path.contains(name) {
            return Err(CompositionError::ContainsItself(name.clone()));
        }
        let part = self.all.get(name).ok_or_else(|| CompositionError::Unknown(name.clone()))?;
        self.path.push(name.clone());
        let gate = self.part(part, customers, depth)?;
        self.path.pop();
        Ok(gate)
    }

    fn part(
        &mut self,
        part: &Part,
        customers: bool,
        depth: usize,
    ) -> Result<Gate, CompositionError> {
        self.parts += 1;
        if self.parts > MOST_PARTS || depth > DEEPEST {
            return Err(CompositionError::TooLarge);
        }
        let customers = customers || part.customer_responsible;
        let (needed, of) = match &part.kind {
            PartKind::Node(name) => return self.leaf(name, customers),
            PartKind::Composition(name) => return self.composition(name, customers, depth + 1),
            PartKind::Series(of) => (Needed::All, of),
            PartKind::AnyOf(of) => (Needed::One, of),
            PartKind::AtLeast { n, of } => (at_least(*n, of.len())?, of),
        };
        if of.is_empty() {
            return Err(CompositionError::EmptyGroup);
        }
        let members = of.iter().map(|member| self.part(member, customers, depth + 1));
        Ok(Gate::Group { needed, members: members.collect::<Result<_, _>>()? })
    }

    fn leaf(&mut self, name: &NodeName, customers: bool) -> Result<Gate, CompositionError> {
        if let Some(place) = self.leaves.iter().position(|leaf| leaf.name == *name) {
            return if self.leaves[place].customers == customers {
                Ok(Gate::Leaf(place))
            } else {
                Err(CompositionError::BothOurs(name.clone()))
            };
        }
        self.leaves.push(Leaf { name: name.clone(), customers });
        Ok(Gate::Leaf(self.leaves.len() - 1))
    }
}

fn at_least(n: u32, members: usize) -> Result<Needed, CompositionError> {
    let needed = usize::try_from(n).unwrap_or(usize::MAX);
    if needed == 0 {
        Err(CompositionError::NothingNeeded)
    } else if needed > members && members > 0 {
        Err(CompositionError::TooManyNeeded { needed, members })
    } else {
        Ok(Needed::AtLeast(needed))
    }
}

/// What is left when the customer's nodes are dropped: a factor of a series, a branch of a parallel
/// group, a member of `at_least`, which still needs as many. Setting them to *up* instead would
/// make a parallel pair perfect.
fn without_customers(gate: &Gate, leaves: &[Leaf]) -> Result<Option<Gate>, CompositionError> {
    let (needed, members) = match gate {
        Gate::Leaf(place) => return Ok((!leaves[*place].customers).then_some(Gate::Leaf(*place))),
        Gate::Group { needed, members } => (*needed, members),
    };
    let mut left = Vec::new();
    for member in members {
        left.extend(without_customers(member, leaves)?);
    }
    if left.is_empty() {
        return Ok(None);
    }
    match needed {
        Needed::AtLeast(needed) if needed > left.len() => {
            Err(CompositionError::TooFewLeft { needed, left: left.len() })
        }
        Needed::All | Needed::One | Needed::AtLeast(_) => {
            Ok(Some(Gate::Group { needed, members: left }))
        }
    }
}

#[cfg(test)]
mod tests;
