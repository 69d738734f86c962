//! Single values: text, true and false, whole numbers, durations, sizes, one of a few words.

use std::time::Duration;

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::Template;
use crate::read::Reader;
use crate::read::suggest::{did_you_mean, listed, nearest};
use crate::read::units::{self, UnitError};
use crate::source::Spanned;
use crate::yaml::{Node, Style};

/// The word for `a number of …` in messages, and how one is written.
#[derive(Clone, Copy)]
struct Quantity {
    what: &'static str,
    unit: &'static str,
    example: &'static str,
    units: &'static str,
}

const DURATION: Quantity =
    Quantity { what: "a duration", unit: "s", example: "500ms", units: "`ms s m h d w`" };
const SIZE: Quantity =
    Quantity { what: "a size", unit: "kB", example: "10MB", units: "`B kB MB GB KiB MiB GiB`" };
const RATE: Quantity =
    Quantity { what: "a rate", unit: "/s", example: "10/s", units: "`/s /m /h`" };

impl Reader<'_> {
    /// Text that is taken as it is.
    pub(crate) fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        let scalar = node.scalar();
        match scalar.map(|scalar| (scalar, scalar.value())) {
            Some((_, Value::String(text))) => Some(Spanned::new(text, node.span)),
            Some((scalar, Value::Number(_) | Value::Bool(_))) => {
                let quoted = format!("\"{}\"", scalar.text);
                self.report(
                    Diagnostic::new(
                        Code::E204,
                        node.span,
                        format!("expected text, got {}", described(node)),
                    )
                    .help(format!("quote it: `{quoted}`"))
                    .fix(node.span, quoted),
                );
                None
            }
            Some((_, Value::Null | Value::Array(_) | Value::Object(_))) | None => {
                self.expected("text", node);
                None
            }
        }
    }

    /// Text that is taken as it is and holds something.
    pub(crate) fn some_text(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let text = self.text(node)?;
        if text.value.trim().is_empty() {
            self.report(Diagnostic::new(
                Code::E211,
                node.span,
                format!("{what} must not be empty"),
            ));
            return None;
        }
        Some(text)
    }

    /// A single value that is sent as text: numbers and booleans as they are written.
    pub(crate) fn text_template(&mut self, node: &Node) -> Option<Template> {
        match node.scalar().map(|scalar| (scalar, scalar.value())) {
            Some((scalar, Value::String(_) | Value::Number(_) | Value::Bool(_))) => {
                Some(self.template(&scalar.text, node.span))
            }
            Some((_, Value::Null | Value::Array(_) | Value::Object(_))) | None => {
                self.expected("text", node);
                None
            }
        }
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, node: &Node) -> Option<bool> {
        let value = node.scalar().and_then(|scalar| scalar.value().as_bool());
        if value.is_none() {
            let mistake = self.wrong_type("`true` or `false`", node);
            let meant = node.scalar().map(|scalar| scalar.text.as_str());
            self.report(match meant {
                Some("yes" | "on" | "1" | "true" | "Yes" | "On") => {
                    mistake.help("write `true`").fix(node.span, "true")
                }
                Some("no" | "off" | "0" | "false" | "No" | "Off") => {
                    mistake.help("write `false`").fix(node.span, "false")
                }
                Some(_) | None => mistake,
            });
        }
        value
    }

    /// A whole number from `least` on.
    pub(crate) fn integer(&mut self, node: &Node, least: u32) -> Option<u32> {
        let Some(Value::Number(number)) = node.scalar().map(crate::yaml::Scalar::value) else {
            self.expected("a whole number", node);
            return None;
        };
        let value = number.as_u64().and_then(|number| u32::try_from(number).ok());
        match value {
            Some(value) if value >= least => Some(value),
            Some(_) | None => {
                let message = format!("{number} is not a whole number from {least} on");
                self.report(Diagnostic::new(Code::E212, node.span, message));
                None
            }
        }
    }

    /// A number from `least` on.
    pub(crate) fn number(&mut self, node: &Node, least: f64) -> Option<f64> {
        let Some(Value::Number(number)) = node.scalar().map(crate::yaml::Scalar::value) else {
            self.expected("a number", node);
            return None;
        };
        match number.as_f64() {
            Some(value) if value.is_finite() && value >= least => Some(value),
            Some(_) | None => {
                let message = format!("{number} is not a number from {least} on");
                self.report(Diagnostic::new(Code::E212, node.span, message));
                None
            }
        }
    }

    /// `500ms`, `1h30m`.
    pub(crate) fn duration(&mut self, node: &Node) -> Option<Duration> {
        self.quantity(node, DURATION, units::duration)
    }

    /// A duration longer than nothing.
    pub(crate) fn positive_duration(&mut self, node: &Node) -> Option<Duration> {
        let duration = self.duration(node)?;
        if duration.is_zero() {
            let message = "nothing can be done in no time".to_owned();
            self.mistake(Code::E212, node.span, message, "write a duration longer than 0");
            return None;
        }
        Some(duration)
    }

    /// `10MB`.
    pub(crate) fn size(&mut self, node: &Node) -> Option<u64> {
        self.quantity(node, SIZE, units::size)
    }

    /// `10/s`: so many a second.
    pub(crate) fn rate(&mut self, node: &Node) -> Option<f64> {
        self.quantity(node, RATE, units::rate)
    }

    fn quantity<T>(
        &mut self,
        node: &Node,
        quantity: Quantity,
        read: impl Fn(&str) -> Result<T, UnitError>,
    ) -> Option<T> {
        let Some(scalar) = node.scalar().filter(|scalar| !scalar.value().is_null()) else {
            self.expected(&format!("{} such as `{}`", quantity.what, quantity.example), node);
            return None;
        };
        match read(&scalar.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let mistake = unit_mistake(error, node, &scalar.text, quantity);
                self.report(mistake);
                None
            }
        }
    }

    /// A literal operand with a unit, or `None` after saying what is wrong with it.
    pub(crate) fn word<T: Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let text = node.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let known = || words.iter().map(|(word, _)| *word);
        let message = format!("expected {}, got {}", one_of(known()), described(node));
        let mistake = Diagnostic::new(Code::E212, node.span, message);
        self.report(match nearest(text, known()) {
            Some(meant) => mistake.help(did_you_mean(meant)).fix(node.span, meant),
            None => mistake,
        });
        None
    }

    /// Reports that something else should stand here.
    pub(crate) fn expected(&mut self, what: &str, node: &Node) {
        let mistake = self.wrong_type(what, node);
        self.report(mistake);
    }

    /// E204: something else should stand here.
    pub(crate) fn wrong_type(&self, what: &str, node: &Node) -> Diagnostic {
        Diagnostic::new(
            Code::E204,
            self.first_line(node.span),
            format!("expected {what}, got {}", described(node)),
        )
    }
}

/// What stands there, in a few words.
pub(crate) fn described(node: &Node) -> String {
    let text = node.describe();
    if text.chars().count() > 60 || text.contains('\n') { "a long text".to_owned() } else { text }
}

fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let listed = listed(words);
    match listed.rsplit_once(" and ") {
        Some((first, last)) => format!("{first} or {last}"),
        None => listed,
    }
}

fn unit_mistake(error: UnitError, node: &Node, text: &str, quantity: Quantity) -> Diagnostic {
    let mistake = |code, message| Diagnostic::new(code, node.span, message);
    let quote = |text: &str| match node.scalar().map(|scalar| scalar.style) {
        Some(Style::DoubleQuoted) => format!("\"{text}\""),
        Some(Style::SingleQuoted) => format!("'{text}'"),
        Some(Style::Plain | Style::Block) | None => text.to_owned(),
    };
    match error {
        UnitError::NoUnit(number) => {
            // `500` of a time is hardly ever meant as seconds.
            let unit = match (quantity.unit, number.parse::<f64>()) {
                ("s", Ok(count)) if count >= 100.0 => "ms",
                (unit, _) => unit,
            };
            let meant = format!("{number}{unit}");
            let units =
                format!("write its unit, as in `{meant}`; the units are {}", quantity.units);
            mistake(Code::E205, format!("{text} what?")).help(units)
        }
        UnitError::UnknownUnit { unit, meant: Some(meant) } => {
            let message = if meant.ends_with(&unit) {
                format!("there is a space in `{text}`")
            } else {
                format!("unknown unit `{unit}` in `{text}`")
            };
            mistake(Code::E205, message).help(did_you_mean(&meant)).fix(node.span, quote(&meant))
        }
        UnitError::UnknownUnit { unit, meant: None } => {
            mistake(Code::E205, format!("unknown unit `{unit}` in `{text}`"))
                .help(format!("the units are {}", quantity.units))
        }
        UnitError::NotOne => mistake(
            Code::E204,
            format!(
                "expected {} such as `{}`, got {}",
                quantity.what,
                quantity.example,
                described(node)
            ),
        ),
        UnitError::TooLarge => {
            mistake(Code::E212, format!("`{text}` is too large for {}", quantity.what))
        }
    }
}
