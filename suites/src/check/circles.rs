//! E409: variables of an environment, and entries of its matrix, that need themselves.

use std::collections::HashSet;

use super::uses::Uses;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Environment, Key, ValueTemplate, VarPath};
use crate::source::Span;

/// How many values may need each other, one after another. They are filled in when they are
/// looked up, each within the one before.
const DEEPEST: usize = 30;

/// A value that may need others: a variable, or what the entries of a dimension say of a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Name<'e> {
    root: &'e str,
    key: Option<&'e str>,
}

/// Each circle once.
pub(super) fn circles(environment: &Environment) -> Vec<Diagnostic> {
    let mut search =
        Search { environment, chain: Vec::new(), settled: HashSet::new(), found: Vec::new() };
    for var in &environment.vars {
        search.follow(Name { root: &var.name.value, key: None });
    }
    for dimension in &environment.matrix {
        for (key, _) in dimension.entries.iter().flat_map(|entry| &entry.values) {
            search.follow(Name { root: &dimension.name, key: Some(key) });
        }
    }
    search.found
}

struct Search<'e> {
    environment: &'e Environment,
    /// What led here, each needing the next.
    chain: Vec<(Name<'e>, Span)>,
    settled: HashSet<Name<'e>>,
    found: Vec<Diagnostic>,
}

impl<'e> Search<'e> {
    fn follow(&mut self, name: Name<'e>) {
        let values = self.values(name);
        let Some((_, span)) = values.first().copied() else { return };
        if let Some(from) = self.chain.iter().position(|(known, _)| *known == name) {
            self.report(from, name);
            return;
        }
        if !self.settled.insert(name) {
            return;
        }
        if self.chain.len() >= DEEPEST {
            let message = format!("more than {DEEPEST} values need each other, one after another");
            self.found.push(Diagnostic::new(Code::E409, span, message));
            return;
        }
        for (value, span) in values {
            self.chain.push((name, span));
            for mentioned in Uses::of(|uses| uses.value(value)) {
                self.names(&mentioned.path).into_iter().for_each(|next| self.follow(next));
            }
            self.chain.pop();
        }
    }

    /// What is written for a name, with its places.
    fn values(&self, name: Name<'e>) -> Vec<(&'e ValueTemplate, Span)> {
        let environment = self.environment;
        let Some(key) = name.key else {
            let vars = environment.vars.iter().filter(|var| var.name.value == name.root);
            return vars.map(|var| (&var.value, var.span)).collect();
        };
        let dimensions = environment.matrix.iter().filter(|known| known.name == name.root);
        let entries = dimensions.flat_map(|dimension| &dimension.entries);
        entries
            .flat_map(|entry| entry.values.iter().map(|value| (value, entry.span)))
            .filter(|((known, _), _)| known == key)
            .map(|((_, value), entry)| {
                (value, value.templates().first().map_or(entry, |template| template.span))
            })
            .collect()
    }

    /// The values that a path reaches: all of an entry, when it names none.
    fn names(&self, path: &VarPath) -> Vec<Name<'e>> {
        let environment = self.environment;
        let vars = environment.vars.iter().filter(|var| var.name.value == path.root);
        let mut names: Vec<Name<'e>> =
            vars.map(|var| Name { root: &var.name.value, key: None }).collect();
        let key = match path.rest.first() {
            Some(Key::Name(key)) => Some(key),
            Some(Key::Index(_)) | None => None,
        };
        for dimension in environment.matrix.iter().filter(|known| known.name == path.root) {
            for (known, _) in dimension.entries.iter().flat_map(|entry| &entry.values) {
                let name = Name { root: &dimension.name, key: Some(known) };
                if key.is_none_or(|key| key == known) && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn report(&mut self, from: usize, name: Name<'e>) {
        let circle = self.chain[from..].iter().map(|(name, _)| *name).chain([name]);
        let names: Vec<String> = circle.map(|name| name.to_string()).collect();
        let message = match names.as_slice() {
            [one, _] => format!("{one} needs itself"),
            _ => format!("values need each other in a circle: {}", names.join(" → ")),
        };
        self.found.push(Diagnostic::new(Code::E409, self.chain[from].1, message));
    }
}

impl std::fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.key {
            Some(key) => write!(f, "`{}.{key}`", self.root),
            None => write!(f, "`{}`", self.root),
        }
    }
}
