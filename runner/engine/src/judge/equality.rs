//! Equal or not, and where not.

use serde_json::Value;

use super::broken::Broken;
use super::claim::Site;
use super::found::Found;
use super::misfit::first_difference;
use super::phrase::Phrase;
use super::scale::Scale;
use super::words::quote;
use crate::json::equal;

/// Texts up to this length are shown whole; of longer ones, where they differ.
const READABLE: usize = 60;

/// What something should be equal to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expected {
    Value(Value),
    /// `2xx`
    Class(u8),
    /// `any`: whatever the status.
    AnyStatus,
}

impl Site<'_> {
    /// `2xx`, `404`, `"open"`, `500 ms`
    pub(super) fn expected(&self, expected: &Expected) -> String {
        match expected {
            Expected::Value(Value::Number(number)) => self.scale.exact(number),
            Expected::Value(value) => self.words.open().short(value, self.scale),
            Expected::Class(class) => format!("{class}xx"),
            Expected::AnyStatus => "any status".to_owned(),
        }
    }

    pub(super) fn one_of(&self, members: &[Expected]) -> String {
        const SHOWN: usize = 12;
        let shown: Vec<String> =
            members.iter().take(SHOWN).map(|member| self.expected(member)).collect();
        match members.len().saturating_sub(SHOWN) {
            0 => format!("one of {}", shown.join(", ")),
            more => format!("one of {} or {more} more", shown.join(", ")),
        }
    }

    pub(super) fn is(&self, expected: &Expected, found: &Found<'_>) -> Option<Broken> {
        let wanted = match expected {
            Expected::AnyStatus => return None,
            Expected::Class(_) => {
                let broken = || self.unlike(Phrase::noun(self.expected(expected)), found);
                return (!self.is_equal(expected, found)).then(broken);
            }
            Expected::Value(wanted) => wanted,
        };
        if let (Value::String(wanted), Some(text)) = (wanted, found.as_text()) {
            return (wanted != text).then(|| self.other_text(wanted, text));
        }
        let read = wanted.is_array() || wanted.is_object();
        let got = if read { self.read_as_json(found) } else { Ok(found.as_value()?) };
        match got {
            Ok(got) => (!equal(wanted, &got)).then(|| self.other(wanted, &got)),
            Err(lack) => Some(Self::lacking(Phrase::noun(self.expected(expected)), &lack)),
        }
    }

    pub(super) fn is_one_of(&self, members: &[Expected], found: &Found<'_>) -> Option<Broken> {
        if members.iter().any(|member| self.is_equal(member, found)) {
            return None;
        }
        let got = found.as_value()?;
        let same_type = |member: &Expected| match member {
            Expected::Value(value) => same_type(value, &got),
            Expected::Class(_) | Expected::AnyStatus => got.is_number(),
        };
        let expected = Phrase::noun(self.one_of(members));
        Some(if members.iter().any(same_type) {
            self.unlike(expected, found)
        } else {
            self.of_other_type(expected, found)
        })
    }

    fn is_equal(&self, expected: &Expected, found: &Found<'_>) -> bool {
        match (expected, found.as_text()) {
            (Expected::AnyStatus, _) => true,
            (Expected::Class(class), _) => found
                .as_value()
                .and_then(|value| value.as_u64())
                .is_some_and(|status| status / 100 == u64::from(*class)),
            (Expected::Value(Value::String(wanted)), Some(text)) => wanted == text,
            (Expected::Value(wanted), _) => {
                found.as_value().is_some_and(|value| equal(wanted, &value))
            }
        }
    }

    fn other(&self, wanted: &Value, got: &Value) -> Broken {
        match (wanted, got) {
            (Value::String(wanted), Value::String(got)) => self.other_text(wanted, got),
            (Value::Array(_), Value::Array(_)) | (Value::Object(_), Value::Object(_)) => {
                self.other_structure(wanted, got)
            }
            (Value::Number(limit), Value::Number(number)) => {
                let expected = Phrase::noun(self.scale.exact(limit));
                Broken::new(expected, self.scale.beside(number, &[limit]))
            }
            _ if same_type(wanted, got) => {
                let expected = Phrase::noun(self.words.open().short(wanted, self.scale));
                Broken::new(expected, self.words.short(got, self.scale))
            }
            _ => Broken::new(Phrase::noun(self.words.open().long(wanted)), self.words.long(got)),
        }
    }

    fn other_structure(&self, wanted: &Value, got: &Value) -> Broken {
        let Some(misfit) = first_difference(wanted, got, self.origin) else {
            return Broken::new(Phrase::noun(self.words.open().long(wanted)), self.words.long(got));
        };
        let line =
            |value| self.words.compact(value).filter(|line| line.chars().count() <= READABLE);
        match (line(wanted), line(got)) {
            (Some(wanted), Some(got)) => {
                let broken = Broken::new(Phrase::noun(wanted), got);
                broken.hint(misfit.sentence())
            }
            _ => misfit.broken(self),
        }
    }

    /// Two texts; of long ones only the part where they part.
    pub(super) fn other_text(&self, wanted: &str, got: &str) -> Broken {
        let (shown, masked) = (self.words.masker.mask(wanted), self.words.masked(got));
        let readable = |text: &str| text.chars().nth(READABLE).is_none();
        if self.words.hidden || readable(&shown) && readable(&masked) {
            return Broken::new(Phrase::noun(quote(&shown)), quote(&masked));
        }
        let same = shown.chars().zip(masked.chars()).take_while(|(a, b)| a == b).count();
        if shown == masked {
            let broken =
                Broken::new(Phrase::noun(self.words.open().quoted(wanted)), self.words.quoted(got));
            return broken.hint("they differ in what is not shown");
        }
        let broken = Broken::new(Phrase::noun(around(&shown, same)), around(&masked, same));
        broken.hint(format!("they differ from character {} on", same + 1))
    }
}

/// The neighbourhood of a character, in quotes.
fn around(text: &str, at: usize) -> String {
    const BEFORE: usize = 20;
    const AFTER: usize = 40;
    let from = at.saturating_sub(BEFORE);
    let part: String = text.chars().skip(from).take(BEFORE + AFTER).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if text.chars().nth(from + BEFORE + AFTER).is_some() { "…" } else { "" };
    quote(&format!("{before}{part}{after}"))
}

/// Whether two values are of one JSON type.
pub(super) fn same_type(a: &Value, b: &Value) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// `404`, `"open"`: a value inside another, where it is compared with one of its type or not.
pub(super) fn pair(site: &Site<'_>, wanted: &Value, got: &Value) -> (String, String) {
    if same_type(wanted, got) {
        let short = |value| site.words.short(value, Scale::Plain);
        (short(wanted), short(got))
    } else {
        (site.words.long(wanted), site.words.long(got))
    }
}
