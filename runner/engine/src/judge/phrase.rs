//! What is claimed, in words that read after "expected".

use super::claim::{Claim, Claims, Site};
use super::kinds;

/// Words that read after "expected".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    text: String,
    form: Form,
    /// Made of several with `and` or `or`.
    joined: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `a number over 0`
    Noun,
    /// `a length of 5`: something has it.
    Had,
    /// `to contain "json"`
    Verb,
    /// `each element to be a number over 0`
    Clause,
}

impl Phrase {
    fn new(text: impl Into<String>, form: Form) -> Self {
        Self { text: text.into(), form, joined: false }
    }

    pub(super) fn noun(text: impl Into<String>) -> Self {
        Self::new(text, Form::Noun)
    }

    pub(super) fn verb(text: impl Into<String>) -> Self {
        Self::new(text, Form::Verb)
    }

    /// An amount of something: `a length of 5`, `a count over 3`.
    pub(super) fn amount(what: &str, amount: &Self) -> Self {
        let relation = ["over ", "under ", "between ", "within "];
        let of = if relation.iter().any(|word| amount.text.starts_with(word)) { "" } else { " of" };
        Self::new(format!("{what}{of} {}", amount.text), Form::Had)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn as_verb(&self) -> String {
        match self.form {
            Form::Noun => format!("to be {}", self.text),
            Form::Had => format!("to have {}", self.text),
            Form::Verb | Form::Clause => self.text.clone(),
        }
    }

    /// The opposite: `anything but null`, `not to contain "x"`.
    pub(super) fn negated(&self) -> Self {
        if self.joined {
            return Self::noun(format!("anything but ({})", self.text));
        }
        let opposite = |denied: &str, text: &str| match text.strip_prefix(denied) {
            Some(text) => text.to_owned(),
            None => format!("{denied}{text}"),
        };
        let text = match self.form {
            Form::Noun | Form::Had => opposite("anything but ", &self.text),
            Form::Verb => opposite("not ", &self.text),
            Form::Clause => match self.text.split_once(' ') {
                Some(("an", rest)) => format!("no {rest}"),
                Some(("no", rest)) => format!("an {rest}"),
                _ => opposite("not ", &self.text),
            },
        };
        Self::new(text, self.form)
    }

    /// The same of elements: `each element to be a number over 0`.
    pub(super) fn of(&self, elements: &str) -> Self {
        let text = match self.form {
            Form::Clause => format!("in {elements}, {}", self.text),
            Form::Noun | Form::Had | Form::Verb => format!("{elements} {}", self.as_verb()),
        };
        Self::new(text, Form::Clause)
    }

    fn joined(mut phrases: Vec<Self>, word: &str) -> Self {
        if phrases.len() == 1
            && let Some(only) = phrases.pop()
        {
            return only;
        }
        let nouns = phrases.iter().all(|phrase| phrase.form == Form::Noun);
        let texts: Vec<String> = phrases
            .into_iter()
            .map(|phrase| if nouns { phrase.text } else { phrase.as_verb() })
            .collect();
        let form = if nouns { Form::Noun } else { Form::Verb };
        Self { text: texts.join(word), form, joined: true }
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
            Claim::Length(claims) => Phrase::amount("a length", &claims.phrase()),
            Claim::Walk(walk) => walk.phrase(),
            Claim::When(when) => self.when_phrase(when),
            Claim::Like(shape) => Phrase::verb(format!("to look like {}", self.written(shape))),
            Claim::Schema(schema) => schema.phrase(),
            Claim::AnyOf(members) => several(members, " or "),
            Claim::AllOf(members) => several(members, " and "),
        }
    }
}
