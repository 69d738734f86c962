//! Compositions beside each other: what their parts are, and that none contains itself.

use std::collections::{BTreeMap, BTreeSet};

use runner_model::CompositionName;

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Composition, CompositionKind, CompositionNode};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::Span;

impl Parts<'_> {
    /// Looks at all compositions, once all files have been read.
    pub(super) fn compositions_whole(&mut self) {
        let mut compositions = std::mem::take(&mut self.project.compositions);
        let mut found = Vec::new();
        for composition in &mut compositions {
            let name = composition.name.value.as_str();
            if let Some(monitor) = self.names.place("monitors", name) {
                let message = format!("`{name}` is a composition and a monitor");
                found.push(
                    Diagnostic::new(Code::E201, composition.name.span, message)
                        .related(monitor, "the monitor")
                        .help(
                            "give one of them another name: parts of compositions are known by it",
                        ),
                );
            }
            self.known(&mut composition.root, &mut found);
            if is_customers(&composition.root) {
                let message = format!("nothing in `{name}` is ours");
                found.push(
                    Diagnostic::new(Code::E511, composition.name.span, message).help(
                        "parts for which the customer is responsible do not count: add others",
                    ),
                );
            }
        }
        found.extend(circles(&compositions));
        self.project.compositions = compositions;
        found.into_iter().for_each(|diagnostic| self.reader.report(diagnostic));
    }

    /// Tells compositions from monitors, and what is neither.
    fn known(&self, node: &mut CompositionNode, found: &mut Vec<Diagnostic>) {
        let span = node.span;
        match &mut node.kind {
            CompositionKind::Monitor(of) => {
                let name = of.monitor.as_str();
                let is_composition = self.names.place("composition", name).is_some();
                if is_composition && of.test.is_none() {
                    // The same letters are legal in both.
                    if let Ok(name) = CompositionName::try_from(name) {
                        node.kind = CompositionKind::Composition(name);
                    }
                } else if self.names.place("monitors", name).is_none() {
                    found.push(self.unknown_part(name, span));
                }
            }
            CompositionKind::Composition(_) => {}
            CompositionKind::Series(parts)
            | CompositionKind::AnyOf(parts)
            | CompositionKind::AtLeast { of: parts, .. } => {
                parts.iter_mut().for_each(|part| self.known(part, found));
            }
        }
    }

    fn unknown_part(&self, name: &str, span: Span) -> Diagnostic {
        let known = || self.names.all("monitors").chain(self.names.all("composition"));
        let message = format!("`{name}` is neither a monitor nor a composition");
        Diagnostic::new(Code::E510, span, message).help(match nearest(name, known()) {
            Some(near) => did_you_mean(near),
            None => there_are(known()),
        })
    }
}

/// The customer is responsible for all of it.
fn is_customers(node: &CompositionNode) -> bool {
    node.customer_responsible
        || match &node.kind {
            CompositionKind::Monitor(_) | CompositionKind::Composition(_) => false,
            // A list that could not be read has been reported.
            CompositionKind::Series(parts)
            | CompositionKind::AnyOf(parts)
            | CompositionKind::AtLeast { of: parts, .. } => {
                !parts.is_empty() && parts.iter().all(is_customers)
            }
        }
}

/// Each circle once, from the composition in it that comes first by name.
fn circles(compositions: &[Composition]) -> Vec<Diagnostic> {
    let mut edges: BTreeMap<&str, Vec<(&str, Span)>> = BTreeMap::new();
    for composition in compositions {
        let parts = edges.entry(composition.name.value.as_str()).or_default();
        collect(&composition.root, parts);
    }
    let mut found = Vec::new();
    for from in edges.keys() {
        if let Some((way, span)) = way_back(from, &edges)
            && way.iter().min() == Some(from)
        {
            found.push(circle(&way, span));
        }
    }
    found
}

fn collect<'c>(node: &'c CompositionNode, parts: &mut Vec<(&'c str, Span)>) {
    match &node.kind {
        CompositionKind::Composition(name) => parts.push((name.as_str(), node.span)),
        CompositionKind::Monitor(_) => {}
        CompositionKind::Series(of)
        | CompositionKind::AnyOf(of)
        | CompositionKind::AtLeast { of, .. } => of.iter().for_each(|part| collect(part, parts)),
    }
}

/// A way from a composition back to itself, and where its first step is written.
fn way_back<'c>(
    from: &'c str,
    edges: &BTreeMap<&'c str, Vec<(&'c str, Span)>>,
) -> Option<(Vec<&'c str>, Span)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let first = edges.get(from)?;
    let mut ways: Vec<(Vec<&str>, Span)> =
        first.iter().map(|(next, span)| (vec![from, *next], *span)).collect();
    while let Some((way, span)) = ways.pop() {
        let last = way.last().copied()?;
        if last == from {
            return Some((way, span));
        }
        if seen.insert(last) {
            for (next, _) in edges.get(last).into_iter().flatten() {
                ways.push((way.iter().copied().chain([*next]).collect(), span));
            }
        }
    }
    None
}

fn circle(way: &[&str], span: Span) -> Diagnostic {
    let message = match way {
        [one, _] => format!("`{one}` contains itself"),
        _ => {
            let names: Vec<String> = way.iter().map(|name| format!("`{name}`")).collect();
            format!("compositions contain each other in a circle: {}", names.join(" → "))
        }
    };
    Diagnostic::new(Code::E510, span, message).help("name only what it is made of")
}
