//! Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.

use std::collections::HashMap;
use std::fmt::Write;

use super::lines::Lines;
use super::{Diagnostic, Severity, in_order};
use crate::source::Sources;

/// The diagnostics as `::error …::message` lines.
pub fn to_github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut files = HashMap::new();
    let mut text = String::new();
    for diagnostic in in_order(diagnostics, sources) {
        let span = diagnostic.span;
        let file = sources.file(span.file);
        let lines = files.entry(span.file).or_insert_with(|| Lines::new(&file.text));
        let (start, end) = (lines.position(span.start), lines.position(span.end.max(span.start)));
        let command = match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut message = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        let name = property(&file.name);
        // Writing to a string cannot fail.
        let _ = write!(text, "::{command} file={name},line={},col={}", start.line, start.column);
        if end.line == start.line {
            let _ = write!(text, ",endLine={},endColumn={}", end.line, end.column);
        }
        let _ = writeln!(text, ",title={}::{}", diagnostic.code, data(&message));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::source::{FileId, SourceFile, Span};

    #[test]
    fn what_a_command_would_misread_is_escaped() {
        let mut sources = Sources::default();
        let (name, text) = ("a,b:c.yaml".to_owned(), "a: 1\nb: 2\n".into());
        sources.add(SourceFile { path: name.clone().into(), name: name.into(), text });
        let span = Span { file: FileId(0), start: 8, end: 9 };
        let diagnostic = Diagnostic::new(Code::W110, span, "100%\nsure").help("look");
        assert_eq!(
            to_github(&[diagnostic], &sources),
            "::warning file=a%2Cb%3Ac.yaml,line=2,col=4,endLine=2,endColumn=5,title=W110::\
             100%25%0Asure%0Ahelp: look\n"
        );
    }
}
