//! Requests.

use serde_json::Value;

use crate::diagnostics::Code;
use crate::language::{HttpStep, IdempotencyKey, StepKind, Template, ValueTemplate};
use crate::read::{Fields, Level, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

impl Reader<'_> {
    pub(super) fn http_step(
        &mut self,
        method: String,
        url: Template,
        fields: Fields<'_>,
        span: Span,
    ) -> Option<(StepKind, String, Span)> {
        let label = format!("{method} {}", url.source);
        let query = fields.get("query").map(|node| self.form_fields(node, "a query value"));
        let cookies = fields.get("cookies").map(|node| self.cookies(node));
        let body = self.body(&method, fields);
        let step = HttpStep {
            method,
            url,
            query: query.unwrap_or_default(),
            cookies: cookies.unwrap_or_default(),
            body: body.map(Box::new),
            settings: self.settings(fields, Level::Step).kept(),
        };
        Some((StepKind::Http(Box::new(step)), label, span))
    }

    /// Names with values that are sent as text: a query, a form.
    pub(super) fn form_fields(
        &mut self,
        node: &Node,
        what: &str,
    ) -> Vec<(Spanned<String>, ValueTemplate)> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of names and values", node);
            self.report(match node.scalar().and_then(|scalar| scalar.text.split_once('=')) {
                Some((name, value)) => mistake.help(format!("write `{{ {name}: {value} }}`")),
                None => mistake.help("write `name: value`, one on a line"),
            });
            return Vec::new();
        };
        let mut fields = Vec::with_capacity(entries.len());
        for entry in entries {
            let value = self.text_value_or_list(&entry.value, what);
            fields.extend(value.map(|value| (entry.key.clone(), value)));
        }
        fields
    }

    fn cookies(&mut self, node: &Node) -> Vec<(Spanned<String>, Template)> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of cookies", node);
            self.report(mistake.help("write `name: value`, one on a line"));
            return Vec::new();
        };
        let mut cookies = Vec::with_capacity(entries.len());
        for entry in entries {
            let name = &entry.key.value;
            if name.is_empty() || name.contains(|c: char| c.is_whitespace() || "=;,\"".contains(c))
            {
                let message = format!("`{name}` cannot be the name of a cookie");
                let help = "write a name without spaces, `=`, `;`, `,` and quotes";
                self.mistake(Code::E215, entry.key.span, message, help);
                continue;
            }
            let value = self.text_template(&entry.value);
            cookies.extend(value.map(|value| (entry.key.clone(), value)));
        }
        cookies
    }

    pub(super) fn idempotency_key(
        &mut self,
        fields: Fields<'_>,
    ) -> Option<Spanned<IdempotencyKey>> {
        let node = fields.get("idempotency_key")?;
        let scalar = node.scalar();
        if let Some(Value::Bool(true)) = scalar.map(crate::yaml::Scalar::value) {
            let mistake = self.wrong_type("`auto` or a value", node);
            self.report(mistake.help("write `auto`").fix(node.span, "auto"));
            return None;
        }
        let template = self.text_template(node)?;
        let key = match template.literal() {
            Some("auto") => IdempotencyKey::Auto,
            Some("") => {
                let message = "the key must not be empty".to_owned();
                self.mistake(Code::E211, node.span, message, "write `auto`, or a value");
                return None;
            }
            Some(_) | None => IdempotencyKey::Value(template),
        };
        Some(Spanned::new(key, node.span))
    }
}
