//! The chance that a gate is up, when its nodes fail independently.
//!
//! Members of a group that share no node are independent. Where they share one, the chance is that
//! of two cases: the node is up, or it is not. In each case it is no longer a node, so fewer are
//! shared.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::tree::Gate;
use crate::exact::Fraction;

/// How many cases are looked at before it is given up.
const MOST_CASES: u32 = 4096;

/// There are more cases than are looked at.
#[derive(Debug)]
pub(super) struct Entangled;

/// The chances of nodes, by their place.
pub(super) struct Chances<'a> {
    of: &'a [Fraction],
    cases: u32,
}

/// A gate of which some nodes are known.
#[derive(Clone)]
enum Open {
    Known(bool),
    Leaf(usize),
    /// At least one member, all of them open; at least 1 and at most all of them are needed.
    Group {
        needed: usize,
        members: Vec<Open>,
    },
}

impl<'a> Chances<'a> {
    pub(super) fn of(chances: &'a [Fraction]) -> Self {
        Self { of: chances, cases: 0 }
    }

    /// The chance that `gate` is up.
    pub(super) fn that_up(mut self, gate: &Gate) -> Result<Fraction, Entangled> {
        self.open_up(&Open::of(gate))
    }

    fn open_up(&mut self, gate: &Open) -> Result<Fraction, Entangled> {
        let (needed, members) = match gate {
            Open::Known(up) => return Ok(if *up { Fraction::one() } else { Fraction::zero() }),
            Open::Leaf(place) => return Ok(self.of[*place].clone()),
            Open::Group { needed, members } => (*needed, members),
        };
        let Some(shared) = most_shared(members) else {
            let chances: Result<Vec<Fraction>, Entangled> =
                members.iter().map(|member| self.open_up(member)).collect();
            return Ok(at_least(needed, &chances?));
        };
        self.cases += 1;
        if self.cases > MOST_CASES {
            return Err(Entangled);
        }
        let chance = self.of[shared].clone();
        let up = self.open_up(&gate.clone().given(shared, true))?;
        let down = self.open_up(&gate.clone().given(shared, false))?;
        Ok(&chance * up + (Fraction::one() - &chance) * down)
    }
}

impl Open {
    fn of(gate: &Gate) -> Self {
        match gate {
            Gate::Leaf(place) => Self::Leaf(*place),
            Gate::Group { needed, members } => {
                Self::group(needed.of(members.len()), members.iter().map(Self::of).collect())
            }
        }
    }

    /// The same when a node is known.
    fn given(self, place: usize, up: bool) -> Self {
        match self {
            Self::Leaf(leaf) if leaf == place => Self::Known(up),
            Self::Known(_) | Self::Leaf(_) => self,
            Self::Group { needed, members } => Self::group(
                needed,
                members.into_iter().map(|member| member.given(place, up)).collect(),
            ),
        }
    }

    fn group(needed: usize, members: Vec<Self>) -> Self {
        let up = members.iter().filter(|member| matches!(member, Self::Known(true))).count();
        let mut open: Vec<Self> =
            members.into_iter().filter(|member| !matches!(member, Self::Known(_))).collect();
        match needed.checked_sub(up) {
            None | Some(0) => Self::Known(true),
            Some(needed) if needed > open.len() => Self::Known(false),
            Some(needed) => match open.pop() {
                Some(only) if open.is_empty() => only,
                last => {
                    open.extend(last);
                    Self::Group { needed, members: open }
                }
            },
        }
    }

    /// Calls `found` for each place that a node is used at.
    fn leaves(&self, found: &mut impl FnMut(usize)) {
        match self {
            Self::Known(_) => {}
            Self::Leaf(place) => found(*place),
            Self::Group { members, .. } => {
                members.iter().for_each(|member| member.leaves(found));
            }
        }
    }
}

/// The node that most members use; `None` when no two use the same.
fn most_shared(members: &[Open]) -> Option<usize> {
    // By node: how many members use it, and the last of them.
    let mut users: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (number, member) in members.iter().enumerate() {
        member.leaves(&mut |place| match users.entry(place) {
            Entry::Vacant(first) => {
                first.insert((1, number));
            }
            Entry::Occupied(mut known) if known.get().1 != number => {
                *known.get_mut() = (known.get().0 + 1, number);
            }
            Entry::Occupied(_) => {}
        });
    }
    let most = users.into_iter().max_by_key(|(_, (count, _))| *count)?;
    (most.1.0 > 1).then_some(most.0)
}

/// The chance that at least so many of independent members are up, by dynamic programming over
/// unequal members: how many are up, or down, whichever are the fewer numbers.
fn at_least(needed: usize, chances: &[Fraction]) -> Fraction {
    let may_fail = chances.len() - needed;
    let all: BigInt = chances.iter().map(Fraction::denom).product();
    if needed <= may_fail {
        let too_few =
            at_most(needed - 1, chances.iter().map(Fraction::numer).zip(denominators(chances)));
        Fraction::new(&all - too_few, all)
    } else {
        let failing: Vec<BigInt> =
            chances.iter().map(|chance| chance.denom() - chance.numer()).collect();
        let enough = at_most(may_fail, failing.iter().zip(denominators(chances)));
        Fraction::new(enough, all)
    }
}

fn denominators(chances: &[Fraction]) -> impl Iterator<Item = &BigInt> {
    chances.iter().map(Fraction::denom)
}

/// In how many of all cases at most `most` things happen, each in so many of so many.
fn at_most<'a>(most: usize, things: impl Iterator<Item = (&'a BigInt, &'a BigInt)>) -> BigInt {
    // In how many cases so many happened, by how many.
    let mut happened = vec![BigInt::zero(); most + 1];
    happened[0] = BigInt::one();
    for (cases, of) in things {
        let not = of - cases;
        for count in (0..=most).rev() {
            let before = if count > 0 { &happened[count - 1] * cases } else { BigInt::zero() };
            happened[count] = &happened[count] * &not + before;
        }
    }
    happened.into_iter().sum()
}
