//! Messages in somebody's own words: Handlebars, with all it has.
//!
//! Lives here: whether a template can be read, and which secrets it names.
//! Lives elsewhere: which facts of a message it may name (`reporters`, which tries it on).

use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
use serde_json::Value;

use crate::diagnostics::Code;
use crate::language::{MessageKind, MessageTemplate};
use crate::read::Reader;
use crate::read::keys::MESSAGES;
use crate::source::{Span, Spanned};
use crate::yaml::{Node, NodeKind};

/// How much of a parser's complaint is passed on.
const COMPLAINT: usize = 200;

impl Reader<'_> {
    /// `messages`: each names a file.
    pub(super) fn messages(&mut self, node: &Node) -> Vec<MessageTemplate> {
        let Some(fields) = self.fields(node, &MESSAGES) else { return Vec::new() };
        let mut messages = Vec::new();
        for kind in MessageKind::ALL {
            let Some(node) = fields.get(kind.as_str()) else { continue };
            let Some(name) = self.some_text(node, "the name of a file") else { continue };
            let file = self.data_file(&name.value, name.span);
            let Some(source) = self.file_text(&file) else { continue };
            if let Err(cause) = parsed(&source) {
                let message = format!("`{}` cannot be read: {cause}", file.written);
                let help = "it is a Handlebars template: `{{headline}}`, `{{#if owner}}…{{/if}}`";
                self.mistake(Code::E512, file.span, message, help);
                continue;
            }
            messages.push(MessageTemplate { kind: *kind, file, source });
        }
        messages
    }

    /// The body of a webhook: each text in it is a template over the facts of a message. With the
    /// secrets that they name.
    pub(super) fn webhook_body(&mut self, node: &Node) -> (Value, Vec<Spanned<String>>) {
        let mut secrets = Vec::new();
        let body = self.message_value(node, &mut secrets);
        (body, secrets)
    }

    fn message_value(&mut self, node: &Node, secrets: &mut Vec<Spanned<String>>) -> Value {
        match &node.kind {
            NodeKind::Scalar(scalar) => {
                let value = scalar.value();
                if let Value::String(text) = &value {
                    self.message_text(text, node.span, secrets);
                }
                value
            }
            NodeKind::List(items) => {
                items.iter().map(|item| self.message_value(item, secrets)).collect()
            }
            NodeKind::Map(entries) => {
                let mut map = serde_json::Map::new();
                for entry in entries {
                    map.insert(entry.key.value.clone(), self.message_value(&entry.value, secrets));
                }
                Value::Object(map)
            }
        }
    }

    fn message_text(&mut self, text: &str, span: Span, secrets: &mut Vec<Spanned<String>>) {
        match parsed(text) {
            Ok(template) => {
                let mut named = Vec::new();
                in_template(&template, &mut named);
                secrets.extend(named.into_iter().map(|name| Spanned::new(name, span)));
            }
            Err(cause) => {
                let message = format!("this text cannot be read: {cause}");
                let help = "it is a Handlebars template: `{{headline}}`, `{{#if owner}}…{{/if}}`";
                self.mistake(Code::E512, span, message, help);
            }
        }
    }
}

/// A template without others in it.
fn parsed(source: &str) -> Result<Template, String> {
    let template = Template::compile(source).map_err(|error| {
        let reason = error.reason().to_string();
        let reason = reason.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
        // What else the grammar would have borne helps nobody.
        let reason = reason.split(": expected").next().unwrap_or(reason);
        let reason: String = reason.trim().chars().take(COMPLAINT).collect();
        let place = error.pos().map(|(line, column)| format!("line {line}, column {column}: "));
        format!("{}{reason}", place.unwrap_or_default())
    })?;
    if includes(&template) {
        return Err("partials (`{{> …}}`) and inline ones are not available here".to_owned());
    }
    Ok(template)
}

/// Whether it holds others, which may hold each other without end.
fn includes(template: &Template) -> bool {
    template.elements.iter().any(|element| {
        if let TemplateElement::HelperBlock(block) = element {
            return [&block.template, &block.inverse].into_iter().flatten().any(includes);
        }
        matches!(
            element,
            TemplateElement::PartialExpression(_)
                | TemplateElement::PartialBlock(_)
                | TemplateElement::DecoratorExpression(_)
                | TemplateElement::DecoratorBlock(_)
        )
    })
}

/// The secrets that a template names.
fn in_template(template: &Template, found: &mut Vec<String>) {
    for element in &template.elements {
        if let TemplateElement::Expression(call)
        | TemplateElement::HtmlExpression(call)
        | TemplateElement::HelperBlock(call) = element
        {
            in_call(call, found);
        }
    }
}

fn in_call(call: &HelperTemplate, found: &mut Vec<String>) {
    in_parameter(&call.name, found);
    call.params.iter().for_each(|parameter| in_parameter(parameter, found));
    call.hash.values().for_each(|parameter| in_parameter(parameter, found));
    for template in [&call.template, &call.inverse].into_iter().flatten() {
        in_template(template, found);
    }
}

fn in_parameter(parameter: &Parameter, found: &mut Vec<String>) {
    if let Parameter::Subexpression(inner) = parameter {
        if let TemplateElement::Expression(call) = inner.as_element() {
            in_call(call, found);
        }
        return;
    }
    if let Some(name) = parameter.as_name().and_then(|name| name.strip_prefix("secret.")) {
        found.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_wherever_they_stand() {
        let text = "{{secret.a}} {{{secret.b}}} {{#if secret.c}}{{secret.d}}{{else}}{{len secret.e}}{{/if}} {{secrets.f}}";
        let mut found = Vec::new();
        in_template(&parsed(text).unwrap(), &mut found);
        assert_eq!(found, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_template_that_holds_others_is_refused() {
        for text in ["{{> a}}", "{{#*inline \"a\"}}{{/inline}}", "{{#if a}}{{else}}{{> b}}{{/if}}"]
        {
            assert!(parsed(text).is_err(), "{text}");
        }
        assert!(parsed("{{#if a}").is_err_and(|cause| cause.starts_with("line 1, column ")));
    }
}
