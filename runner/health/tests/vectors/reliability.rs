//! Complete transactions.

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::fraction;
use runner_health::series::{Aspect, ExcludedBy, Exclusions, RunCounts, Sample, State};
use runner_health::sli::Reliability;
use serde_json::{Value, json};

use crate::reading::{Vector, sample, text_of};
use crate::writing::{number, perhaps};

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if !vector.has(&["runs", "legend"]) {
        return None;
    }
    let runs: Vec<&str> = vector.at("runs").as_object()?.values().map(text_of).collect();
    let samples: Vec<Sample> = runs.iter().zip(0..).map(|(steps, at)| run(steps, at)).collect();
    let always = Span { from: Timestamp::MIN, until: Timestamp::MAX };
    let counts = |aspect| RunCounts::of(&samples, aspect, always, &Exclusions::default()).unwrap();
    let transaction = Reliability::of(&counts(Aspect::Transaction));
    let front_door = Reliability::of(&counts(Aspect::FrontDoor));
    // What flatters: of the steps that say something, how many passed.
    let steps: Vec<State> = runs.iter().flat_map(|steps| steps.chars().filter_map(step)).collect();
    let passed = steps.iter().filter(|&&state| state == State::Up).count();
    let said = passed + steps.iter().filter(|&&state| state == State::Down).count();
    Some(json!({
        "valid": transaction.valid,
        "succeeded": transaction.succeeded,
        "reliability": perhaps(transaction.share.as_ref()),
        "first_attempt_reliability": perhaps(transaction.first_attempt.as_ref()),
        "front_door_availability": perhaps(front_door.share.as_ref()),
        "step_pass_rate_not_to_be_used": number(&fraction(passed, said)),
    }))
}

/// `P` pass, `R` passed on retry, `F` fail, `E` runner error, `C` failed at a customer-responsible
/// step; `None` for `s`, skipped.
fn step(letter: char) -> Option<State> {
    match letter {
        'P' | 'R' => Some(State::Up),
        'F' => Some(State::Down),
        'E' => Some(State::Unknown),
        'C' => Some(State::Excluded(ExcludedBy::Customer)),
        's' => None,
        _ => panic!("`{letter}` is no step"),
    }
}

fn run(steps: &str, second: i64) -> Sample {
    let states: Vec<State> = steps.chars().filter_map(step).collect();
    let bad = states.iter().copied().find(|&state| state != State::Up);
    Sample {
        front_door: states[0],
        transaction: bad.unwrap_or(State::Up),
        retried: steps.contains('R'),
        ..sample(second, State::Up)
    }
}
