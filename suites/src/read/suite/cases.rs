//! Cases: rows, one result each.

use serde_json::{Map, Value};

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Case, Cases, DataFile, ValueTemplate};
use crate::read::Reader;
use crate::source::Span;
use crate::yaml::Node;

impl Reader<'_> {
    /// A list of maps, or a file. Without rows after a mistake, so that nothing more is said of
    /// what they would hold.
    pub(super) fn cases(&mut self, node: &Node) -> Cases {
        let rows = match node.items() {
            Some(items) => {
                (1..).zip(items).filter_map(|(number, item)| self.case(item, number)).collect()
            }
            None if node.scalar().is_some() => self.cases_of_file(node).unwrap_or_default(),
            None => {
                let mistake = self.wrong_type("a list of rows, or a file", node);
                self.report(
                    mistake.help("write `- { name: by card, method: card }`, one row a line"),
                );
                Vec::new()
            }
        };
        if node.items().is_some_and(<[_]>::is_empty) {
            let message = "there is no case here".to_owned();
            self.mistake(
                Code::E211,
                node.span,
                message,
                "write at least one row, or leave `cases` out",
            );
        }
        self.report_cases_twice(&rows);
        Cases { rows, span: node.span }
    }

    fn case(&mut self, node: &Node, number: usize) -> Option<Case> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map", node);
            self.report(mistake.help("write a row as `{ name: by card, method: card }`"));
            return None;
        };
        let mut case = Case {
            name: number.to_string(),
            values: Map::new(),
            templates: Vec::new(),
            span: self.first_line(node.span),
        };
        for entry in entries {
            let key = entry.key.value.clone();
            match self.value(&entry.value) {
                ValueTemplate::Fixed(value) => {
                    if key == "name" {
                        self.name_case(&mut case, &value, entry.value.span);
                    }
                    case.values.insert(key, value);
                }
                value @ (ValueTemplate::Template(_)
                | ValueTemplate::List(_)
                | ValueTemplate::Map(_)) => {
                    if key == "name" {
                        let message = "the name of a case is fixed: it cannot hold a template";
                        let help = "write it out, or leave it out and it is called by its number";
                        self.mistake(Code::E215, entry.value.span, message.to_owned(), help);
                    }
                    case.templates.push((key, value));
                }
            }
        }
        Some(case)
    }

    fn name_case(&mut self, case: &mut Case, value: &Value, span: Span) {
        match value {
            Value::String(text) if !text.trim().is_empty() => case.name.clone_from(text),
            Value::Number(number) => case.name = number.to_string(),
            Value::String(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Array(_)
            | Value::Object(_) => {
                let message = "the name of a case is text, not empty".to_owned();
                let help = "write one, or leave it out and it is called by its number";
                self.mistake(Code::E215, span, message, help);
            }
        }
    }

    fn cases_of_file(&mut self, node: &Node) -> Option<Vec<Case>> {
        let text = self.some_text(node, "the name of the file")?;
        let file = self.data_file(&text.value, node.span);
        let rows = match file.path.extension().and_then(|extension| extension.to_str()) {
            Some("csv") => self.csv_rows(&file)?,
            Some("json") => self.json_rows(&file)?,
            Some(_) | None => {
                let message = format!("`{}` is neither `.csv` nor `.json`", file.written);
                self.report(Diagnostic::new(Code::E218, file.span, message));
                return None;
            }
        };
        if rows.is_empty() {
            let message = format!("`{}` holds no case", file.written);
            self.mistake(Code::E211, file.span, message, "write at least one row into it");
        }
        let mut cases = Vec::with_capacity(rows.len());
        for (number, values) in (1_usize..).zip(rows) {
            let mut case = Case {
                name: number.to_string(),
                values: Map::new(),
                templates: Vec::new(),
                span: file.span,
            };
            if let Some(name) = values.get("name") {
                self.name_case(&mut case, name, file.span);
            }
            case.values = values;
            cases.push(case);
        }
        Some(cases)
    }

    fn csv_rows(&mut self, file: &DataFile) -> Option<Vec<Map<String, Value>>> {
        let text = self.file_text(file)?;
        match super::csv::rows(&text) {
            Ok(rows) => Some(rows),
            Err(error) => {
                let message = format!("`{}` line {}: {}", file.written, error.line, error.what);
                self.report(Diagnostic::new(Code::E218, file.span, message));
                None
            }
        }
    }

    fn json_rows(&mut self, file: &DataFile) -> Option<Vec<Map<String, Value>>> {
        let rows = match self.json_file(file)? {
            Value::Array(items) => items
                .into_iter()
                .map(|item| match item {
                    Value::Object(row) => Some(row),
                    Value::Null
                    | Value::Bool(_)
                    | Value::Number(_)
                    | Value::String(_)
                    | Value::Array(_) => None,
                })
                .collect(),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => None,
        };
        if rows.is_none() {
            let message = format!("`{}` is not a list of maps", file.written);
            self.report(Diagnostic::new(Code::E218, file.span, message));
        }
        rows
    }

    fn report_cases_twice(&mut self, rows: &[Case]) {
        let mut seen = std::collections::HashMap::new();
        for case in rows {
            if let Some(first) = seen.insert(case.name.as_str(), case.span) {
                let message = format!("two cases are called `{}`", case.name);
                let mistake = Diagnostic::new(Code::E201, case.span, message)
                    .help("history tells cases apart by their names: give each its own");
                self.report(if first == case.span {
                    mistake
                } else {
                    mistake.related(first, "the first")
                });
            }
        }
    }
}
