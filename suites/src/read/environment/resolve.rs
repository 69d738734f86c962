//! From names to environments.

use std::sync::Arc;

use super::inherit::{Ancestry, is};
use super::merge::{over, removes};
use crate::check::environment_itself;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::language::{Environment, Project};
use crate::read::Reader;
use crate::read::suggest::{first_of, there_are};
use crate::source::{Sources, Span, Spanned};
use crate::yaml::Node;

/// The environment that `name` stands for: `staging`, or `staging+ios` with overlays.
///
/// # Errors
/// It is unknown, cannot be run, or says something that is wrong.
pub fn resolve(
    project: &Project,
    sources: &Sources,
    name: &str,
) -> Result<Environment, Vec<Diagnostic>> {
    let mut ancestry = Ancestry::new(project);
    let mut diagnostics = Vec::new();
    let merged = parts(&mut ancestry, name, &mut diagnostics);
    diagnostics.append(&mut ancestry.found);
    let environment = merged
        .and_then(|(place, node)| read(project, sources, name, place, &node, &mut diagnostics));
    let failed = diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
    match environment {
        Some(environment) if !failed => Ok(environment),
        Some(_) | None => Err(diagnostics),
    }
}

/// Every environment that can be run alone, in the order of the file, and what is wrong with any
/// of them: those that cannot be run alone are looked at as far as they go.
pub fn all(project: &Project, sources: &Sources) -> (Vec<Environment>, Vec<Diagnostic>) {
    let mut ancestry = Ancestry::new(project);
    let mut diagnostics = Vec::new();
    let mut environments = Vec::new();
    for (name, node) in &project.environments {
        Reader::new(sources, &mut diagnostics).environment(&name.value, name.span, node);
        let Some(merged) = ancestry.merged(&name.value) else { continue };
        if is(node, "abstract") || is(node, "overlay") {
            Reader::new(sources, &mut diagnostics).environment(&name.value, name.span, &merged);
        } else {
            let read = read(project, sources, &name.value, name.span, &merged, &mut diagnostics);
            environments.extend(read);
        }
    }
    diagnostics.append(&mut ancestry.found);
    // A certificate that is missing matters where it is used: in the environment that is chosen.
    diagnostics.retain(|diagnostic| diagnostic.code != Code::E218);
    (environments, diagnostics)
}

/// What the environment that `name` stands for says as it is written: with everything that it
/// extends and its overlays, each value in the place it came from. `null` stays as the mark that
/// it removes. `None` when it is unknown, or what it extends cannot be told.
pub fn merged(project: &Project, name: &str) -> Option<Node> {
    let mut ancestry = Ancestry::new(project);
    let mut parts = name.split('+').map(|part| ancestry.merged(part));
    let base = Node::clone(&*parts.next()??);
    parts.try_fold(base, |base, overlay| Some(over(&base, &*overlay?)))
}

/// A whole environment, with what can only be told of a whole one.
fn read(
    project: &Project,
    sources: &Sources,
    name: &str,
    place: Span,
    node: &Node,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Environment> {
    let environment = Reader::new(sources, diagnostics).environment(name, place, node)?;
    diagnostics.extend(environment_itself(&environment, project, sources));
    Some(environment)
}

/// The environment and its overlays, merged, and where it is written.
fn parts(
    ancestry: &mut Ancestry<'_>,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Span, Arc<Node>)> {
    if name.split('+').any(|part| part.trim().is_empty()) {
        diagnostics.push(nameless(name, ancestry));
        return None;
    }
    let mut names = name.split('+');
    let base = names.next().unwrap_or_default();
    let mut merged = match part(ancestry, base, false) {
        Ok(found) => Some(found),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    };
    for overlay in names {
        match part(ancestry, overlay, true) {
            Ok((_, node)) => {
                merged = merged.map(|(place, below)| {
                    diagnostics.extend(unprotects(base, overlay, &node, &below));
                    (place, Arc::new(over(&below, &node)))
                });
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    merged
}

/// No name at all, or none on one side of a `+`.
fn nameless(name: &str, ancestry: &Ancestry<'_>) -> Diagnostic {
    let known = || ancestry.all().map(|(name, _)| name.value.as_str());
    let (message, help) = if name.contains('+') {
        let help = "write an environment and its overlays as `NAME+OVERLAY`, or leave `+` out";
        (format!("`{name}` lacks a name beside `+`"), help.to_owned())
    } else {
        ("the name of the environment is empty".to_owned(), there_are(known()))
    };
    Diagnostic::new(Code::E403, ancestry.beginning(), message)
        .label("the environments begin here")
        .help(help)
}

/// An overlay is added on the command line: nobody who reads a protected environment expects one
/// to open it.
fn unprotects(base: &str, name: &str, overlay: &Node, below: &Node) -> Option<Diagnostic> {
    let written = overlay.get("protected").filter(|_| is(below, "protected"))?;
    let is_false = written.scalar().is_some_and(|scalar| scalar.value().as_bool() == Some(false));
    if !is_false && !removes(written) {
        return None;
    }
    let message = format!("`{base}` is protected, and the overlay `{name}` cannot change that");
    let protected = below.get("protected").map_or(written.span, |protected| protected.span);
    Some(
        Diagnostic::new(Code::E404, written.span, message)
            .related(protected, "protected here")
            .help("leave `protected` out of the overlay; `allow_writes` and `writes` say what may be written"),
    )
}

/// One of the names around `+`, merged with what it extends.
fn part(
    ancestry: &mut Ancestry<'_>,
    name: &str,
    added: bool,
) -> Result<(Span, Arc<Node>), Box<Diagnostic>> {
    let span = written(ancestry, name, added, "-e")?.span;
    match ancestry.merged(name) {
        Some(node) => Ok((span, node)),
        // What is wrong with it is among what `ancestry` found, unless nothing was.
        None => {
            let found = ancestry.found.pop();
            let unreadable = || Diagnostic::new(Code::E404, span, format!("cannot read `{name}`"));
            Err(Box::new(found.unwrap_or_else(unreadable)))
        }
    }
}

/// Why the environment that `name` stands for cannot be run, as it is `asked` for (`in:`) at a
/// place of the project.
pub(crate) fn cannot_be_run(
    project: &Project,
    name: &str,
    place: Span,
    asked: &str,
) -> Option<Diagnostic> {
    let ancestry = Ancestry::new(project);
    if name.is_empty() {
        return Some(Diagnostic { span: place, ..nameless(name, &ancestry) });
    }
    name.split('+').enumerate().find_map(|(index, part)| {
        let refused = *written(&ancestry, part, index > 0, asked).err()?;
        if ancestry.written(part).is_none() {
            return Some(ancestry.unknown(part, place));
        }
        let related = vec![(refused.span, "it is written here".to_owned())];
        Some(Diagnostic { span: place, related, ..refused })
    })
}

/// One of the names around `+`, as it is written.
fn written<'p>(
    ancestry: &Ancestry<'p>,
    name: &str,
    added: bool,
    asked: &str,
) -> Result<&'p Spanned<String>, Box<Diagnostic>> {
    let Some((known, node)) = ancestry.written(name) else {
        let diagnostic = ancestry.unknown(name, ancestry.beginning());
        return Err(Box::new(diagnostic.label("the environments begin here")));
    };
    let refuse = |message: String, help: String| {
        Err(Box::new(Diagnostic::new(Code::E403, known.span, message).help(help)))
    };
    let is_overlay = is(node, "overlay");
    if added && !is_overlay {
        let words = ["the only overlay is", "overlays are"];
        let help = with_others(words, ancestry, |node| is(node, "overlay"));
        return refuse(format!("`{name}` is not an overlay and cannot be added with `+`"), help);
    }
    if !added && is_overlay {
        let help = format!("add it to another environment: `{asked} NAME+{name}`");
        return refuse(format!("`{name}` is an overlay and cannot be run alone"), help);
    }
    if !added && is(node, "abstract") {
        let runs = |node: &Node| !is(node, "abstract") && !is(node, "overlay");
        let words = ["the only one that can be run is", "those that can be run are"];
        let help = with_others(words, ancestry, runs);
        return refuse(format!("`{name}` is abstract and cannot be run"), help);
    }
    Ok(known)
}

/// The environments of a kind, by name. `words` begin the sentence: for one, for several.
fn with_others(
    words: [&str; 2],
    ancestry: &Ancestry<'_>,
    of_kind: impl Fn(&Node) -> bool,
) -> String {
    let names: Vec<&str> = ancestry
        .all()
        .filter(|(_, node)| of_kind(node))
        .map(|(name, _): (&Spanned<String>, _)| name.value.as_str())
        .collect();
    match names.as_slice() {
        [] => "there is none that can".to_owned(),
        [only] => format!("{} `{only}`", words[0]),
        several => format!("{} {}", words[1], first_of(several.iter().copied())),
    }
}
