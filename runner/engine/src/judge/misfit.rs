//! The first place where a value is not what it should be.

use serde_json::Value;

use super::broken::Broken;
use super::claim::Site;
use super::equality::pair;
use super::phrase::Phrase;
use super::scale::Scale;
use crate::json::equal;

/// A place inside a value, and what is wrong there.
#[derive(Debug, PartialEq)]
pub(super) struct Misfit<'v> {
    /// `$.lines[0].sku`
    pub(super) path: String,
    pub(super) wrong: Wrong<'v>,
}

/// What is wrong at a place.
#[derive(Debug, PartialEq)]
pub(super) enum Wrong<'v> {
    /// Another value.
    Other { wanted: &'v Value, got: &'v Value },
    /// No value of these types.
    OtherType { wanted: String, got: &'v Value, hint: Option<&'static str> },
    /// Another number of elements.
    Elements { wanted: usize, got: usize },
    /// No such key; what was wanted there, in words, and the keys that are there.
    NoKey { wanted: Wanted<'v>, keys: Vec<&'v str> },
    /// A key that should not be there.
    SurplusKey { got: &'v Value },
    /// No map or list.
    OtherShape { wanted: &'static str, got: &'v Value },
}

/// What is missing.
#[derive(Debug, PartialEq)]
pub(super) enum Wanted<'v> {
    Value(&'v Value),
    Words(String),
}

impl Misfit<'_> {
    /// Where two values differ that are shown whole.
    pub(super) fn sentence(&self) -> String {
        let path = if self.path.is_empty() { "the list" } else { &self.path };
        match &self.wrong {
            Wrong::Elements { wanted, got } => {
                format!("{path} has {}, not {wanted}", counted(*got, "element"))
            }
            Wrong::NoKey { .. } => format!("{path} is missing"),
            Wrong::SurplusKey { .. } => format!("{path} should not be there"),
            Wrong::Other { .. } | Wrong::OtherType { .. } | Wrong::OtherShape { .. } => {
                format!("they differ at {path}")
            }
        }
    }

    pub(super) fn broken(&self, site: &Site<'_>) -> Broken {
        let at = |what: &str| match self.path.as_str() {
            "" => Phrase::noun(what),
            path => Phrase::noun(format!("{what} at {path}")),
        };
        match &self.wrong {
            Wrong::Other { wanted: Value::String(wanted), got: Value::String(got) } => {
                let broken = site.other_text(wanted, got);
                Broken { expected: at(broken.expected.text()), ..broken }
            }
            Wrong::Other { wanted, got } => {
                let (wanted, got) = pair(site, wanted, got);
                Broken::new(at(&wanted), got)
            }
            Wrong::OtherType { wanted, got, hint } => {
                Broken::new(at(wanted), site.words.long(got)).hint_if(*hint)
            }
            Wrong::Elements { wanted, got } => {
                Broken::new(at(&counted(*wanted, "element")), counted(*got, "element"))
            }
            Wrong::NoKey { wanted, keys } => {
                let wanted = match wanted {
                    Wanted::Words(words) => words.clone(),
                    Wanted::Value(Value::Array(_)) => "a list".to_owned(),
                    Wanted::Value(Value::Object(_)) => "a map".to_owned(),
                    Wanted::Value(value) => site.words.short(value, Scale::Plain),
                };
                let broken = Broken::new(at(&wanted), "nothing");
                broken.hint(match keys.as_slice() {
                    [] => "the map there is empty".to_owned(),
                    keys => format!("the keys there are {}", listed(keys)),
                })
            }
            Wrong::SurplusKey { got } => Broken::new(at("nothing"), site.words.long(got)),
            Wrong::OtherShape { wanted, got } => Broken::new(at(wanted), site.words.long(got)),
        }
    }
}

/// Where two values of one type differ first.
pub(super) fn first_difference<'v>(
    wanted: &'v Value,
    got: &'v Value,
    path: &str,
) -> Option<Misfit<'v>> {
    match (wanted, got) {
        (Value::Array(wanted), Value::Array(got)) => {
            let pairs = wanted.iter().zip(got).enumerate();
            let inside = pairs
                .filter(|(_, (wanted, got))| !equal(wanted, got))
                .find_map(|(at, (wanted, got))| first_difference(wanted, got, &element(path, at)));
            inside.or_else(|| {
                let wrong = Wrong::Elements { wanted: wanted.len(), got: got.len() };
                (wanted.len() != got.len()).then(|| Misfit { path: path.to_owned(), wrong })
            })
        }
        (Value::Object(wanted), Value::Object(got)) => {
            let missing_or_other = wanted.iter().find_map(|(name, wanted)| {
                let path = key(path, name);
                match got.get(name) {
                    Some(got) => first_difference(wanted, got, &path),
                    None => Some(Misfit { path, wrong: no_key(Wanted::Value(wanted), got) }),
                }
            });
            missing_or_other.or_else(|| {
                let surplus = got.iter().find(|(name, _)| !wanted.contains_key(*name));
                surplus.map(|(name, got)| Misfit {
                    path: key(path, name),
                    wrong: Wrong::SurplusKey { got },
                })
            })
        }
        _ => (!equal(wanted, got))
            .then(|| Misfit { path: path.to_owned(), wrong: Wrong::Other { wanted, got } }),
    }
}

pub(super) fn no_key<'v>(wanted: Wanted<'v>, map: &'v serde_json::Map<String, Value>) -> Wrong<'v> {
    Wrong::NoKey { wanted, keys: map.keys().map(String::as_str).collect() }
}

/// `$.a`, `$['a b']`
pub(super) fn key(path: &str, name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if plain {
        return format!("{path}.{name}");
    }
    format!("{path}['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// `$[0]`
pub(super) fn element(path: &str, at: usize) -> String {
    format!("{path}[{at}]")
}

/// `1 element`, `3 elements`
pub(super) fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

/// The first few of several names.
pub(super) fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    if names.len() > SHOWN { format!("{shown}, …") } else { shown }
}
