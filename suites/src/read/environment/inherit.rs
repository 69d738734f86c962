//! Which environments an environment is built on, and what they say together.

use std::collections::HashMap;
use std::sync::Arc;

use super::merge::{Disagreement, beside, over, removes};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Project;
use crate::read::one_or_more::texts;
use crate::read::suggest::{did_you_mean, listed, nearest, there_are};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

/// Sections in which `null` must remove something that an ancestor says.
const OF_ANCESTORS: &[&str] = &["vars", "services", "secrets", "matrix"];

/// How many environments may extend each other, one after another.
const DEEPEST: usize = 100;

/// Merges environments with what they extend, each once.
pub(super) struct Ancestry<'p> {
    project: &'p Project,
    /// By name; `None` when it cannot be told.
    done: HashMap<String, Option<Arc<Node>>>,
    /// The mistakes.
    pub(super) found: Vec<Diagnostic>,
}

impl<'p> Ancestry<'p> {
    /// Of the environments of `project`.
    pub(super) fn new(project: &'p Project) -> Self {
        Self { project, done: HashMap::new(), found: Vec::new() }
    }

    /// The environment as written, with the place of its name.
    pub(super) fn written(&self, name: &str) -> Option<(&'p Spanned<String>, &'p Arc<Node>)> {
        let mut environments = self.project.environments.iter();
        environments.find(|(known, _)| known.value == name).map(|(name, node)| (name, node))
    }

    /// All environments as written, in the order of the file.
    pub(super) fn all(
        &self,
    ) -> impl Iterator<Item = (&'p Spanned<String>, &'p Arc<Node>)> + use<'p> {
        self.project.environments.iter().map(|(name, node)| (name, node))
    }

    /// Where the environments begin: the place of what concerns them all.
    pub(super) fn beginning(&self) -> Span {
        let start = Span { file: self.project.file, start: 0, end: 0 };
        self.project.environments.first().map_or(start, |(name, _)| name.span)
    }

    /// The environment with everything it inherits.
    pub(super) fn merged(&mut self, name: &str) -> Option<Arc<Node>> {
        self.follow(name, &mut Vec::new())
    }

    /// `chain` are the environments that lead here, each extending the next.
    fn follow(&mut self, name: &str, chain: &mut Vec<&'p str>) -> Option<Arc<Node>> {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        let (known, node) = self.written(name)?;
        chain.push(&known.value);
        let parents = extended(node);
        let mut nodes = Vec::with_capacity(parents.len());
        let mut whole = true;
        for parent in &parents {
            match self.parent(parent, chain) {
                Some(node) => nodes.push(node),
                None => whole = false,
            }
        }
        chain.pop();
        let merged = whole.then(|| self.join(&known.value, node, &parents, &nodes));
        self.done.insert(name.to_owned(), merged.clone());
        merged
    }

    /// What `extends` names.
    fn parent(&mut self, parent: &Spanned<String>, chain: &mut Vec<&'p str>) -> Option<Arc<Node>> {
        let name = parent.value.as_str();
        let Some((_, node)) = self.written(name) else {
            let diagnostic = self.unknown(name, parent.span);
            self.found.push(diagnostic);
            return None;
        };
        if let Some(from) = chain.iter().position(|known| *known == name) {
            let diagnostic = circle(&chain[from..], parent.span);
            self.found.push(diagnostic);
            return None;
        }
        if chain.len() >= DEEPEST {
            let message = format!("more than {DEEPEST} environments extend each other");
            self.found.push(Diagnostic::new(Code::E404, parent.span, message));
            return None;
        }
        if is(node, "overlay") {
            let message = format!("`{name}` is an overlay and cannot be extended");
            let help = format!("add it when running: `-e NAME+{name}`");
            self.found.push(Diagnostic::new(Code::E403, parent.span, message).help(help));
            return None;
        }
        self.follow(name, chain)
    }

    fn join(
        &mut self,
        name: &str,
        child: &Arc<Node>,
        parents: &[Spanned<String>],
        nodes: &[Arc<Node>],
    ) -> Arc<Node> {
        let mut disagreements = Vec::new();
        let mut nodes = nodes.iter();
        let base = nodes.next().map(|first| {
            nodes.fold(Node::clone(first), |one, other| {
                beside(&one, other, child, &mut disagreements)
            })
        });
        for disagreement in disagreements {
            let at = parents.last().map_or(child.span, |last| parents[0].span.to(last.span));
            self.found.push(disagreed(name, parents, &disagreement, at));
        }
        if !is(child, "overlay") {
            self.found.extend(removes_nothing(name, child, base.as_ref()));
        }
        match base {
            Some(base) => Arc::new(over(&base, child)),
            None => Arc::clone(child),
        }
    }

    /// E403, with what was probably meant, or what there is.
    pub(super) fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let known = || self.project.environments.iter().map(|(name, _)| name.value.as_str());
        let diagnostic = Diagnostic::new(Code::E403, span, format!("unknown environment `{name}`"));
        diagnostic.help(match nearest(name, known()) {
            Some(near) => did_you_mean(near),
            None if self.project.environments.is_empty() => {
                "add it to `environments` in `tripline.yaml`".to_owned()
            }
            None => there_are(known()),
        })
    }
}

/// What `extends` names: one environment, or a list of them.
pub fn extended(node: &Node) -> Vec<Spanned<String>> {
    node.get("extends").map(texts).unwrap_or_default()
}

/// Whether `key` is `true`.
pub fn is(node: &Node, key: &str) -> bool {
    let scalar = node.get(key).and_then(Node::scalar);
    scalar.is_some_and(|scalar| scalar.value().as_bool() == Some(true))
}

fn circle(chain: &[&str], span: Span) -> Diagnostic {
    let first = chain.first().copied().unwrap_or_default();
    let message = match chain {
        [one] => format!("`{one}` extends itself"),
        _ => {
            let arrows: Vec<String> =
                chain.iter().chain([&first]).map(|name| format!("`{name}`")).collect();
            format!("environments extend each other in a circle: {}", arrows.join(" → "))
        }
    };
    Diagnostic::new(Code::E404, span, message)
        .help("take what they share into an environment with `abstract: true`")
}

fn disagreed(
    name: &str,
    parents: &[Spanned<String>],
    about: &Disagreement,
    span: Span,
) -> Diagnostic {
    let names = listed(parents.iter().map(|parent| parent.value.as_str()));
    let path = about.path.join(".");
    let written = about.path.iter().rev().fold("…".to_owned(), |inner, key| {
        if inner == "…" { format!("{key}: …") } else { format!("{key}: {{ {inner} }}") }
    });
    Diagnostic::new(Code::E404, span, format!("{names} disagree about `{path}`"))
        .related(about.one, "one says this")
        .related(about.other, "another says this")
        .help(format!("decide in `{name}`: `{written}`"))
}

/// `null` below a section, where no ancestor has anything to remove.
fn removes_nothing(name: &str, child: &Node, base: Option<&Node>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in OF_ANCESTORS {
        if let Some(node) = child.get(section) {
            let base = base.and_then(|base| base.get(section));
            look(name, node, base, &mut vec![section], &mut found);
        }
    }
    found
}

fn look<'n>(
    name: &str,
    node: &'n Node,
    base: Option<&'n Node>,
    path: &mut Vec<&'n str>,
    found: &mut Vec<Diagnostic>,
) {
    for entry in node.entries().into_iter().flatten() {
        let below = base.and_then(|base| base.get(&entry.key.value));
        path.push(&entry.key.value);
        if !removes(&entry.value) {
            // Services and secrets are replaced whole: what is in them removes nothing.
            if path[0] == "vars" {
                look(name, &entry.value, below, path, found);
            }
        } else if below.is_none_or(removes) {
            let path = path.join(".");
            let message =
                format!("`null` removes a key, and nothing that `{name}` extends has `{path}`");
            found.push(
                Diagnostic::new(Code::E221, entry.value.span, message)
                    .help("leave it out, or write `\"\"` for an empty value"),
            );
        }
        path.pop();
    }
}
