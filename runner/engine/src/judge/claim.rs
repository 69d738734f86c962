//! Claims whose operands are filled in: nothing of ours can go wrong any more.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use suites::{Span, ValueType};

use super::equality::Expected;
use super::like::Shape;
use super::list::Walk;
use super::measure::Measure;
use super::scale::Scale;
use super::schema::Compiled;
use super::text::Reading;
use super::time::When;
use super::words::Words;

/// What is claimed of a value: all of it must hold.
pub(super) struct Claims<'c> {
    pub(super) site: Site<'c>,
    /// Each with the place where it is written.
    pub(super) all: Vec<(Span, Claim<'c>)>,
}

/// About what claims are made.
#[derive(Clone, Copy)]
pub(super) struct Site<'c> {
    pub(super) words: Words<'c>,
    pub(super) scale: Scale,
    /// The scale of its elements.
    pub(super) elements: Scale,
    /// How places inside the value are called: `$.order`, then `$.order.id`.
    pub(super) origin: &'c str,
    /// The same for its elements: `$.lines[*]`.
    pub(super) element_origin: &'c str,
    pub(super) now: Timestamp,
}

/// One matcher.
pub(super) enum Claim<'c> {
    Is(Expected),
    OneOf(Vec<Expected>),
    Not(Claims<'c>),
    Exists(bool),
    Empty(bool),
    Type(ValueType),
    Measure(Measure),
    Reading(Reading<'c>),
    Contains(Value),
    Length(Claims<'c>),
    Walk(Walk<'c>),
    When(When),
    Like(Shape),
    Schema(Arc<Compiled>),
    AnyOf(Vec<Claims<'c>>),
    AllOf(Vec<Claims<'c>>),
}

/// What can be said of something without looking at a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// It is not there.
    Absent,
    /// It is there, and cannot be read.
    Binary,
    /// It is the number zero.
    Zero,
}

impl Claims<'_> {
    fn all_accept(&self, nature: Nature) -> bool {
        self.all.iter().all(|(_, claim)| claim.accepts(nature))
    }
}

impl Claim<'_> {
    /// Whether it holds of all that is of this nature.
    pub(super) fn accepts(&self, nature: Nature) -> bool {
        match self {
            Self::Exists(wanted) => match nature {
                Nature::Absent => !wanted,
                Nature::Binary => *wanted,
                Nature::Zero => false,
            },
            Self::Empty(wanted) => match nature {
                Nature::Absent => *wanted,
                Nature::Binary => !wanted,
                Nature::Zero => false,
            },
            Self::Walk(Walk::Count(claims)) => {
                nature == Nature::Absent && claims.all_accept(Nature::Zero)
            }
            Self::Is(Expected::Value(Value::Number(number))) => {
                nature == Nature::Zero && crate::json::compare(number, &0.into()).is_eq()
            }
            Self::AllOf(members) => members.iter().all(|member| member.all_accept(nature)),
            Self::AnyOf(members) => members.iter().any(|member| member.all_accept(nature)),
            Self::Is(_)
            | Self::OneOf(_)
            | Self::Not(_)
            | Self::Type(_)
            | Self::Measure(_)
            | Self::Reading(_)
            | Self::Contains(_)
            | Self::Length(_)
            | Self::Walk(_)
            | Self::When(_)
            | Self::Like(_)
            | Self::Schema(_) => false,
        }
    }
}
