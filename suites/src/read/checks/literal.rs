//! Values that a subject is compared with: of its own kind, or a mistake.

use serde_json::{Number, Value};

use crate::diagnostics::{Code, Diagnostic};
use crate::language::ValueTemplate;
use crate::read::Reader;
use crate::read::keys::Shape;
use crate::read::scalar::described;
use crate::read::suggest::{did_you_mean, listed, nearest};
use crate::yaml::Node;

impl Reader<'_> {
    /// A value that `subject` may equal. Quantities become numbers of their smallest unit.
    pub(super) fn literal(
        &mut self,
        node: &Node,
        shape: Shape,
        subject: &str,
    ) -> Option<ValueTemplate> {
        let value = self.value(node);
        let fixed = match &value {
            ValueTemplate::Fixed(fixed) => fixed,
            ValueTemplate::Template(_) => return Some(value),
            ValueTemplate::List(_) | ValueTemplate::Map(_) => {
                return self.structure(node, shape, subject).then_some(value);
            }
        };
        match shape {
            Shape::Any => Some(value),
            Shape::Duration | Shape::Size if node.scalar().is_none() => {
                self.structure(node, shape, subject).then_some(value)
            }
            Shape::Duration => self.milliseconds(node),
            Shape::Size => self.bytes(node),
            Shape::Status => self.status(node, fixed).then_some(value),
            Shape::Count => self.whole_number(node, fixed, subject).then_some(value),
            Shape::Text => self.text_only(node, fixed, subject).then_some(value),
            Shape::Word(words) => (self.text_only(node, fixed, subject)
                && self.known_word(node, fixed, words, subject))
            .then_some(value),
            Shape::Body => match fixed {
                Value::Array(_) | Value::Object(_) => Some(value),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    self.text_only(node, fixed, subject).then_some(value)
                }
            },
            Shape::Texts | Shape::List => match fixed {
                Value::Array(_) => Some(value),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Object(_) => self.structure(node, shape, subject).then_some(value),
            },
        }
    }

    /// Whether a list, a map or a bare value can stand here at all.
    fn structure(&mut self, node: &Node, shape: Shape, subject: &str) -> bool {
        let list = node.items().is_some();
        match shape {
            Shape::Any | Shape::Body => true,
            Shape::List | Shape::Texts if list => true,
            Shape::List | Shape::Texts => {
                let message = format!("`{subject}` is a list, and {} is not", described(node));
                let mistake = Diagnostic::new(Code::E204, self.first_line(node.span), message);
                self.report(
                    mistake.help(
                        "say of which elements: `{ each: … }`, `{ any: … }`, or `{ count: … }`",
                    ),
                );
                false
            }
            Shape::Status
            | Shape::Duration
            | Shape::Size
            | Shape::Count
            | Shape::Text
            | Shape::Word(_) => {
                let mistake = self.wrong_type(&format!("one value of `{subject}`"), node);
                self.report(if list { mistake.help("write `{ one_of: […] }`") } else { mistake });
                false
            }
        }
    }

    /// A duration, as milliseconds.
    fn milliseconds(&mut self, node: &Node) -> Option<ValueTemplate> {
        let duration = self.duration(node)?;
        let (millis, nanos) = (duration.as_millis(), duration.subsec_nanos() % 1_000_000);
        let text = match nanos {
            0 => millis.to_string(),
            nanos => format!("{millis}.{}", format!("{nanos:06}").trim_end_matches('0')),
        };
        let number: Number = serde_json::from_str(&text).expect("digits and a point are JSON");
        Some(ValueTemplate::Fixed(Value::Number(number)))
    }

    /// A size, as bytes. Nothing has no unit.
    fn bytes(&mut self, node: &Node) -> Option<ValueTemplate> {
        if node.scalar().is_some_and(|scalar| scalar.text == "0") {
            return Some(ValueTemplate::Fixed(Value::from(0)));
        }
        Some(ValueTemplate::Fixed(Value::from(self.size(node)?)))
    }

    fn status(&mut self, node: &Node, fixed: &Value) -> bool {
        let text = node.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
        match fixed {
            Value::Number(number) if number.as_u64().is_some_and(|n| (100..1000).contains(&n)) => {
                true
            }
            Value::Number(_) => {
                let message = format!("{text} is not a status: they have three digits");
                self.mistake(Code::E212, node.span, message, "write one such as `200`");
                false
            }
            Value::String(text) if text == "any" || is_class(text) => true,
            Value::String(text) if text.parse::<u16>().is_ok() => {
                let message = format!("a status is a number, and \"{text}\" is text");
                self.report(
                    Diagnostic::new(Code::E204, node.span, message)
                        .help(format!("write `{text}`, without quotes"))
                        .fix(node.span, text.clone()),
                );
                false
            }
            Value::String(text) => {
                let message = format!("`{text}` is not a status");
                let class = text.to_ascii_lowercase();
                let help = if is_class(&class) {
                    format!("write `{class}`")
                } else {
                    "write a number, a class such as `2xx`, or `any`".to_owned()
                };
                self.mistake(Code::E204, node.span, message, &help);
                false
            }
            Value::Array(_) => self.structure(node, Shape::Status, "status"),
            Value::Null | Value::Bool(_) | Value::Object(_) => {
                let mistake = self.wrong_type("a status", node);
                self.report(mistake.help("write a number, a class such as `2xx`, or `any`"));
                false
            }
        }
    }

    fn whole_number(&mut self, node: &Node, fixed: &Value, subject: &str) -> bool {
        match fixed {
            Value::Number(number) if number.as_u64().is_some() => true,
            Value::Number(number) => {
                let message = format!("`{subject}` is a whole number, and {number} is not one");
                self.report(Diagnostic::new(Code::E212, node.span, message));
                false
            }
            Value::Array(_) | Value::Object(_) => self.structure(node, Shape::Count, subject),
            Value::String(text) if text.parse::<u64>().is_ok() => {
                let mistake = self.wrong_type("a whole number", node);
                self.report(
                    mistake
                        .help(format!("write `{text}`, without quotes"))
                        .fix(node.span, text.clone()),
                );
                false
            }
            Value::Null | Value::Bool(_) | Value::String(_) => {
                self.expected("a whole number", node);
                false
            }
        }
    }

    pub(super) fn text_only(&mut self, node: &Node, fixed: &Value, subject: &str) -> bool {
        match fixed {
            Value::String(_) => true,
            Value::Number(_) | Value::Bool(_) => {
                let written = node.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
                let quoted = format!("\"{written}\"");
                let message = format!("`{subject}` is text, and {} is not", described(node));
                let help = match subject {
                    "body" => format!("write `{quoted}`, or `$: {written}` for the JSON value"),
                    _ => format!("write `{quoted}`"),
                };
                self.report(
                    Diagnostic::new(Code::E204, node.span, message)
                        .help(help)
                        .fix(node.span, quoted),
                );
                false
            }
            Value::Null => {
                let message = format!("`{subject}` is text, and never null");
                let help = "write `{ exists: false }` for one that is not there";
                self.mistake(Code::E204, node.span, message, help);
                false
            }
            Value::Array(_) | Value::Object(_) => self.structure(node, Shape::Text, subject),
        }
    }

    fn known_word(
        &mut self,
        node: &Node,
        fixed: &Value,
        words: &'static [&'static str],
        subject: &str,
    ) -> bool {
        let text = fixed.as_str().unwrap_or_default();
        if words.contains(&text) {
            return true;
        }
        let message = format!("`{subject}` is never `{text}`");
        let known = listed(words.iter().copied());
        let begins = words.iter().find(|word| text.starts_with(*word)).copied();
        let help = match begins.or_else(|| nearest(text, words.iter().copied())) {
            Some(meant) => did_you_mean(meant),
            None => format!("the words are {known}"),
        };
        self.mistake(Code::E212, node.span, message, &help);
        false
    }
}

/// `2xx`
fn is_class(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1'..=b'5', b'x', b'x'])
}
