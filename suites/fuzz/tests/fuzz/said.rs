//! What is said about files has its places in them, and can be shown in every way.

use suites::diagnostics::{apply, render, to_github, to_json};
use suites::{Diagnostic, Sources, Span};

/// What is wrong with what is said.
pub(crate) fn is_well_said(diagnostics: &[Diagnostic], sources: &Sources) -> Result<(), String> {
    for diagnostic in diagnostics {
        let related = diagnostic.related.iter().map(|(span, _)| *span);
        let edits = diagnostic.fix.iter().map(|edit| edit.span);
        for span in [diagnostic.span].into_iter().chain(related).chain(edits) {
            if !is_inside(span, sources) {
                return Err(format!("{} points outside: {diagnostic:?}", diagnostic.code.as_str()));
            }
        }
        let message = &diagnostic.message;
        if message.is_empty() || message.ends_with('.') {
            return Err(format!("{} says `{message}`", diagnostic.code.as_str()));
        }
    }
    render(diagnostics, sources, false);
    to_json(diagnostics, sources);
    to_github(diagnostics, sources);
    sources.files().for_each(|(file, _)| drop(apply(sources, file, diagnostics)));
    Ok(())
}

/// The span lies in its file and parts no character.
fn is_inside(span: Span, sources: &Sources) -> bool {
    sources
        .files()
        .find(|(file, _)| *file == span.file)
        .is_some_and(|(_, file)| file.text.get(span.start as usize..span.end as usize).is_some())
}
