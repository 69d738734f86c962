//! What services depend on: it must exist, and not depend on them in turn.

use std::collections::BTreeSet;

use runner_model::ServiceName;

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Service;
use crate::read::suggest::{did_you_mean, listed, nearest};
use crate::source::Span;

impl Parts<'_> {
    /// Looks at what all services depend on, once all are known.
    pub(super) fn dependencies(&mut self) {
        let services = &self.project.services;
        let known = || services.keys().map(ServiceName::as_str);
        let mut found = Vec::new();
        for dependency in services.values().flat_map(|service| &service.depends_on) {
            let name = dependency.value.as_str();
            if services.contains_key(&dependency.value) {
                continue;
            }
            let message = format!("unknown service `{name}`");
            let diagnostic = Diagnostic::new(Code::E401, dependency.span, message);
            found.push(diagnostic.help(match nearest(name, known()) {
                Some(near) => did_you_mean(near),
                None => format!("the services are {}", listed(known())),
            }));
        }
        found.extend(self.circles());
        found.into_iter().for_each(|diagnostic| self.reader.report(diagnostic));
    }

    /// Each circle once, from the service in it that comes first by name.
    fn circles(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for service in self.project.services.values() {
            if let Some((way, span)) = self.way_back(service) {
                let first = way.iter().min() == Some(&service.name.value.as_str());
                if first {
                    found.push(circle(&way, span));
                }
            }
        }
        found
    }

    /// The shortest way from a service back to itself, and where its first step is written.
    fn way_back<'s>(&'s self, from: &'s Service) -> Option<(Vec<&'s str>, Span)> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut ways: Vec<(Vec<&str>, Span)> = from
            .depends_on
            .iter()
            .map(|next| (vec![from.name.value.as_str(), next.value.as_str()], next.span))
            .collect();
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for (way, span) in ways {
                let last = way.last().copied()?;
                if last == from.name.value.as_str() {
                    return Some((way, span));
                }
                if !seen.insert(last) {
                    continue;
                }
                let services = self.project.services.values();
                let service = services.into_iter().find(|known| known.name.value.as_str() == last);
                for next in service.into_iter().flat_map(|service| &service.depends_on) {
                    let mut way = way.clone();
                    way.push(next.value.as_str());
                    longer.push((way, span));
                }
            }
            ways = longer;
        }
        None
    }
}

fn circle(way: &[&str], span: Span) -> Diagnostic {
    let message = match way {
        [one, _] => format!("`{one}` depends on itself"),
        _ => {
            let names: Vec<String> = way.iter().map(|name| format!("`{name}`")).collect();
            format!("services depend on each other in a circle: {}", names.join(" → "))
        }
    };
    Diagnostic::new(Code::E408, span, message).help("name only what a service cannot work without")
}
