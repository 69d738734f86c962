//! Conditions as written to claims whose operands are filled in.
//!
//! What goes wrong here is ours: a variable that was never set, an operand of a type that can
//! never be compared with the subject.

use jiff::Timestamp;
use serde_json::{Number, Value};
use suites::{Condition, Matcher, Moment, Span, Spanned, Template, ValueTemplate};

use super::claim::{Claim, Claims, Expected, Limit, Site};
use super::like::Shape;
use super::moment;
use super::scale::Scale;
use super::schema::{Compiled, Schemas};
use crate::fill::{FillError, Filler, describe};
use crate::request::Fault;

/// Fills conditions in.
#[derive(Clone, Copy)]
pub(super) struct Binder<'c> {
    pub(super) filler: &'c Filler<'c>,
    pub(super) schemas: Option<&'c Schemas>,
    /// The subject as written, for messages.
    pub(super) subject: &'c str,
    pub(super) site: Site<'c>,
}

impl<'c> Binder<'c> {
    pub(super) fn condition(&self, condition: &'c Condition) -> Result<Claims<'c>, Fault> {
        let bound = condition.matchers.iter().map(|Spanned { value, span }| {
            let claim = self.claim(value)?;
            claim.map(|claim| (*span, claim)).map_err(|error| Fault { error, span: *span })
        });
        Ok(Claims { site: self.site, all: bound.collect::<Result<_, _>>()? })
    }

    /// A matcher; the outer error has the place of an inner condition already.
    fn claim(&self, matcher: &'c Matcher) -> Result<Result<Claim<'c>, FillError>, Fault> {
        let many = |conditions: &'c [Condition]| -> Result<Vec<Claims<'c>>, Fault> {
            conditions.iter().map(|condition| self.condition(condition)).collect()
        };
        Ok(Ok(match matcher {
            Matcher::Not(condition) => Claim::Not(self.condition(condition)?),
            Matcher::Length(condition) => Claim::Length(self.counting().condition(condition)?),
            Matcher::Count(condition) => Claim::Count(self.counting().condition(condition)?),
            Matcher::Each(condition) => Claim::Each(self.of_elements().condition(condition)?),
            Matcher::Any(condition) => Claim::Any(self.of_elements().condition(condition)?),
            Matcher::NoneOf(condition) => Claim::NoneOf(self.of_elements().condition(condition)?),
            Matcher::AnyOf(conditions) => Claim::AnyOf(many(conditions)?),
            Matcher::AllOf(conditions) => Claim::AllOf(many(conditions)?),
            simple => return Ok(self.simple(simple)),
        }))
    }

    /// A matcher without conditions in it.
    fn simple(&self, matcher: &'c Matcher) -> Result<Claim<'c>, FillError> {
        Ok(match matcher {
            Matcher::Is(operand) => Claim::Is(self.expected(operand)?),
            Matcher::OneOf(operands) => Claim::OneOf(
                operands.iter().map(|operand| self.expected(operand)).collect::<Result<_, _>>()?,
            ),
            Matcher::Exists(wanted) => Claim::Exists(*wanted),
            Matcher::Empty(wanted) => Claim::Empty(*wanted),
            Matcher::Type(kind) => Claim::Type(*kind),
            Matcher::Compare(comparison, limit) => Claim::Compare(*comparison, self.number(limit)?),
            Matcher::Between(from, to) => Claim::Between(self.number(from)?, self.number(to)?),
            Matcher::CloseTo(target, distance) => {
                Claim::CloseTo(self.number(target)?, self.number(distance)?)
            }
            Matcher::Contains(part) => Claim::Contains(self.contained(part)?),
            Matcher::StartsWith(start) => Claim::StartsWith(self.text(start)?),
            Matcher::EndsWith(end) => Claim::EndsWith(self.text(end)?),
            Matcher::Matches(pattern) => Claim::Matches(pattern),
            Matcher::Unique(wanted) => Claim::Unique(*wanted),
            Matcher::Sorted(order) => Claim::Sorted(*order),
            Matcher::Before(limit) => Claim::Before(self.limit(limit)?),
            Matcher::After(limit) => Claim::After(self.limit(limit)?),
            Matcher::Within(distance) => Claim::Within(*distance),
            Matcher::Like(template) => Claim::Like(Shape::of(template, self.filler)?),
            Matcher::Schema(schema) => Claim::Schema(match self.schemas {
                Some(schemas) => schemas.get(schema)?,
                None => Compiled::of(schema)?.into(),
            }),
            Matcher::Not(_)
            | Matcher::Length(_)
            | Matcher::Count(_)
            | Matcher::Each(_)
            | Matcher::Any(_)
            | Matcher::NoneOf(_)
            | Matcher::AnyOf(_)
            | Matcher::AllOf(_) => {
                return Err(FillError::unfit("a condition is no simple matcher"));
            }
        })
    }

    /// For the number of elements or characters.
    fn counting(&self) -> Self {
        Self { site: Site { scale: Scale::Count, ..self.site }, ..*self }
    }

    fn of_elements(&self) -> Self {
        let Site { elements, element_origin, .. } = self.site;
        let site =
            Site { scale: elements, elements: Scale::Plain, origin: element_origin, ..self.site };
        Self { site, ..*self }
    }

    fn expected(&self, operand: &ValueTemplate) -> Result<Expected, FillError> {
        let value = self.filler.value(operand)?;
        match (self.site.scale, &value) {
            (Scale::Plain, _) | (Scale::Text, Value::String(_)) => Ok(Expected::Value(value)),
            (Scale::Text, _) => Err(self.unfit("is text", &value)),
            (Scale::Status, Value::String(text)) => status_class(text)
                .ok_or_else(|| self.unfit("is a number or a class like 2xx", &value)),
            (Scale::Status | Scale::Count | Scale::Duration | Scale::Size, _) => {
                self.counted(value).map(|number| Expected::Value(Value::Number(number)))
            }
        }
    }

    fn number(&self, operand: &ValueTemplate) -> Result<Number, FillError> {
        self.counted(self.filler.value(operand)?)
    }

    /// A number; text is read with its unit where there is one.
    fn counted(&self, value: Value) -> Result<Number, FillError> {
        match (self.site.scale, value) {
            (_, Value::Number(number)) => Ok(number),
            (Scale::Duration, Value::String(text)) => suites::read::units::duration(&text)
                .map(moment::millis)
                .map_err(|error| self.unfit_unit("a duration like 500ms", &text, &error)),
            (Scale::Size, Value::String(text)) => suites::read::units::size(&text)
                .map(Number::from)
                .map_err(|error| self.unfit_unit("a size like 1MB", &text, &error)),
            (_, value) => Err(self.unfit("is compared with a number here", &value)),
        }
    }

    fn contained(&self, operand: &ValueTemplate) -> Result<Value, FillError> {
        let value = self.filler.value(operand)?;
        if self.site.scale == Scale::Text && !value.is_string() {
            return Err(self.unfit("is text", &value));
        }
        Ok(value)
    }

    fn text(&self, operand: &ValueTemplate) -> Result<String, FillError> {
        match self.filler.value(operand)? {
            Value::String(text) => Ok(text),
            other => Err(self.unfit("is compared with text here", &other)),
        }
    }

    fn limit(&self, limit: &Moment) -> Result<Limit, FillError> {
        match limit {
            Moment::Now => Ok(Limit::Now),
            Moment::At(template) => self.moment(template).map(Limit::At),
        }
    }

    fn moment(&self, template: &Template) -> Result<Timestamp, FillError> {
        let value = self.filler.template(template)?;
        moment::of(&value).ok_or_else(|| self.unfit("is compared with a time here", &value))
    }

    fn unfit(&self, what: &str, value: &Value) -> FillError {
        let subject = self.subject;
        FillError::Unfit(format!(
            "`{subject}` {what}, and cannot be compared with {}",
            describe(value)
        ))
    }

    fn unfit_unit(&self, what: &str, text: &str, error: &dyn std::fmt::Display) -> FillError {
        let subject = self.subject;
        FillError::Unfit(format!(
            "`{subject}` is compared with {what}, and \"{text}\" is none: {error}"
        ))
    }
}

/// `2xx`, `any`
fn status_class(text: &str) -> Option<Expected> {
    if text == "any" {
        return Some(Expected::AnyStatus);
    }
    let class = text.strip_suffix("xx")?.parse().ok()?;
    (1..=5).contains(&class).then_some(Expected::Class(class))
}
