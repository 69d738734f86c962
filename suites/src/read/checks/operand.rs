//! What matchers are followed by.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Condition, Matcher, Moment, Order, ValueTemplate, ValueType};
use crate::read::Reader;
use crate::read::keys::{MatcherWord, Operand, Shape};
use crate::yaml::Node;

/// The types that `type` knows, by name.
fn types() -> Vec<(&'static str, ValueType)> {
    ValueType::ALL.iter().map(|kind| (kind.as_str(), *kind)).collect()
}

impl Reader<'_> {
    /// The matcher that a word and what follows it make.
    pub(super) fn operand(
        &mut self,
        word: &MatcherWord,
        node: &Node,
        shape: Shape,
        subject: &str,
    ) -> Option<Matcher> {
        Some(match word.operand {
            Operand::Same(make) => make(self.literal(node, shape, subject)?),
            Operand::Part(make) => make(self.part(node, shape, subject)?),
            Operand::Text(make) => make(self.text_operand(node, word.name)?),
            Operand::Ordered(comparison) => {
                Matcher::Compare(comparison, self.ordered(node, shape, word.name, subject)?)
            }
            Operand::Two(make) => make(Box::new(self.two(node, shape, word.name, subject)?)),
            Operand::Several(make) => {
                make(self.several(node, word.name, |reader, item| {
                    reader.literal(item, shape, subject)
                })?)
            }
            Operand::Condition(make) => make(self.condition(node, shape, subject)?),
            Operand::Elements(make) => {
                let element = if shape == Shape::Texts { Shape::Text } else { Shape::Any };
                make(self.condition(node, element, &format!("{} of {subject}", word.name))?)
            }
            Operand::Number(make) => make(self.condition(node, Shape::Count, word.name)?),
            Operand::Conditions(make) => {
                let conditions: Vec<Condition> =
                    self.several(node, word.name, |reader, item| {
                        reader.condition(item, shape, subject)
                    })?;
                make(conditions)
            }
            Operand::Boolean(make) => make(self.boolean(node)?),
            Operand::Moment(make) => make(self.moment(node)?),
            Operand::Type => Matcher::Type(self.word(node, &types())?),
            Operand::Pattern => Matcher::Matches(self.pattern(node)?),
            Operand::Order => {
                let orders = [("ascending", Order::Ascending), ("descending", Order::Descending)];
                Matcher::Sorted(self.word(node, &orders)?)
            }
            Operand::Within => Matcher::Within(self.positive_duration(node)?),
            Operand::Like => Matcher::Like(self.like(node)?),
            Operand::Schema => Matcher::Schema(self.schema(node)?),
            Operand::Later => return None,
        })
    }

    /// What `contains` looks for.
    fn part(&mut self, node: &Node, shape: Shape, subject: &str) -> Option<ValueTemplate> {
        let value = self.value(node);
        let textual = matches!(shape, Shape::Text | Shape::Word(_) | Shape::Body);
        match &value {
            ValueTemplate::Fixed(fixed) if textual => {
                self.text_only(node, fixed, subject).then_some(value)
            }
            ValueTemplate::Fixed(_)
            | ValueTemplate::Template(_)
            | ValueTemplate::List(_)
            | ValueTemplate::Map(_) => Some(value),
        }
    }

    fn text_operand(&mut self, node: &Node, matcher: &str) -> Option<ValueTemplate> {
        let value = self.value(node);
        match &value {
            ValueTemplate::Fixed(fixed) => self.text_only(node, fixed, matcher).then_some(value),
            ValueTemplate::Template(_) => Some(value),
            ValueTemplate::List(_) | ValueTemplate::Map(_) => {
                self.expected("text", node);
                None
            }
        }
    }

    /// A number or quantity to compare with.
    fn ordered(
        &mut self,
        node: &Node,
        shape: Shape,
        matcher: &str,
        subject: &str,
    ) -> Option<ValueTemplate> {
        if shape != Shape::Any && shape != Shape::Status {
            return self.literal(node, shape, subject);
        }
        let value = self.value(node);
        match &value {
            ValueTemplate::Fixed(Value::Number(_)) => Some(value),
            ValueTemplate::Template(template) if template.lone().is_some() => Some(value),
            ValueTemplate::Fixed(Value::String(text)) => {
                let mistake = self.wrong_type(&format!("a number after `{matcher}`"), node);
                let number = serde_json::Number::from_str(text).is_ok();
                self.report(if number {
                    mistake
                        .help(format!("write `{text}`, without quotes"))
                        .fix(node.span, text.clone())
                } else if is_moment(text) || text == "now" {
                    mistake.help("compare times with `before`, `after` or `within`")
                } else {
                    mistake
                });
                None
            }
            ValueTemplate::Template(_) => {
                let message = format!("what follows `{matcher}` is a number, and text stands here");
                let help = "write the expression alone: what stands around it makes text";
                self.mistake(Code::E204, node.span, message, help);
                None
            }
            ValueTemplate::Fixed(_) | ValueTemplate::List(_) | ValueTemplate::Map(_) => {
                self.expected(&format!("a number after `{matcher}`"), node);
                None
            }
        }
    }

    fn two(
        &mut self,
        node: &Node,
        shape: Shape,
        matcher: &str,
        subject: &str,
    ) -> Option<(ValueTemplate, ValueTemplate)> {
        let Some([first, second]) = node.items() else {
            let mistake = self.wrong_type("a list of two", node);
            let (a, b) = match (matcher, shape) {
                ("between", Shape::Duration) => ("100ms", "1s"),
                ("between", Shape::Size) => ("1kB", "1MB"),
                ("between", _) => ("1", "10"),
                (_, Shape::Duration) => ("1s", "100ms"),
                (_, Shape::Size) => ("1MB", "1kB"),
                (_, _) => ("9.99", "0.01"),
            };
            self.report(mistake.help(format!("write `{matcher}: [{a}, {b}]`")));
            return None;
        };
        let first = self.ordered(first, shape, matcher, subject);
        let second = self.ordered(second, shape, matcher, subject);
        let (first, second) = (first?, second?);
        if matcher == "between"
            && let (ValueTemplate::Fixed(low), ValueTemplate::Fixed(high)) = (&first, &second)
            && let (Some(low), Some(high)) = (low.as_f64(), high.as_f64())
            && low > high
        {
            let message = "nothing lies between: the first is the larger one".to_owned();
            self.mistake(Code::E212, node.span, message, "write the smaller one first");
            return None;
        }
        Some((first, second))
    }

    /// A list that holds something; each element is read by `read`.
    fn several<T>(
        &mut self,
        node: &Node,
        matcher: &str,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(items) = node.items() else {
            let mistake = self.wrong_type(&format!("a list after `{matcher}`"), node);
            self.report(mistake.help(format!("write `{matcher}: [a, b]`")));
            return None;
        };
        if items.is_empty() {
            let message = format!("the list after `{matcher}` must not be empty");
            self.report(Diagnostic::new(Code::E211, node.span, message));
            return None;
        }
        let read: Vec<Option<T>> = items.iter().map(|item| read(self, item)).collect();
        read.into_iter().collect()
    }

    fn moment(&mut self, node: &Node) -> Option<Moment> {
        let text = self.text(node)?;
        if text.value == "now" {
            return Some(Moment::Now);
        }
        let template = self.template(&text.value, node.span);
        match template.literal() {
            Some(literal) if !is_moment(literal) => {
                let message = format!("`{literal}` is not a point in time");
                let help = "write `now`, a date (`2026-01-31`), or a time (`2026-01-31T09:30:00Z`)";
                self.mistake(Code::E212, node.span, message, help);
                None
            }
            Some(_) | None => Some(Moment::At(template)),
        }
    }
}

/// RFC 3339, or a date.
fn is_moment(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok() || (text.len() == 10 && text.parse::<Date>().is_ok())
}
