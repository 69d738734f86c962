//! A claim that does not hold, in words.

use std::borrow::Cow;

use serde_json::Value;
use suites::Span;

use super::body::not_json;
use super::claim::Site;
use super::found::{Found, Lack};
use super::phrase::Phrase;
use super::scale::Scale;

/// Why a claim does not hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    pub(super) expected: Phrase,
    /// Reads after "got".
    pub(super) got: String,
    pub(super) hint: Option<String>,
    /// The matcher that broke, if it is another than the one at hand.
    pub(super) span: Option<Span>,
    /// There was nothing to compare with: then the opposite does not hold either.
    pub(super) absent: bool,
}

impl Broken {
    pub(super) fn new(expected: Phrase, got: impl Into<String>) -> Self {
        Self { expected, got: got.into(), hint: None, span: None, absent: false }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub(super) fn hint_if(self, hint: Option<impl Into<String>>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
}

impl Site<'_> {
    /// A claim that breaks because there is nothing to look at.
    pub(super) fn lacking(expected: Phrase, lack: &Lack) -> Broken {
        let broken = Broken::new(expected, lack.got.clone());
        Broken { hint: lack.hint.clone(), absent: true, ..broken }
    }

    /// A claim that breaks on a value whose type is to be expected.
    pub(super) fn unlike(&self, expected: Phrase, found: &Found<'_>) -> Broken {
        Broken::new(expected, self.short(found))
    }

    /// A claim that breaks on a value of another type.
    pub(super) fn of_other_type(&self, expected: Phrase, found: &Found<'_>) -> Broken {
        Broken::new(expected, self.long(found))
    }

    /// What was found, where its type goes without saying.
    pub(super) fn short(&self, found: &Found<'_>) -> String {
        match (found.as_text(), found.as_value()) {
            (Some(text), _) => self.words.quoted(text),
            (None, Some(value)) => self.words.short(&value, self.scale),
            (None, None) => "nothing".to_owned(),
        }
    }

    /// What was found, with its type where that says something.
    pub(super) fn long(&self, found: &Found<'_>) -> String {
        match (self.scale, found.as_text(), found.as_value()) {
            (Scale::Text | Scale::Body, Some(text), _) => self.words.quoted(text),
            (_, Some(text), _) => format!("the string {}", self.words.quoted(text)),
            (Scale::Plain | Scale::Text | Scale::Body, None, Some(value)) => {
                self.words.long(&value)
            }
            (_, None, Some(value)) => self.words.short(&value, self.scale),
            (_, None, None) => "nothing".to_owned(),
        }
    }

    /// What is found as a value; a body is read as JSON.
    pub(super) fn read_as_json<'f>(&self, found: &'f Found<'_>) -> Result<Cow<'f, Value>, Lack> {
        match found {
            Found::Body(body) => match body.json() {
                Ok(value) => Ok(Cow::Borrowed(value)),
                Err(why) => Err(not_json(why, body.text, &self.words)),
            },
            Found::Value(_)
            | Found::List(_)
            | Found::Absent(_)
            | Found::Unreadable(_)
            | Found::Binary(_) => {
                found.as_value().ok_or_else(|| Lack::nothing("there is no value"))
            }
        }
    }
}
