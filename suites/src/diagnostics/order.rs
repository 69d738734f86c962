//! What is shown, and in which order.

use std::collections::HashSet;

use super::{Code, Diagnostic};
use crate::source::{Sources, Span};

/// Sorted by file, place and code, each once. A mistake that only follows from a value that
/// is empty or could not be resolved (`null` where text belongs) is left out: that has its own.
pub fn in_order<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<&'a Diagnostic> {
    let empty: HashSet<Span> = diagnostics
        .iter()
        .filter(|diagnostic| matches!(diagnostic.code, Code::E104 | Code::E106 | Code::E113))
        .map(|diagnostic| diagnostic.span)
        .collect();
    let follows =
        |diagnostic: &Diagnostic| diagnostic.code >= Code::E201 && empty.contains(&diagnostic.span);
    let mut shown: Vec<&Diagnostic> =
        diagnostics.iter().filter(|diagnostic| !follows(diagnostic)).collect();
    shown.sort_by(|a, b| {
        let name = |of: &Diagnostic| &sources.file(of.span.file).name;
        let key = |of: &Diagnostic| (of.span.file, of.span.start, of.code, of.span.end);
        name(a).cmp(name(b)).then_with(|| key(a).cmp(&key(b)))
    });
    let mut seen: HashSet<(Span, Code, &str)> = HashSet::new();
    shown.retain(|shown| seen.insert((shown.span, shown.code, &shown.message)));
    shown
}
