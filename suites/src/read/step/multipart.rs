//! Multipart bodies.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Part, PartContent};
use crate::read::Reader;
use crate::read::keys::PART;
use crate::read::suggest::listed;
use crate::source::Spanned;
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// The parts, in order.
    pub(super) fn multipart(&mut self, node: &Node) -> Vec<Part> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of parts", node);
            self.report(mistake.help("write `field: value`, or `field: { file: photo.jpg }`"));
            return Vec::new();
        };
        if entries.is_empty() {
            let message = "`multipart` must not be empty".to_owned();
            self.mistake(Code::E211, node.span, message, "write at least one part");
        }
        let mut parts = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry.value.items() {
                Some(items) => {
                    parts.extend(items.iter().filter_map(|item| self.part_of(&entry.key, item)));
                }
                None => parts.extend(self.part_of(&entry.key, &entry.value)),
            }
        }
        parts
    }

    fn part_of(&mut self, field: &Spanned<String>, node: &Node) -> Option<Part> {
        let field = field.clone();
        if node.entries().is_none() {
            let text = self.text_value_or_list(node, "a part")?;
            let content = PartContent::Text(text);
            return Some(Part { field, content, content_type: None, file_name: None });
        }
        let fields = self.fields(node, &PART)?;
        let contents: Vec<&Entry> =
            ["file", "text", "json"].into_iter().filter_map(|key| fields.entry(key)).collect();
        let content = match contents.as_slice() {
            [] => {
                let message = format!("the part `{}` holds nothing", field.value);
                let help = "write `file`, `text` or `json` in it";
                self.mistake(Code::E208, fields.span, message, help);
                return None;
            }
            [content] => *content,
            [first, second, ..] => {
                let names = listed(contents.iter().map(|entry| entry.key.value.as_str()));
                self.report(
                    Diagnostic::new(
                        Code::E209,
                        second.key.span,
                        format!("a part holds one thing, not {names}"),
                    )
                    .related(first.key.span, "the first")
                    .help("make a part of each, or leave one out"),
                );
                first
            }
        };
        let read = match content.key.value.as_str() {
            "file" => self.named_file(&content.value).map(PartContent::File),
            "text" => self.text_value_or_list(&content.value, "a part").map(PartContent::Text),
            _ => Some(PartContent::Json(self.value(&content.value))),
        };
        let content_type = fields.get("type").and_then(|node| self.some_text(node, "`type`"));
        let file_name = fields.get("name").and_then(|node| self.text_template(node));
        Some(Part {
            field,
            content: read?,
            content_type: content_type.map(|text| text.value),
            file_name,
        })
    }
}
