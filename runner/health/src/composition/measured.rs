//! What was measured: the composition of states that were there at the same time.

use std::collections::BTreeMap;

use thiserror::Error;

use super::tree::{Gate, Leaf};
use super::{NodeName, Tree};
use crate::calendar::Span;
use crate::series::{ExcludedBy, History, State, joint};

/// A node has no history.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("nothing was measured of `{0}`: is it a monitor?")]
pub struct NoHistory(pub NodeName);

impl Tree {
    /// The state of the whole at every moment of `span`, as its nodes were at that moment.
    ///
    /// A moment at which it is down, and would be up if the customer's nodes were up, is excluded;
    /// our own failures still count. The same holds for nodes that are excluded themselves. A
    /// node of the customer's of which nothing is known is left out; it needs no history.
    ///
    /// # Errors
    /// [`NoHistory`] when one of our nodes has none.
    pub fn measured(
        &self,
        histories: &BTreeMap<NodeName, History>,
        span: Span,
    ) -> Result<History, NoHistory> {
        let nothing_known = joint(&[], span, |_| State::Unknown);
        let history_of = |leaf: &Leaf| match histories.get(&leaf.name) {
            Some(history) => Ok(history.clone()),
            None if leaf.customers => Ok(nothing_known.clone()),
            None => Err(NoHistory(leaf.name.clone())),
        };
        let found: Vec<History> = self.leaves.iter().map(history_of).collect::<Result<_, _>>()?;
        let borrowed: Vec<&History> = found.iter().collect();
        Ok(joint(&borrowed, span, |states| self.state(states)))
    }

    /// The state of the whole when its nodes are in these, in the order of [`Tree::nodes`].
    pub(super) fn state(&self, states: &[State]) -> State {
        let customers = |place: usize| self.leaves[place].customers;
        let as_measured = |place: usize| match states[place] {
            State::Excluded(_) => Some(State::Down),
            State::Unknown if customers(place) => None,
            state @ (State::Up | State::Degraded | State::Down | State::Unknown) => Some(state),
        };
        let at_best = |place: usize| match states[place] {
            State::Excluded(_) => Some(State::Up),
            State::Unknown if customers(place) => None,
            State::Degraded | State::Down if customers(place) => Some(State::Up),
            state @ (State::Up | State::Degraded | State::Down | State::Unknown) => Some(state),
        };
        let excluded = || {
            let by = states.iter().find_map(|state| match state {
                State::Excluded(by) => Some(*by),
                State::Up | State::Degraded | State::Down | State::Unknown => None,
            });
            State::Excluded(by.unwrap_or(ExcludedBy::Customer))
        };
        let Some(measured) = evaluate(&self.whole, &as_measured) else { return excluded() };
        let best = evaluate(&self.whole, &at_best).unwrap_or(measured);
        match (measured, best) {
            (State::Down, State::Up | State::Degraded | State::Excluded(_)) => excluded(),
            // Whether our part failed is not known, so neither is whether the moment counts.
            (State::Down, State::Unknown) => State::Unknown,
            (_, _) => measured,
        }
    }
}

/// Three-valued: what is known decides as soon as it suffices. Up when enough members are up
/// without a warning, degraded when enough are with one. A member without a state is not there;
/// `None` when none is.
fn evaluate(gate: &Gate, state_of: &impl Fn(usize) -> Option<State>) -> Option<State> {
    let (needed, members) = match gate {
        Gate::Leaf(place) => return state_of(*place),
        Gate::Group { needed, members } => (needed, members),
    };
    let (mut up, mut degraded, mut unknown, mut there) = (0, 0, 0, 0);
    for state in members.iter().filter_map(|member| evaluate(member, state_of)) {
        there += 1;
        match state {
            State::Up => up += 1,
            State::Degraded => degraded += 1,
            State::Unknown => unknown += 1,
            State::Down | State::Excluded(_) => {}
        }
    }
    if there == 0 {
        return None;
    }
    let needed = needed.of(there);
    Some(if up >= needed {
        State::Up
    } else if up + degraded >= needed {
        State::Degraded
    } else if up + degraded + unknown < needed {
        State::Down
    } else {
        State::Unknown
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composition::{Part, PartKind};

    const MAINTENANCE: State = State::Excluded(ExcludedBy::Maintenance);
    const CUSTOMER: State = State::Excluded(ExcludedBy::Customer);

    fn node(name: &str) -> Part {
        Part::ours(PartKind::Node(NodeName::try_from(name.to_owned()).unwrap()))
    }

    fn customers(name: &str) -> Part {
        Part { customer_responsible: true, ..node(name) }
    }

    fn series(of: Vec<Part>) -> Tree {
        Tree::of_part(&Part::ours(PartKind::Series(of))).unwrap()
    }

    fn any_of(of: Vec<Part>) -> Tree {
        Tree::of_part(&Part::ours(PartKind::AnyOf(of))).unwrap()
    }

    #[test]
    fn what_is_known_decides_as_soon_as_it_suffices() {
        let pair = || vec![node("a"), node("b")];
        assert_eq!(series(pair()).state(&[State::Down, State::Unknown]), State::Down);
        assert_eq!(series(pair()).state(&[State::Up, State::Unknown]), State::Unknown);
        assert_eq!(any_of(pair()).state(&[State::Up, State::Unknown]), State::Up);
        assert_eq!(any_of(pair()).state(&[State::Down, State::Unknown]), State::Unknown);
        let of = ["a", "b", "c"].map(node).to_vec();
        let two = Tree::of_part(&Part::ours(PartKind::AtLeast { n: 2, of })).unwrap();
        assert_eq!(two.state(&[State::Up, State::Unknown, State::Up]), State::Up);
        assert_eq!(two.state(&[State::Down, State::Unknown, State::Down]), State::Down);
        assert_eq!(two.state(&[State::Up, State::Unknown, State::Down]), State::Unknown);
    }

    #[test]
    fn a_slow_dependency_shows_unless_another_one_stands_in() {
        let pair = || vec![node("a"), node("b")];
        assert_eq!(series(pair()).state(&[State::Up, State::Degraded]), State::Degraded);
        assert_eq!(any_of(pair()).state(&[State::Up, State::Degraded]), State::Up);
        assert_eq!(any_of(pair()).state(&[State::Down, State::Degraded]), State::Degraded);
    }

    #[test]
    fn the_customers_failure_is_excluded_and_ours_is_not() {
        let tree = series(vec![node("ours"), customers("theirs")]);
        assert_eq!(tree.state(&[State::Up, State::Down]), CUSTOMER);
        assert_eq!(tree.state(&[State::Down, State::Down]), State::Down);
        assert_eq!(tree.state(&[State::Unknown, State::Down]), State::Unknown);
        assert_eq!(tree.state(&[State::Up, State::Up]), State::Up);
    }

    #[test]
    fn what_nobody_measured_at_the_customers_is_left_out() {
        let tree = series(vec![node("ours"), customers("theirs")]);
        assert_eq!(tree.state(&[State::Up, State::Unknown]), State::Up);
        let pair = any_of(vec![node("ours"), customers("theirs")]);
        // The pair would be perfect if the customer's node were taken for up.
        assert_eq!(pair.state(&[State::Down, State::Unknown]), State::Down);
        assert_eq!(pair.state(&[State::Down, State::Down]), CUSTOMER);
        assert_eq!(series(vec![customers("theirs")]).state(&[State::Unknown]), CUSTOMER);
    }

    #[test]
    fn a_node_in_maintenance_counts_only_where_another_one_fails() {
        let pair = || vec![node("a"), node("b")];
        assert_eq!(series(pair()).state(&[MAINTENANCE, State::Up]), MAINTENANCE);
        assert_eq!(series(pair()).state(&[MAINTENANCE, State::Down]), State::Down);
        assert_eq!(series(pair()).state(&[MAINTENANCE, State::Unknown]), State::Unknown);
        assert_eq!(any_of(pair()).state(&[MAINTENANCE, State::Up]), State::Up);
        assert_eq!(any_of(pair()).state(&[MAINTENANCE, State::Down]), MAINTENANCE);
    }

    #[test]
    fn a_node_of_ours_needs_a_history() {
        let tree = series(vec![node("ours"), customers("theirs")]);
        let at = |second| jiff::Timestamp::from_second(second).unwrap();
        let error = tree.measured(&BTreeMap::new(), Span { from: at(0), until: at(9) });
        assert_eq!(
            error.unwrap_err().to_string(),
            "nothing was measured of `ours`: is it a monitor?"
        );
    }
}
