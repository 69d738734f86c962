//! Diagnostics for machines.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::lines::Lines;
use super::{Diagnostic, Severity, in_order};
use crate::source::{FileId, Sources, Span};

/// The diagnostics as a JSON list.
///
/// Each is a map of `code`, `severity` (`error` or `warning`), `message`, `file`, `line`,
/// `column`, `end_line`, `end_column`, `label`, `related` (a list of maps of `file`, `line`,
/// `column`, `end_line`, `end_column`, `label`), `help` and `fixable`. Lines and columns count
/// characters from one; the end is the first place after. What is not there is `null`.
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let mut files = HashMap::new();
    let shown = in_order(diagnostics, sources);
    shown.into_iter().map(|diagnostic| one(diagnostic, sources, &mut files)).collect()
}

fn one<'a>(
    diagnostic: &Diagnostic,
    sources: &'a Sources,
    files: &mut HashMap<FileId, Lines<'a>>,
) -> Value {
    let severity = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|(span, label)| {
            let mut related = place(*span, sources, files);
            related["label"] = label.as_str().into();
            related
        })
        .collect();
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "severity": severity,
        "message": diagnostic.message,
    });
    if let (Value::Object(value), Value::Object(place)) =
        (&mut value, place(diagnostic.span, sources, files))
    {
        value.extend(place);
    }
    value["label"] = json!(diagnostic.label);
    value["related"] = related.into();
    value["help"] = json!(diagnostic.help);
    value["fixable"] = (!diagnostic.fix.is_empty()).into();
    value
}

fn place<'a>(span: Span, sources: &'a Sources, files: &mut HashMap<FileId, Lines<'a>>) -> Value {
    let file = sources.file(span.file);
    let lines = files.entry(span.file).or_insert_with(|| Lines::new(&file.text));
    let (start, end) = (lines.position(span.start), lines.position(span.end.max(span.start)));
    json!({
        "file": file.name,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::source::SourceFile;

    #[test]
    fn a_diagnostic_has_its_place_and_what_explains_it() {
        let mut sources = Sources::default();
        let (name, text) = ("a.yaml".to_owned(), "é: 1\né: 2\n".into());
        sources.add(SourceFile { path: name.clone().into(), name: name.into(), text });
        let span = |start, end| Span { file: FileId(0), start, end };
        let diagnostic = Diagnostic::new(Code::E107, span(6, 8), "twice")
            .related(span(0, 2), "first here")
            .fix(span(6, 8), "x");
        assert_eq!(
            to_json(&[diagnostic], &sources),
            json!([{
                "code": "E107", "severity": "error", "message": "twice",
                "file": "a.yaml", "line": 2, "column": 1, "end_line": 2, "end_column": 2,
                "label": null,
                "related": [{
                    "file": "a.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2,
                    "label": "first here",
                }],
                "help": null, "fixable": true,
            }])
        );
    }
}
