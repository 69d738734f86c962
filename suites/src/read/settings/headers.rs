//! Headers.

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{HeaderSetting, ValueTemplate};
use crate::read::{Fields, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

impl Reader<'_> {
    /// The `headers` of a map; none when there are none.
    pub(crate) fn headers(&mut self, fields: Fields<'_>) -> Vec<HeaderSetting> {
        let Some(node) = fields.get("headers") else { return Vec::new() };
        if super::connection::is_null(node) {
            self.mistake(
                Code::E204,
                node.span,
                "`headers` cannot be removed all at once".to_owned(),
                "name each, as in `headers: { accept-language: null }`",
            );
            return Vec::new();
        }
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of headers", node);
            self.report(mistake.help("write `NAME: VALUE`, one on a line"));
            return Vec::new();
        };
        let mut headers: Vec<HeaderSetting> = Vec::with_capacity(entries.len());
        for entry in entries {
            let span = entry.key.span;
            let Some(name) = self.header_name(&entry.key.value, span) else { continue };
            if let Some(twin) = headers.iter().find(|header| header.name.value == name) {
                self.report(
                    Diagnostic::new(
                        Code::E201,
                        span,
                        format!("the header `{name}` stands here twice"),
                    )
                    .related(twin.name.span, "the first")
                    .help(format!("a list repeats it: `{name}: [a, b]`")),
                );
                continue;
            }
            let Some(value) = self.header_value(&entry.value) else { continue };
            let value = match value {
                ValueTemplate::Fixed(Value::Null) => None,
                value @ (ValueTemplate::Fixed(_)
                | ValueTemplate::Template(_)
                | ValueTemplate::List(_)
                | ValueTemplate::Map(_)) => Some(value),
            };
            headers.push(HeaderSetting { name: Spanned::new(name, span), value });
        }
        headers
    }

    fn header_value(&mut self, node: &Node) -> Option<ValueTemplate> {
        let value = self.text_value_or_list(node, "a header")?;
        let broken =
            |value: &Value| value.as_str().is_some_and(|text| text.contains(['\n', '\r', '\0']));
        if let ValueTemplate::Fixed(fixed) = &value
            && (broken(fixed) || fixed.as_array().is_some_and(|items| items.iter().any(broken)))
        {
            self.mistake(
                Code::E212,
                node.span,
                "a header cannot hold a line break".to_owned(),
                "write it on one line; after `|` write `|-`, and after `>` `>-`",
            );
            return None;
        }
        Some(value)
    }

    /// A value that is sent as text: text, a number, true or false, null, or a list of them.
    pub(crate) fn text_value_or_list(&mut self, node: &Node, what: &str) -> Option<ValueTemplate> {
        let map = self.map_in(node);
        if let Some(span) = map {
            let message = format!("{what} is text, a number, true or false, or a list of them");
            let help = "send a map as `json`, or as text: `{{json name}}`";
            self.mistake(Code::E204, span, message, help);
            return None;
        }
        Some(self.value(node))
    }

    /// The first map in a value, or list in a list.
    fn map_in(&self, node: &Node) -> Option<Span> {
        if node.entries().is_some() {
            return Some(self.first_line(node.span));
        }
        let nested = node.items()?.iter().find(|item| item.scalar().is_none())?;
        Some(self.first_line(nested.span))
    }
}
