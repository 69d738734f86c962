//! How a composition did, part by part: as measured, and as modelled.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use num_traits::One;
use runner_health::calendar::Span;
use runner_health::composition::{
    CompositionError, ModelError, NoHistory, NodeName, Part, PartKind, Tree,
};
use runner_health::exact::Fraction;
use runner_health::series::{ExcludedBy, History, State};
use thiserror::Error;

use super::figure::Figure;

/// How a composition did, part by part.
#[derive(Clone, Debug)]
pub struct Survey {
    /// When.
    pub span: Span,
    /// All of it.
    pub root: SurveyedPart,
    /// Nodes that are used in more than one place, and in how many.
    pub shared: BTreeMap<NodeName, usize>,
    /// Where the most is to be won.
    pub weakest: Option<WeakestLink>,
    /// What the customer's nodes take out; `None` when there are none.
    pub customers: Option<CustomersPart>,
}

/// A part of a composition.
#[derive(Clone, Debug)]
pub struct SurveyedPart {
    /// What it is.
    pub kind: SurveyedKind,
    /// The customer is responsible for it.
    pub customers: bool,
    /// What the states of its nodes were at the same time.
    pub measured: Figure,
    /// The chance that it is up, as if its nodes failed independently; `None` when nothing is known
    /// of one of them, or when all of it is the customer's.
    pub modelled: Option<Fraction>,
    /// What it is made of.
    pub parts: Vec<SurveyedPart>,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurveyedKind {
    /// A monitor or test; with the availability that it was supposed to have, if one was.
    Node(NodeName, Option<Fraction>),
    /// All are needed.
    Series,
    /// One is enough.
    AnyOf,
    /// So many are enough.
    AtLeast(u32),
}

/// The node whose failures cost the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeakestLink {
    /// Which.
    pub node: NodeName,
    /// What would be modelled of the whole, were it always up.
    pub without_failures: Fraction,
}

/// What the customer's nodes take out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomersPart {
    /// The time that does not count because of them.
    pub excluded: Duration,
    /// What the number would be if it did; `None` when one of them is not measured.
    pub if_counted: Option<Figure>,
}

/// A composition that cannot be surveyed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SurveyError {
    /// It is wrong.
    #[error(transparent)]
    Composition(#[from] CompositionError),
    /// A node has no history.
    #[error(transparent)]
    NoHistory(#[from] NoHistory),
    /// It cannot be modelled.
    #[error(transparent)]
    Model(ModelError),
    /// Something was supposed of a node that is not there.
    #[error("`{node}` is no part of it; there are {}", names(.there))]
    NoNode {
        /// What was named.
        node: String,
        /// What is there.
        there: BTreeSet<NodeName>,
    },
}

fn names(there: &BTreeSet<NodeName>) -> String {
    there.iter().map(NodeName::as_str).collect::<Vec<_>>().join(", ")
}

/// What a survey is made of.
pub(super) struct Surveyor<'a> {
    pub(super) span: Span,
    pub(super) histories: &'a BTreeMap<NodeName, History>,
    /// Availabilities that nodes are supposed to have.
    pub(super) what_if: &'a BTreeMap<String, Fraction>,
}

impl Surveyor<'_> {
    /// Surveys a part that is written out.
    pub(super) fn survey(&self, part: &Part) -> Result<Survey, SurveyError> {
        let tree = Tree::of_part(part)?;
        let there: BTreeSet<NodeName> = tree.nodes().map(|(name, _)| name.clone()).collect();
        for node in self.what_if.keys() {
            if !there.iter().any(|name| name.as_str() == node) {
                return Err(SurveyError::NoNode { node: node.clone(), there });
            }
        }
        let availabilities = self.availabilities();
        let mut uses = BTreeMap::new();
        count(part, &mut uses);
        uses.retain(|_, count| *count > 1);
        Ok(Survey {
            span: self.span,
            root: self.part(part, false, &availabilities)?,
            shared: uses,
            weakest: weakest(&tree, &availabilities)?,
            customers: self.customers(part, &tree)?,
        })
    }

    /// What each node is taken to be: as supposed, else as measured.
    fn availabilities(&self) -> BTreeMap<NodeName, Fraction> {
        let measured = self.histories.iter().filter_map(|(name, history)| {
            let supposed = self.what_if.get(name.as_str()).cloned();
            let measured = || Figure::of_times(&history.times()).share;
            Some((name.clone(), supposed.or_else(measured)?))
        });
        measured.collect()
    }

    fn part(
        &self,
        part: &Part,
        customers: bool,
        availabilities: &BTreeMap<NodeName, Fraction>,
    ) -> Result<SurveyedPart, SurveyError> {
        let customers = customers || part.customer_responsible;
        // Of the customer's parts it is told how they did themselves.
        let alone = if customers { as_ours(part) } else { part.clone() };
        let tree = Tree::of_part(&alone)?;
        let measured = match tree.measured(self.histories, self.span) {
            Ok(history) => Figure::of_times(&history.times()),
            Err(_) if customers => Figure::of_times(&runner_health::series::StateTimes::default()),
            Err(error) => return Err(error.into()),
        };
        let (kind, of) = match &part.kind {
            PartKind::Node(name) => {
                let supposed = self.what_if.get(name.as_str()).cloned();
                (SurveyedKind::Node(name.clone(), supposed), [].as_slice())
            }
            PartKind::Composition(name) => {
                return Err(CompositionError::Unknown(name.clone()).into());
            }
            PartKind::Series(of) => (SurveyedKind::Series, of.as_slice()),
            PartKind::AnyOf(of) => (SurveyedKind::AnyOf, of.as_slice()),
            PartKind::AtLeast { n, of } => (SurveyedKind::AtLeast(*n), of.as_slice()),
        };
        let parts = of.iter().map(|part| self.part(part, customers, availabilities));
        Ok(SurveyedPart {
            kind,
            customers,
            measured,
            modelled: modelled(&tree, availabilities)?,
            parts: parts.collect::<Result<_, _>>()?,
        })
    }

    fn customers(&self, part: &Part, tree: &Tree) -> Result<Option<CustomersPart>, SurveyError> {
        if !tree.nodes().any(|(_, customers)| customers) {
            return Ok(None);
        }
        let history = tree.measured(self.histories, self.span)?;
        let excluded = history
            .slices()
            .iter()
            .filter(|slice| slice.state == State::Excluded(ExcludedBy::Customer));
        let excluded = excluded.map(|slice| slice.span.length()).sum();
        let counted = Tree::of_part(&as_ours(part))?.measured(self.histories, self.span).ok();
        let if_counted = counted.map(|history| Figure::of_times(&history.times()));
        Ok(Some(CustomersPart { excluded, if_counted }))
    }
}

/// `None` when nothing is known of one of its nodes.
fn modelled(
    tree: &Tree,
    availabilities: &BTreeMap<NodeName, Fraction>,
) -> Result<Option<Fraction>, SurveyError> {
    match tree.modelled(availabilities) {
        Ok(chance) => Ok(chance),
        Err(ModelError::Unknown(_)) => Ok(None),
        Err(error @ (ModelError::NotAShare(_) | ModelError::Entangled)) => {
            Err(SurveyError::Model(error))
        }
    }
}

/// The node of ours that the whole would win most by, were it always up.
fn weakest(
    tree: &Tree,
    availabilities: &BTreeMap<NodeName, Fraction>,
) -> Result<Option<WeakestLink>, SurveyError> {
    let Some(now) = modelled(tree, availabilities)? else { return Ok(None) };
    let mut weakest: Option<WeakestLink> = None;
    for (node, _) in tree.nodes().filter(|(_, customers)| !customers) {
        let mut perfect = availabilities.clone();
        perfect.insert(node.clone(), Fraction::one());
        let Some(chance) = modelled(tree, &perfect)? else { continue };
        let most = weakest.as_ref().map_or(&now, |weakest| &weakest.without_failures);
        if chance > *most {
            weakest = Some(WeakestLink { node: node.clone(), without_failures: chance });
        }
    }
    Ok(weakest)
}

/// In how many places each node is used.
fn count(part: &Part, uses: &mut BTreeMap<NodeName, usize>) {
    match &part.kind {
        PartKind::Node(name) => *uses.entry(name.clone()).or_default() += 1,
        PartKind::Composition(_) => {}
        PartKind::Series(of) | PartKind::AnyOf(of) | PartKind::AtLeast { of, .. } => {
            of.iter().for_each(|part| count(part, uses));
        }
    }
}

/// The same when nothing of it is the customer's.
fn as_ours(part: &Part) -> Part {
    let all = |of: &[Part]| of.iter().map(as_ours).collect();
    Part::ours(match &part.kind {
        PartKind::Node(_) | PartKind::Composition(_) => part.kind.clone(),
        PartKind::Series(of) => PartKind::Series(all(of)),
        PartKind::AnyOf(of) => PartKind::AnyOf(all(of)),
        PartKind::AtLeast { n, of } => PartKind::AtLeast { n: *n, of: all(of) },
    })
}
