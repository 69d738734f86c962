//! Vectors, read.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, fraction, whole};
use runner_health::series::{ExcludedBy, Exclusion, Exclusions, Sample, State};
use runner_health::{Interval, Target};
use runner_model::{Ratio, Trigger};
use serde_json::Value;

/// The vectors that come with the code; `SLO_VECTORS` names others.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.json");

/// A vector.
pub(crate) struct Vector {
    pub(crate) id: String,
    pub(crate) area: String,
    pub(crate) input: Value,
    pub(crate) expected: Value,
}

/// All vectors of the file.
pub(crate) fn vectors() -> Vec<Vector> {
    #[expect(clippy::disallowed_methods, reason = "a test, told to read other vectors")]
    let file = std::env::var("SLO_VECTORS").unwrap_or_else(|_| FILE.to_owned());
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let all: Value = serde_json::from_str(&text).unwrap();
    let vectors: Vec<Vector> = list(&all["vectors"])
        .iter()
        .map(|vector| Vector {
            id: text_of(&vector["id"]).to_owned(),
            area: text_of(&vector["area"]).to_owned(),
            input: vector["input"].clone(),
            expected: vector["expected"].clone(),
        })
        .collect();
    if let Some(count) = all.get("count") {
        assert_eq!(*count, Value::from(vectors.len()), "{file} is cut");
    }
    vectors
}

impl Vector {
    /// Whether its input holds all of these.
    pub(crate) fn has(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.input.get(key).is_some())
    }

    /// Whether it expects all of these.
    pub(crate) fn expects(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.expected.get(key).is_some())
    }

    /// A part of its input.
    pub(crate) fn at(&self, key: &str) -> &Value {
        self.input.get(key).unwrap_or_else(|| panic!("{} has no `{key}`", self.id))
    }
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

pub(crate) fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

pub(crate) fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

/// `3`, `26.5`, `"72/5"`, `"99.9%"`, `{ "frac": "9/10" }`.
pub(crate) fn number(value: &Value) -> Fraction {
    match value {
        Value::Number(number) => plain(&number.to_string()),
        Value::Object(map) => plain(text_of(&map["frac"])),
        Value::String(text) => match text.strip_suffix('%') {
            Some(percent) => plain(percent) / whole(100),
            None => plain(text),
        },
        Value::Null | Value::Bool(_) | Value::Array(_) => panic!("{value} is no number"),
    }
}

fn plain(text: &str) -> Fraction {
    let integer = |text: &str| text.parse::<i128>().unwrap_or_else(|_| panic!("{text}?"));
    if let Some((above, below)) = text.split_once('/') {
        return fraction(integer(above), integer(below));
    }
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let scale = 10_i128.pow(u32::try_from(after.len()).unwrap());
    fraction(integer(&format!("{before}{after}")), scale)
}

/// A share that is promised.
pub(crate) fn target(value: &Value) -> Target {
    let share = number(value);
    let part = |number: &num_bigint::BigInt| u64::try_from(number.clone()).unwrap();
    Target::new(Ratio::new(part(share.numer()), part(share.denom())).unwrap()).unwrap()
}

/// A ratio that is written as a fraction.
pub(crate) fn ratio(value: &Value) -> Ratio {
    text_of(value).parse().unwrap()
}

/// A number of seconds.
pub(crate) fn duration(value: &Value) -> Duration {
    Duration::from_secs(count(value))
}

pub(crate) fn interval(value: &Value) -> Interval {
    Interval::new(duration(value)).unwrap()
}

/// A number of seconds after the beginning of all vectors.
pub(crate) fn moment(value: &Value) -> Timestamp {
    at(value.as_i64().unwrap_or_else(|| panic!("{value} is no second")))
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// `[0, 600]`
pub(crate) fn span(value: &Value) -> Span {
    Span { from: moment(&value[0]), until: moment(&value[1]) }
}

/// `[[0, 28800], …]`
pub(crate) fn exclusions(value: &Value) -> Exclusions {
    let by = ExcludedBy::Maintenance;
    Exclusions::new(list(value).iter().map(|part| Exclusion { span: span(part), by }))
}

/// A scheduled run that says the same of everything.
pub(crate) fn sample(second: i64, state: State) -> Sample {
    Sample {
        at: at(second),
        trigger: Trigger::Schedule,
        front_door: state,
        transaction: state,
        retried: false,
        took: None,
    }
}

/// `"UGDE."`, one run in each interval: up, degraded, down, errored, none.
pub(crate) fn samples(sequence: &str, interval: Interval) -> Vec<Sample> {
    let every = i64::try_from(interval.duration().as_secs()).unwrap();
    let run = |(letter, number)| Some(sample(number * every, state(letter)?));
    sequence.chars().zip(0..).filter_map(run).collect()
}

/// What a letter says; `None` when it says nothing.
pub(crate) fn state(letter: char) -> Option<State> {
    match letter {
        'U' => Some(State::Up),
        'G' => Some(State::Degraded),
        'D' => Some(State::Down),
        'E' => Some(State::Unknown),
        '.' => None,
        _ => panic!("`{letter}` is no result"),
    }
}
