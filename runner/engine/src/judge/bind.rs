//! Conditions as written to claims whose operands are filled in.
//!
//! What goes wrong here is ours: a variable that was never set, an operand of a type that can
//! never be compared with the subject.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Number, Value};
use suites::read::units;
use suites::{Condition, Matcher, Moment, Schema, Span, Spanned, Template, ValueTemplate};

use super::claim::{Claim, Claims, Site};
use super::equality::Expected;
use super::like::Shape;
use super::list::Walk;
use super::measure::Measure;
use super::moment;
use super::scale::Scale;
use super::schema::{Compiled, Schemas};
use super::text::Reading;
use super::time::{Limit, When};
use crate::fill::{FillError, Filler};
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
        let bound = condition
            .matchers
            .iter()
            .map(|Spanned { value, span }| self.claim(value, *span).map(|claim| (*span, claim)));
        Ok(Claims { site: self.site, all: bound.collect::<Result<_, _>>()? })
    }

    fn claim(&self, matcher: &'c Matcher, span: Span) -> Result<Claim<'c>, Fault> {
        let here = |error| Fault { error, span };
        let several = |conditions: &'c [Condition]| -> Result<Vec<Claims<'c>>, Fault> {
            conditions.iter().map(|condition| self.condition(condition)).collect()
        };
        let number = |operand| self.number(operand).map_err(here);
        Ok(match matcher {
            Matcher::Is(operand) => Claim::Is(self.expected(operand).map_err(here)?),
            Matcher::OneOf(operands) => {
                let members = operands.iter().map(|operand| self.expected(operand));
                Claim::OneOf(members.collect::<Result<_, _>>().map_err(here)?)
            }
            Matcher::Not(condition) => Claim::Not(self.condition(condition)?),
            Matcher::Exists(wanted) => Claim::Exists(*wanted),
            Matcher::Empty(wanted) => Claim::Empty(*wanted),
            Matcher::Type(kind) => Claim::Type(*kind),
            Matcher::Compare(comparison, limit) => {
                Claim::Measure(Measure::Compare(*comparison, number(limit)?))
            }
            Matcher::Between(ends) => {
                Claim::Measure(Measure::Between(number(&ends.0)?, number(&ends.1)?))
            }
            Matcher::CloseTo(two) => {
                Claim::Measure(Measure::CloseTo(number(&two.0)?, number(&two.1)?))
            }
            Matcher::Contains(part) => Claim::Contains(self.contained(part).map_err(here)?),
            Matcher::StartsWith(start) => {
                Claim::Reading(Reading::StartsWith(self.text(start).map_err(here)?))
            }
            Matcher::EndsWith(end) => {
                Claim::Reading(Reading::EndsWith(self.text(end).map_err(here)?))
            }
            Matcher::Matches(pattern) => Claim::Reading(Reading::Matches(pattern)),
            Matcher::Length(condition) => Claim::Length(self.counting().condition(condition)?),
            Matcher::Count(condition) => {
                Claim::Walk(Walk::Count(self.counting().condition(condition)?))
            }
            Matcher::Each(condition) => {
                Claim::Walk(Walk::Each(self.of_elements().condition(condition)?))
            }
            Matcher::Any(condition) => {
                Claim::Walk(Walk::Any(self.of_elements().condition(condition)?))
            }
            Matcher::NoneOf(condition) => {
                Claim::Walk(Walk::NoneOf(self.of_elements().condition(condition)?))
            }
            Matcher::Unique(wanted) => Claim::Walk(Walk::Unique(*wanted)),
            Matcher::Sorted(order) => Claim::Walk(Walk::Sorted(*order)),
            Matcher::Before(limit) => Claim::When(When::Before(self.limit(limit).map_err(here)?)),
            Matcher::After(limit) => Claim::When(When::After(self.limit(limit).map_err(here)?)),
            Matcher::Within(distance) => Claim::When(When::Within(*distance)),
            Matcher::Like(template) => Claim::Like(Shape::of(template, self.filler).map_err(here)?),
            Matcher::Schema(schema) => Claim::Schema(self.schema(schema).map_err(here)?),
            Matcher::AnyOf(conditions) => Claim::AnyOf(several(conditions)?),
            Matcher::AllOf(conditions) => Claim::AllOf(several(conditions)?),
        })
    }

    fn schema(&self, schema: &Schema) -> Result<Arc<Compiled>, FillError> {
        match self.schemas {
            Some(schemas) => schemas.get(schema),
            None => Compiled::of(schema).map(Arc::new),
        }
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
            (Scale::Plain, _)
            | (Scale::Text, Value::String(_))
            | (Scale::Body, Value::String(_) | Value::Array(_) | Value::Object(_)) => {
                Ok(Expected::Value(value))
            }
            (Scale::Text | Scale::Body, _) => Err(self.unfit("is text", &value)),
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
            (Scale::Duration, Value::String(text)) => units::duration(&text)
                .map(moment::millis)
                .map_err(|error| self.unfit_unit("a duration like 500ms", &text, &error)),
            (Scale::Size, Value::String(text)) => units::size(&text)
                .map(Number::from)
                .map_err(|error| self.unfit_unit("a size like 1MB", &text, &error)),
            (_, value) => Err(self.unfit("is compared with a number here", &value)),
        }
    }

    fn contained(&self, operand: &ValueTemplate) -> Result<Value, FillError> {
        let value = self.filler.value(operand)?;
        if matches!(self.site.scale, Scale::Text | Scale::Body) && !value.is_string() {
            return Err(self.unfit("is text", &value));
        }
        Ok(value)
    }

    fn text(&self, operand: &ValueTemplate) -> Result<String, FillError> {
        let value = self.filler.value(operand)?;
        match value.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(self.unfit("is compared with text here", &value)),
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
        let (subject, described) = (self.subject, self.site.words.open().long(value));
        let way_out = match value {
            Value::String(text) if text.parse::<Number>().is_ok() => {
                "; `{{number …}}` makes text a number"
            }
            Value::Number(_) | Value::Bool(_) => "; `{{string …}}` makes it text",
            Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => "",
        };
        FillError::Unfit(format!(
            "`{subject}` {what}, and cannot be compared with {described}{way_out}"
        ))
    }

    fn unfit_unit(&self, what: &str, text: &str, error: &dyn std::fmt::Display) -> FillError {
        let (subject, text) = (self.subject, self.site.words.open().quoted(text));
        FillError::Unfit(format!(
            "`{subject}` is compared with {what}, and {text} is none: {error}"
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
