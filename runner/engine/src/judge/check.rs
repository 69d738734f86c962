//! Whether claims hold.

use serde_json::Value;
use suites::ValueType;

use super::broken::Broken;
use super::claim::{Claim, Claims, Nature, Site};
use super::found::Found;
use super::kinds;
use super::phrase::Phrase;

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
        (!accepted).then(|| Self::lacking(self.phrase(claim), lack))
    }

    /// Judges what is there.
    fn judge(&self, claim: &Claim<'_>, found: &Found<'_>) -> Option<Broken> {
        let read = |judge: &dyn Fn(&Value) -> Option<Broken>| match self.read_as_json(found) {
            Ok(value) => judge(&value),
            Err(lack) => Some(Self::lacking(self.phrase(claim), &lack)),
        };
        match claim {
            Claim::Is(expected) => self.is(expected, found),
            Claim::OneOf(members) => self.is_one_of(members, found),
            Claim::Not(claims) => self.not(claims, found),
            Claim::Exists(wanted) => {
                let differs = exists(found) != *wanted;
                differs.then(|| self.of_other_type(self.phrase(claim), found))
            }
            Claim::Empty(wanted) => {
                let differs = is_empty(found) != *wanted;
                differs.then(|| self.of_other_type(self.phrase(claim), found))
            }
            Claim::Type(kind) => read(&|value| self.is_of_type(*kind, value)),
            Claim::Measure(measure) => self.measure(measure, found),
            Claim::Reading(reading) => self.read(reading, found),
            Claim::Contains(part) => self.contains(part, found),
            Claim::Length(claims) => self.length(self.phrase(claim), claims, found),
            Claim::Walk(walk) => self.walk(walk, found),
            Claim::When(when) => self.when(when, found),
            Claim::Like(shape) => read(&|value| self.like(shape, value)),
            Claim::Schema(schema) => read(&|value| self.allowed(schema, value)),
            Claim::AnyOf(members) => self.any_of(self.phrase(claim), members, found),
            Claim::AllOf(members) => members.iter().find_map(|member| member.check(found)),
        }
    }

    fn not(&self, claims: &Claims<'_>, found: &Found<'_>) -> Option<Broken> {
        let expected = || claims.phrase().negated();
        match claims.check(found) {
            // There is nothing of which the opposite could hold.
            Some(broken) if broken.absent => {
                Some(Broken { expected: expected(), span: None, ..broken })
            }
            Some(_) => None,
            None => Some(self.unlike(expected(), found)),
        }
    }

    fn is_of_type(&self, kind: ValueType, value: &Value) -> Option<Broken> {
        let broken = || Broken::new(Phrase::noun(kinds::noun(kind)), self.words.long(value));
        (!kinds::is(kind, value)).then(|| broken().hint_if(kinds::advice(kind, value)))
    }

    fn any_of(
        &self,
        expected: Phrase,
        members: &[Claims<'_>],
        found: &Found<'_>,
    ) -> Option<Broken> {
        let mut all = Vec::with_capacity(members.len());
        for member in members {
            all.push(member.check(found)?);
        }
        let absent = all.iter().any(|broken| broken.absent);
        let agreed = all.windows(2).all(|pair| pair[0].got == pair[1].got);
        match all.pop() {
            Some(last) if agreed => Some(Broken { expected, span: None, absent, ..last }),
            Some(_) | None => Some(Broken { absent, ..self.of_other_type(expected, found) }),
        }
    }
}

/// On a list path, there is something when there is at least one element.
fn exists(found: &Found<'_>) -> bool {
    match found {
        Found::List(items) => !items.is_empty(),
        Found::Value(_) | Found::Body(_) | Found::Binary(_) => true,
        Found::Absent(_) | Found::Unreadable(_) => false,
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
