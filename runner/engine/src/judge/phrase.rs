//! What is claimed, in words that read after "expected".

use super::claim::{Claim, Claims, Site};
use super::kinds;

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

    pub(super) fn verb(text: impl Into<String>) -> Self {
        Self::Verb(text.into())
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
        let several = |members: &[Claims<'_>], word: &str| {
            Phrase::joined(members.iter().map(Claims::phrase).collect(), word)
        };
        match claim {
            Claim::Is(expected) => Phrase::noun(self.expected(expected)),
            Claim::OneOf(members) => Phrase::noun(self.one_of(members)),
            Claim::Not(claims) => claims.phrase().negated(),
            Claim::Exists(true) => Phrase::verb("to exist"),
            Claim::Exists(false) => Phrase::verb("not to exist"),
            Claim::Empty(true) => Phrase::verb("to be empty"),
            Claim::Empty(false) => Phrase::verb("not to be empty"),
            Claim::Type(kind) => Phrase::noun(kinds::noun(*kind)),
            Claim::Measure(measure) => self.measure_phrase(measure),
            Claim::Reading(reading) => self.reading_phrase(reading),
            Claim::Contains(part) => self.contains_phrase(part),
            Claim::Length(claims) => {
                Phrase::noun(format!("a length of {}", claims.phrase().text()))
            }
            Claim::Walk(walk) => walk.phrase(),
            Claim::When(when) => self.when_phrase(when),
            Claim::Like(shape) => Phrase::verb(format!("to look like {}", self.written(shape))),
            Claim::Schema(schema) => Phrase::noun(format!("what {} allows", schema.name)),
            Claim::AnyOf(members) => several(members, " or "),
            Claim::AllOf(members) => several(members, " and "),
        }
    }
}
