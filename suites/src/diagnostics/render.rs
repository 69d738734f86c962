//! Diagnostics for a terminal.

use std::collections::HashMap;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, normalize_untrusted_str,
};

use super::excerpt::{Mark, excerpt, far, shows};
use super::lines::Lines;
use super::{Diagnostic, Severity, in_order};
use crate::source::{FileId, Sources, Span};

/// The diagnostics as text, with an empty line between two of them; coloured for a terminal.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let hidden: Vec<Span> = diagnostics.iter().filter_map(|diagnostic| diagnostic.hidden).collect();
    let sources = &sources.hiding(&hidden);
    let mut files = HashMap::new();
    let mut text = String::new();
    for diagnostic in in_order(diagnostics, sources) {
        if !text.is_empty() {
            text.push('\n');
        }
        let group = group(diagnostic, sources, &mut files);
        text.push_str(&renderer.render(&[group]));
        text.push('\n');
    }
    text
}

fn group<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    files: &mut HashMap<FileId, Lines<'a>>,
) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut elements: Vec<Element<'a>> = Vec::new();
    for marks in excerpts(diagnostic, sources, files) {
        let span = marks[0].span;
        let name = &*sources.file(span.file).name;
        let lines = lines(files, sources, span.file);
        if shows(lines, span) {
            elements.push(excerpt(lines, &marks).path(name).into());
            continue;
        }
        let origin = Origin::path(name);
        let place = lines.position(span.start);
        elements.push(match lines.text().is_empty() {
            true => origin.into(),
            false => origin.line(place.line).char_column(place.column).into(),
        });
    }
    if let Some(help) = &diagnostic.help {
        elements.push(Level::HELP.message(normalize_untrusted_str(help)).into());
    }
    title.elements(elements)
}

/// The marks of a diagnostic, those that can be seen together in one list. The place itself
/// comes first.
fn excerpts<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    files: &mut HashMap<FileId, Lines<'a>>,
) -> Vec<Vec<Mark<'a>>> {
    let mark = |kind, span: Span, label| Mark { kind, span, label };
    let primary = mark(AnnotationKind::Primary, diagnostic.span, diagnostic.label.as_deref());
    let mut groups = vec![vec![primary]];
    for (span, label) in &diagnostic.related {
        let label = Some(label.as_str()).filter(|label| !label.is_empty());
        let mark = mark(AnnotationKind::Context, *span, label);
        let near = groups.iter_mut().find(|group| {
            let first = group[0].span;
            first.file == span.file && !far(lines(files, sources, span.file), first, *span)
        });
        match near {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups
}

fn lines<'f, 'a>(
    files: &'f mut HashMap<FileId, Lines<'a>>,
    sources: &'a Sources,
    file: FileId,
) -> &'f Lines<'a> {
    files.entry(file).or_insert_with(|| Lines::new(&sources.file(file).text))
}

#[cfg(test)]
mod tests;
