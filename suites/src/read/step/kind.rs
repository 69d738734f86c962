//! What a step does.

use crate::diagnostics::Code;
use crate::language::{ForEach, StepKind, ValueTemplate};
use crate::read::keys::{Place, REQUEST};
use crate::read::{Fields, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::{Entry, Node};

/// What a step does, in words for people, and where a reader should look.
type Kind = (StepKind, String, Span);

impl Reader<'_> {
    /// What the verb of a step and what follows it make.
    pub(super) fn step_kind(&mut self, verb: &Entry, fields: Fields<'_>) -> Option<Kind> {
        let node = &*verb.value;
        let short = verb.key.span;
        let whole = short.to(self.first_line(node.span));
        match verb.key.value.as_str() {
            "get" | "post" | "put" | "patch" | "delete" | "head" | "options" => {
                let url = self.url(node)?;
                self.http_step(verb.key.value.to_ascii_uppercase(), url, fields, whole)
            }
            "request" => {
                let inner = self.fields(node, &REQUEST)?;
                let method = inner.get("method").and_then(|node| self.method(node));
                let url = inner.get("url").and_then(|node| self.url(node));
                self.http_step(method?, url?, fields, whole)
            }
            "use" => {
                let call = self.flow_call(node, fields)?;
                let label = format!("use {}", call.file.written);
                Some((StepKind::Use(Box::new(call)), label, whole))
            }
            "steps" => {
                let steps = self.steps(verb);
                let label = match steps.len() {
                    1 => "a group of 1 step".to_owned(),
                    count => format!("a group of {count} steps"),
                };
                Some((StepKind::Group(steps), label, short))
            }
            "check" => {
                let checks = self.checks(node, Place::Variables);
                let subjects: Vec<&str> = checks.iter().map(|check| check.text.as_str()).collect();
                let label = format!("check {}", subjects.join(", "));
                Some((StepKind::Check(checks), label, short))
            }
            "set" => {
                let values = self.set(node)?;
                let names: Vec<&str> = values.iter().map(|(name, _)| name.value.as_str()).collect();
                let label = format!("set {}", names.join(", "));
                Some((StepKind::Set(values), label, short))
            }
            "wait" => {
                let duration = self.positive_duration(node)?;
                let text = node.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
                Some((StepKind::Wait(duration), format!("wait {text}"), whole))
            }
            // The others are not supported yet, which has been said.
            _ => None,
        }
    }

    fn method(&mut self, node: &Node) -> Option<String> {
        let text = self.some_text(node, "the method")?.value;
        if !text.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
            let message = format!("`{text}` cannot be a method");
            self.mistake(Code::E212, node.span, message, "write one word, as in `PURGE`");
            return None;
        }
        if text != text.to_ascii_uppercase() {
            let message =
                format!("`{text}` is not in capitals, and methods are told apart by them");
            let help = format!("write `{}`", text.to_ascii_uppercase());
            self.mistake(Code::E212, node.span, message, &help);
        }
        Some(text.to_ascii_uppercase())
    }

    /// Variables with their values, in order.
    pub(crate) fn variables(&mut self, node: &Node) -> Vec<(Spanned<String>, ValueTemplate)> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of names and values", node);
            self.report(mistake.help("write `name: value`, one on a line"));
            return Vec::new();
        };
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            let name = self.variable_name(&entry.key);
            let value = self.value(&entry.value);
            values.extend(name.map(|name| (name, value)));
        }
        values
    }

    fn set(&mut self, node: &Node) -> Option<Vec<(Spanned<String>, ValueTemplate)>> {
        if node.entries().is_some_and(<[Entry]>::is_empty) {
            let help = "write `name: value`, one on a line";
            self.mistake(Code::E211, node.span, "`set` must not be empty".to_owned(), help);
            return None;
        }
        Some(self.variables(node))
    }

    /// `{ line: "{{lines}}" }`
    pub(super) fn for_each(&mut self, node: &Node) -> Option<ForEach> {
        let help = "write `for_each: { line: \"{{lines}}\" }`";
        let Some([entry]) = node.entries() else {
            let mistake = self.wrong_type("one name with a list", node);
            self.report(mistake.help(help));
            return None;
        };
        let name = self.variable_name(&entry.key)?;
        let list = self.value(&entry.value);
        let span = entry.value.span;
        let wrong = match &list {
            ValueTemplate::Fixed(value) => value.as_array().is_none(),
            ValueTemplate::Template(template) => template.lone().is_none(),
            ValueTemplate::List(_) => false,
            ValueTemplate::Map(_) => true,
        };
        if wrong {
            let mistake = self.wrong_type("a list, or one `{{…}}` that gives a list", &entry.value);
            self.report(mistake.help(help));
            return None;
        }
        if entry.value.items().is_some_and(<[_]>::is_empty) {
            let message = "there is nothing to repeat for".to_owned();
            self.mistake(Code::E211, span, message, "write at least one element");
        }
        Some(ForEach { name, list, span })
    }
}
