//! Claims whose operands are filled in: nothing of ours can go wrong any more.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Number, Value};
use suites::{Comparison, Order, Pattern, Span, ValueType};

use super::like::Shape;
use super::scale::Scale;
use super::schema::Compiled;
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
    Not(Claims<'c>),
    Exists(bool),
    Empty(bool),
    Type(ValueType),
    Compare(Comparison, Number),
    Between(Number, Number),
    CloseTo(Number, Number),
    Contains(Value),
    StartsWith(String),
    EndsWith(String),
    Matches(&'c Pattern),
    OneOf(Vec<Expected>),
    Length(Claims<'c>),
    Count(Claims<'c>),
    Each(Claims<'c>),
    Any(Claims<'c>),
    NoneOf(Claims<'c>),
    Unique(bool),
    Sorted(Order),
    Before(Limit),
    After(Limit),
    Within(Duration),
    Like(Shape),
    Schema(Arc<Compiled>),
    AnyOf(Vec<Claims<'c>>),
    AllOf(Vec<Claims<'c>>),
}

/// What something should be equal to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expected {
    Value(Value),
    /// `2xx`
    Class(u8),
    /// `any`: whatever the status.
    AnyStatus,
}

/// A point in time to compare with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Limit {
    Now,
    At(Timestamp),
}

impl Claims<'_> {
    fn all_accept(&self, nature: Nature) -> bool {
        self.all.iter().all(|(_, claim)| claim.accepts(nature))
    }
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
            Self::Count(claims) => nature == Nature::Absent && claims.all_accept(Nature::Zero),
            Self::Is(Expected::Value(Value::Number(number))) => {
                nature == Nature::Zero && crate::json::compare(number, &0.into()).is_eq()
            }
            Self::AllOf(members) => members.iter().all(|member| member.all_accept(nature)),
            Self::AnyOf(members) => members.iter().any(|member| member.all_accept(nature)),
            Self::Is(_)
            | Self::Not(_)
            | Self::Type(_)
            | Self::Compare(..)
            | Self::Between(..)
            | Self::CloseTo(..)
            | Self::Contains(_)
            | Self::StartsWith(_)
            | Self::EndsWith(_)
            | Self::Matches(_)
            | Self::OneOf(_)
            | Self::Length(_)
            | Self::Each(_)
            | Self::Any(_)
            | Self::NoneOf(_)
            | Self::Unique(_)
            | Self::Sorted(_)
            | Self::Before(_)
            | Self::After(_)
            | Self::Within(_)
            | Self::Like(_)
            | Self::Schema(_) => false,
        }
    }
}
