//! Bodies of requests.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{DataFile, RequestBody};
use crate::read::keys::{BODY_KEYS, GRAPHQL};
use crate::read::suggest::listed;
use crate::read::{Fields, Reader};
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// The body of a request: at most one.
    pub(super) fn body(&mut self, method: &str, fields: Fields<'_>) -> Option<RequestBody> {
        let bodies: Vec<&Entry> = fields.of(BODY_KEYS).collect();
        if let [first, second, ..] = bodies.as_slice() {
            let names = listed(bodies.iter().map(|entry| entry.key.value.as_str()));
            self.report(
                Diagnostic::new(
                    Code::E209,
                    second.key.span,
                    format!("a request has one body, not {names}"),
                )
                .related(first.key.span, "the first")
                .help("leave one out"),
            );
        }
        let entry = bodies.first()?;
        let node = &*entry.value;
        match entry.key.value.as_str() {
            "json" => Some(RequestBody::Json(self.value(node))),
            "json_file" => {
                let file = self.named_file(node)?;
                let value = self.json_file(&file)?;
                let value = self.json_value(value, file.span);
                Some(RequestBody::JsonFile { file, value })
            }
            "form" => Some(RequestBody::Form(self.form_fields(node, "a form value"))),
            "multipart" => Some(RequestBody::Multipart(self.multipart(node))),
            "graphql" => self.graphql(entry, method),
            "xml" => Some(RequestBody::Xml(self.text_template(node)?)),
            "text" => Some(RequestBody::Text(self.text_template(node)?)),
            "file" => Some(RequestBody::File(self.named_file(node)?)),
            _ => None,
        }
    }

    /// The file that a value names.
    pub(super) fn named_file(&mut self, node: &Node) -> Option<DataFile> {
        let text = self.some_text(node, "the name of a file")?;
        Some(self.data_file(&text.value, text.span))
    }

    fn graphql(&mut self, entry: &Entry, method: &str) -> Option<RequestBody> {
        if method != "POST" {
            let message = format!("`graphql` is sent with `post`, not with {method}");
            self.mistake(Code::E209, entry.key.span, message, "write `post:` before the URL");
        }
        let node = &*entry.value;
        if let Some(scalar) = node.scalar() {
            let mistake = self.wrong_type("a map with `query`", node);
            let short = scalar.text.lines().next().unwrap_or_default();
            self.report(mistake.help(format!("write `graphql: {{ query: '{short}' }}`")));
            return None;
        }
        let fields = self.fields(node, &GRAPHQL)?;
        let query = fields.get("query").and_then(|node| self.text_template(node));
        let variables = fields.get("variables").and_then(|node| {
            if node.entries().is_some() || node.scalar().is_some_and(|s| s.text.contains("{{")) {
                return Some(self.value(node));
            }
            self.expected("a map of variables", node);
            None
        });
        let operation = fields.get("operation").and_then(|node| self.text_template(node));
        Some(RequestBody::Graphql { query: query?, variables, operation })
    }
}
