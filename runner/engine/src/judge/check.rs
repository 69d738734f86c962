//! Whether claims hold.

use serde_json::Value;

use super::broken::Broken;
use super::claim::{Claim, Claims, Nature, Site};
use super::found::Found;
use super::kinds;

impl Claims<'_> {
    /// The first claim that does not hold, or `None`.
    pub(super) fn check(&self, found: &Found<'_>) -> Option<Broken> {
        self.all.iter().find_map(|(span, claim)| {
            let broken = self.site.check(claim, found)?;
            Some(Broken { span: broken.span.or(Some(*span)), ..broken })
        })
    }
}

impl Site<'_> {
    fn check(&self, claim: &Claim<'_>, found: &Found<'_>) -> Option<Broken> {
        let (lack, accepted) = match found {
            Found::Absent(lack) => (lack, claim.accepts(Nature::Absent)),
            Found::Binary(lack) => (lack, claim.accepts(Nature::Binary)),
            Found::Unreadable(lack) => (lack, false),
            Found::Value(_) | Found::List(_) | Found::Body(_) => return self.judge(claim, found),
        };
        (!accepted).then(|| self.lacking(claim, lack))
    }

    /// Judges what is there.
    fn judge(&self, claim: &Claim<'_>, found: &Found<'_>) -> Option<Broken> {
        match claim {
            Claim::Is(expected) => self.is(claim, expected, found),
            Claim::OneOf(members) => self.one_of_them(claim, members, found),
            Claim::Not(claims) => self.not(claim, claims, found),
            Claim::Exists(wanted) => self.exists(claim, *wanted, found),
            Claim::Empty(wanted) => {
                (is_empty(found) != *wanted).then(|| self.of_other_type(claim, found))
            }
            Claim::Type(kind) => match self.read_as_json(claim, found) {
                Ok(value) if kinds::is(*kind, &value) => None,
                Ok(value) => {
                    let broken = Broken::new(self.phrase(claim), self.words.long(&value));
                    Some(broken.hint_if(kinds::advice(*kind, &value)))
                }
                Err(broken) => Some(broken),
            },
            Claim::Compare(..) | Claim::Between(..) | Claim::CloseTo(..) => {
                self.measure(claim, found)
            }
            Claim::Contains(_) | Claim::StartsWith(_) | Claim::EndsWith(_) | Claim::Matches(_) => {
                self.read(claim, found)
            }
            Claim::Length(claims) => self.length(claim, claims, found),
            Claim::Count(_)
            | Claim::Each(_)
            | Claim::Any(_)
            | Claim::NoneOf(_)
            | Claim::Unique(_)
            | Claim::Sorted(_) => match found.elements() {
                Some(elements) => self.go_through(claim, &elements),
                None => {
                    let broken = self.of_other_type(claim, found);
                    Some(broken.hint("only a list has elements"))
                }
            },
            Claim::Before(_) | Claim::After(_) | Claim::Within(_) => self.time(claim, found),
            Claim::Like(shape) => match self.read_as_json(claim, found) {
                Ok(value) => self.like(shape, &value),
                Err(broken) => Some(broken),
            },
            Claim::Schema(schema) => match self.read_as_json(claim, found) {
                Ok(value) => self.allowed(claim, schema, &value),
                Err(broken) => Some(broken),
            },
            Claim::AnyOf(members) => self.any_of(claim, members, found),
            Claim::AllOf(members) => members.iter().find_map(|member| member.check(found)),
        }
    }

    fn not(&self, claim: &Claim<'_>, claims: &Claims<'_>, found: &Found<'_>) -> Option<Broken> {
        match claims.check(found) {
            // There is nothing of which the opposite could hold.
            Some(broken) if broken.absent => {
                Some(Broken { expected: self.phrase(claim), span: None, ..broken })
            }
            Some(_) => None,
            None => Some(self.unlike(claim, found)),
        }
    }

    /// On a list path, there is something when there is at least one element.
    fn exists(&self, claim: &Claim<'_>, wanted: bool, found: &Found<'_>) -> Option<Broken> {
        let there = match found {
            Found::List(items) => !items.is_empty(),
            Found::Value(_) | Found::Body(_) => true,
            Found::Absent(_) | Found::Unreadable(_) | Found::Binary(_) => false,
        };
        (there != wanted).then(|| self.of_other_type(claim, found))
    }

    fn any_of(
        &self,
        claim: &Claim<'_>,
        members: &[Claims<'_>],
        found: &Found<'_>,
    ) -> Option<Broken> {
        let mut all = Vec::with_capacity(members.len());
        for member in members {
            all.push(member.check(found)?);
        }
        let absent = all.iter().any(|broken| broken.absent);
        let agreed = all.windows(2).all(|pair| pair[0].got == pair[1].got);
        let got = match all.pop() {
            Some(last) if agreed => last.got,
            Some(_) | None => self.long(found),
        };
        Some(Broken { absent, ..Broken::new(self.phrase(claim), got) })
    }
}

fn is_empty(found: &Found<'_>) -> bool {
    match found {
        Found::Value(value) => match &**value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(map) => map.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        },
        Found::List(items) => items.is_empty(),
        Found::Body(body) => body.text.is_empty(),
        Found::Absent(_) => true,
        Found::Unreadable(_) | Found::Binary(_) => false,
    }
}
