//! The hand-derived vectors of SLO.md, compared as exact fractions.
//!
//! For each vector, everything that it expects is computed from its input, in the same form, and
//! both are compared as a whole: a number that is not computed is a difference. Vectors are told
//! apart by what their input holds, so that a file with more of them is read, too; what is not
//! known fails.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

#[path = "vectors/alerts.rs"]
mod alerts;
#[path = "vectors/availability.rs"]
mod availability;
#[path = "vectors/budget.rs"]
mod budget;
#[path = "vectors/composition.rs"]
mod composition;
#[path = "vectors/confidence.rs"]
mod confidence;
#[path = "vectors/deploy.rs"]
mod deploy;
#[path = "vectors/incidents.rs"]
mod incidents;
#[path = "vectors/reading.rs"]
mod reading;
#[path = "vectors/reliability.rs"]
mod reliability;
#[path = "vectors/writing.rs"]
mod writing;

use reading::{Vector, vectors};
use serde_json::Value;

#[test]
fn every_vector_is_computed_as_it_was_derived() {
    let vectors = vectors();
    let wrong: Vec<String> = vectors.iter().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    assert!(!vectors.is_empty(), "there is no vector");
}

/// What is wrong with a vector; `None` when it is computed as expected.
fn difference(vector: &Vector) -> Option<String> {
    let Some(computed) = computed(vector) else {
        return Some(format!("{}: nothing is known of such a vector", vector.id));
    };
    let expected = &vector.expected;
    (computed != *expected).then(|| format!("{}: {computed}\n  expected {expected}", vector.id))
}

/// What a vector expects, computed; `None` when it is of no known kind.
fn computed(vector: &Vector) -> Option<Value> {
    match vector.area.as_str() {
        "availability" => availability::computed(vector),
        "confidence" => confidence::computed(vector),
        "budget" => budget::computed(vector),
        "alerts" => alerts::computed(vector),
        "incidents" => incidents::computed(vector),
        "composition" => composition::computed(vector),
        "reliability" => reliability::computed(vector),
        "deploy" => deploy::computed(vector),
        _ => None,
    }
}
