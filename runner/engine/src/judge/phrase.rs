//! What is claimed, in words that read after "expected".

use serde_json::Value;
use suites::{Comparison, Order};

use super::claim::{Claim, Claims, Expected, Limit, Site};
use super::moment;
use super::scale::Scale;
use super::{kinds, like};

/// Words that read after "expected".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    /// `a number over 0`
    Noun(String),
    /// `to contain "json"`
    Verb(String),
}

impl Phrase {
    pub(super) fn noun(text: impl Into<String>) -> Self {
        Self::Noun(text.into())
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Noun(text) | Self::Verb(text) => text,
        }
    }

    fn as_verb(&self) -> String {
        match self {
            Self::Noun(noun) => format!("to be {noun}"),
            Self::Verb(verb) => verb.clone(),
        }
    }

    /// The opposite: `anything but null`, `not to contain "x"`.
    pub(super) fn negated(&self) -> Self {
        match self {
            Self::Noun(noun) => match noun.strip_prefix("anything but ") {
                Some(noun) => Self::noun(noun),
                None => Self::Noun(format!("anything but {noun}")),
            },
            Self::Verb(verb) => match verb.strip_prefix("not ") {
                Some(verb) => Self::Verb(verb.to_owned()),
                None => Self::Verb(format!("not {verb}")),
            },
        }
    }

    /// The same of elements: `each element to be a number over 0`.
    pub(super) fn of(&self, elements: &str) -> Self {
        Self::Noun(format!("{elements} {}", self.as_verb()))
    }

    fn joined(phrases: Vec<Self>, word: &str) -> Self {
        let all_nouns = phrases.iter().all(|phrase| matches!(phrase, Self::Noun(_)));
        if all_nouns {
            let nouns: Vec<&str> = phrases.iter().map(Self::text).collect();
            return Self::Noun(nouns.join(word));
        }
        Self::Verb(phrases.iter().map(Self::as_verb).collect::<Vec<_>>().join(word))
    }
}

impl Claims<'_> {
    pub(super) fn phrase(&self) -> Phrase {
        Phrase::joined(self.all.iter().map(|(_, claim)| self.site.phrase(claim)).collect(), " and ")
    }
}

impl Site<'_> {
    /// What a claim asks for.
    pub(super) fn phrase(&self, claim: &Claim<'_>) -> Phrase {
        let noun = |text: String| Phrase::Noun(text);
        let verb = |text: String| Phrase::Verb(text);
        let short = |value: &Value| self.words.short(value, Scale::Plain);
        match claim {
            Claim::Is(expected) => noun(self.expected(expected)),
            Claim::Not(claims) => claims.phrase().negated(),
            Claim::Exists(true) => verb("to exist".to_owned()),
            Claim::Exists(false) => verb("not to exist".to_owned()),
            Claim::Empty(true) => verb("to be empty".to_owned()),
            Claim::Empty(false) => verb("not to be empty".to_owned()),
            Claim::Type(kind) => noun(kinds::noun(*kind).to_owned()),
            Claim::Compare(comparison, limit) => {
                noun(self.number(&format!("{} {}", word(*comparison), self.scale.exact(limit))))
            }
            Claim::Between(from, to) => {
                let (from, to) = (self.scale.exact(from), self.scale.exact(to));
                noun(self.number(&format!("from {from} to {to}")))
            }
            Claim::CloseTo(target, distance) => {
                let (target, distance) = (self.scale.exact(target), self.scale.exact(distance));
                noun(self.number(&format!("within {distance} of {target}")))
            }
            Claim::Contains(part) => verb(format!("to contain {}", short(part))),
            Claim::StartsWith(text) => verb(format!("to start with {}", self.words.quoted(text))),
            Claim::EndsWith(text) => verb(format!("to end with {}", self.words.quoted(text))),
            Claim::Matches(pattern) => verb(format!("to match /{}/", pattern.source)),
            Claim::OneOf(members) => noun(self.one_of(members)),
            Claim::Length(claims) => noun(format!("a length of {}", claims.phrase().text())),
            Claim::Count(claims) => noun(format!("a count of {}", claims.phrase().text())),
            Claim::Each(claims) => claims.phrase().of("each element"),
            Claim::Any(claims) => claims.phrase().of("an element"),
            Claim::NoneOf(claims) => claims.phrase().of("no element"),
            Claim::Unique(true) => noun("a list without equal elements".to_owned()),
            Claim::Unique(false) => noun("a list with equal elements".to_owned()),
            Claim::Sorted(Order::Ascending) => noun("a list in ascending order".to_owned()),
            Claim::Sorted(Order::Descending) => noun("a list in descending order".to_owned()),
            Claim::Before(limit) => noun(format!("a time before {}", self.limit(*limit))),
            Claim::After(limit) => noun(format!("a time after {}", self.limit(*limit))),
            Claim::Within(distance) => {
                let distance = moment::length(*distance);
                noun(format!("a time within {distance} of {}", self.limit(Limit::Now)))
            }
            Claim::Like(shape) => verb(format!("to look like {}", like::written(shape, self))),
            Claim::Schema(schema) => noun(format!("what {} allows", schema.name)),
            Claim::AnyOf(members) => {
                Phrase::joined(members.iter().map(Claims::phrase).collect(), " or ")
            }
            Claim::AllOf(members) => {
                Phrase::joined(members.iter().map(Claims::phrase).collect(), " and ")
            }
        }
    }

    /// `2xx`, `404`, `"open"`, `500 ms`
    pub(super) fn expected(&self, expected: &Expected) -> String {
        match expected {
            Expected::Value(Value::Number(number)) => self.scale.exact(number),
            Expected::Value(value) => self.words.short(value, self.scale),
            Expected::Class(class) => format!("{class}xx"),
            Expected::AnyStatus => "any status".to_owned(),
        }
    }

    fn one_of(&self, members: &[Expected]) -> String {
        const SHOWN: usize = 12;
        let shown: Vec<String> =
            members.iter().take(SHOWN).map(|member| self.expected(member)).collect();
        match members.len().checked_sub(SHOWN + 1) {
            Some(more) => format!("one of {} or {} more", shown.join(", "), more + 1),
            None => format!("one of {}", shown.join(", ")),
        }
    }

    /// That something is a number goes without saying where it always is.
    fn number(&self, relation: &str) -> String {
        match self.scale {
            Scale::Plain | Scale::Text => format!("a number {relation}"),
            Scale::Status | Scale::Count | Scale::Duration | Scale::Size => relation.to_owned(),
        }
    }

    pub(super) fn limit(&self, limit: Limit) -> String {
        match limit {
            Limit::Now => format!("now ({})", moment::shown(self.now)),
            Limit::At(at) => moment::shown(at),
        }
    }
}

fn word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Over => "over",
        Comparison::Under => "under",
        Comparison::AtLeast => "at least",
        Comparison::AtMost => "at most",
    }
}
