//! What is modelled: chances, as if nodes failed independently.

use std::collections::BTreeMap;

use num_traits::{One, Zero};
use thiserror::Error;

use super::conditioning::{Chances, Entangled};
use super::{NodeName, Tree};
use crate::exact::Fraction;

/// What cannot be modelled.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// The availability of a node is not given.
    #[error("the availability of `{0}` is not given")]
    Unknown(NodeName),
    /// It is less than 0 % or more than 100 %.
    #[error("the availability of `{0}` is not between 0% and 100%")]
    NotAShare(NodeName),
    /// Too many nodes are used in too many places.
    #[error("too many nodes are used more than once: the exact number would take too long")]
    Entangled,
}

impl Tree {
    /// The chance that the whole is up, when each node is up with the chance given, independently
    /// of the others. A node that is used twice is one node. Nodes of the customer's are left out;
    /// `None` when nothing else is there.
    ///
    /// # Errors
    /// [`ModelError`] when a chance is missing or none, or the tree too entangled.
    pub fn modelled(
        &self,
        availabilities: &BTreeMap<NodeName, Fraction>,
    ) -> Result<Option<Fraction>, ModelError> {
        let chance_of = |(name, customers): (&NodeName, bool)| {
            if customers {
                return Ok(Fraction::zero()); // Not looked at: no gate of ours leads to it.
            }
            match availabilities.get(name) {
                None => Err(ModelError::Unknown(name.clone())),
                Some(chance) if *chance < Fraction::zero() || *chance > Fraction::one() => {
                    Err(ModelError::NotAShare(name.clone()))
                }
                Some(chance) => Ok(chance.clone()),
            }
        };
        let chances: Vec<Fraction> = self.nodes().map(chance_of).collect::<Result<_, _>>()?;
        let Some(ours) = &self.ours else { return Ok(None) };
        match Chances::of(&chances).that_up(ours) {
            Ok(chance) => Ok(Some(chance)),
            Err(Entangled) => Err(ModelError::Entangled),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::composition::{Part, PartKind};
    use crate::exact::fraction;
    use crate::series::State;

    fn node(number: usize) -> NodeName {
        NodeName::try_from(format!("node-{number}")).unwrap()
    }

    /// Trees over a few nodes, so that most are used several times.
    fn parts() -> impl Strategy<Value = Part> {
        let leaf = (0_usize..5).prop_map(|number| Part::ours(PartKind::Node(node(number))));
        leaf.prop_recursive(3, 16, 4, |inner| {
            (prop::collection::vec(inner, 1..4), 0_u32..5).prop_map(|(of, kind)| {
                Part::ours(match kind {
                    0 | 1 => PartKind::Series(of),
                    2 | 3 => PartKind::AnyOf(of),
                    _ => PartKind::AtLeast { n: of.len().div_ceil(2) as u32, of },
                })
            })
        })
    }

    /// The sum over all states that the nodes can be in.
    fn by_enumeration(tree: &Tree, chances: &BTreeMap<NodeName, Fraction>) -> Fraction {
        let nodes: Vec<&NodeName> = tree.nodes().map(|(name, _)| name).collect();
        let mut sum = Fraction::zero();
        for world in 0_u32..1 << nodes.len() {
            let up = |place: usize| world & (1 << place) != 0;
            let states: Vec<State> =
                (0..nodes.len()).map(|n| if up(n) { State::Up } else { State::Down }).collect();
            if tree.state(&states) == State::Up {
                sum += (0..nodes.len())
                    .map(|n| {
                        let chance = &chances[nodes[n]];
                        if up(n) { chance.clone() } else { Fraction::one() - chance }
                    })
                    .product::<Fraction>();
            }
        }
        sum
    }

    proptest! {
        #[test]
        fn conditioning_gives_what_enumeration_gives(part in parts(), percent in prop::array::uniform5(0_u32..=100)) {
            let tree = Tree::of_part(&part).unwrap();
            let chances: BTreeMap<NodeName, Fraction> =
                percent.iter().enumerate().map(|(n, &p)| (node(n), fraction(p, 100))).collect();
            let modelled = tree.modelled(&chances).unwrap().unwrap();
            prop_assert_eq!(modelled, by_enumeration(&tree, &chances));
        }
    }

    #[test]
    fn a_tree_that_is_too_entangled_is_refused_and_not_computed_for_ever() {
        // Every pair of 30 nodes: no order of conditioning makes that small.
        let leaf = |n| Part::ours(PartKind::Node(node(n)));
        let pairs = (0..30).flat_map(|a| (0..a).map(move |b| (a, b)));
        let of = pairs.map(|(a, b)| Part::ours(PartKind::AnyOf(vec![leaf(a), leaf(b)]))).collect();
        let n = 220;
        let tree = Tree::of_part(&Part::ours(PartKind::AtLeast { n, of })).unwrap();
        let chances = (0..30).map(|n| (node(n), fraction(1, 2))).collect();
        assert_eq!(tree.modelled(&chances), Err(ModelError::Entangled));
    }

    #[test]
    fn a_chance_is_given_and_is_one() {
        let tree = Tree::of_part(&Part::ours(PartKind::Node(node(1)))).unwrap();
        assert_eq!(tree.modelled(&BTreeMap::new()), Err(ModelError::Unknown(node(1))));
        let over = BTreeMap::from([(node(1), fraction(3, 2))]);
        assert_eq!(tree.modelled(&over), Err(ModelError::NotAShare(node(1))));
    }
}
