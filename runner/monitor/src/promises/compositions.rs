//! The compositions of a project.

use std::collections::BTreeMap;

use runner_health::composition::{NodeName, Part, PartKind};
use runner_model::CompositionName;
use suites::{CompositionKind, CompositionNode, MonitorRef, Project};

/// The compositions of a project, and what their nodes are.
#[derive(Clone, Debug, Default)]
pub(super) struct Compositions {
    /// In the order of the file.
    pub(super) names: Vec<CompositionName>,
    pub(super) parts: BTreeMap<CompositionName, Part>,
    pub(super) nodes: BTreeMap<NodeName, MonitorRef>,
}

impl Compositions {
    pub(super) fn of(project: &Project) -> Self {
        let mut all = Self::default();
        for composition in &project.compositions {
            let part = all.part(&composition.root);
            all.names.push(composition.name.value.clone());
            all.parts.insert(composition.name.value.clone(), part);
        }
        all
    }

    fn part(&mut self, node: &CompositionNode) -> Part {
        let kind = match &node.kind {
            CompositionKind::Monitor(of) => PartKind::Node(self.node(of)),
            CompositionKind::Composition(name) => PartKind::Composition(name.clone()),
            CompositionKind::Series(of) => PartKind::Series(self.parts(of)),
            CompositionKind::AnyOf(of) => PartKind::AnyOf(self.parts(of)),
            CompositionKind::AtLeast { n, of } => PartKind::AtLeast { n: *n, of: self.parts(of) },
        };
        Part { kind, customer_responsible: node.customer_responsible }
    }

    fn parts(&mut self, nodes: &[CompositionNode]) -> Vec<Part> {
        nodes.iter().map(|node| self.part(node)).collect()
    }

    fn node(&mut self, of: &MonitorRef) -> NodeName {
        let name = NodeName::try_from(of.to_string()).expect("the name of a monitor is not empty");
        self.nodes.insert(name.clone(), of.clone());
        name
    }

    /// A part of which no part is another composition any more. Those that contain themselves were
    /// refused when they were read.
    pub(super) fn written_out(&self, part: &Part) -> Part {
        let all = |of: &[Part]| of.iter().map(|part| self.written_out(part)).collect();
        let kind = match &part.kind {
            PartKind::Node(_) => part.kind.clone(),
            PartKind::Composition(name) => match self.parts.get(name) {
                Some(inner) => {
                    let inner = self.written_out(inner);
                    let customers = part.customer_responsible || inner.customer_responsible;
                    return Part { customer_responsible: customers, ..inner };
                }
                None => part.kind.clone(),
            },
            PartKind::Series(of) => PartKind::Series(all(of)),
            PartKind::AnyOf(of) => PartKind::AnyOf(all(of)),
            PartKind::AtLeast { n, of } => PartKind::AtLeast { n: *n, of: all(of) },
        };
        Part { kind, customer_responsible: part.customer_responsible }
    }
}
