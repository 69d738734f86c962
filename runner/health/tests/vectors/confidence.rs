//! How sure a share is.

use runner_health::Interval;
use runner_health::exact::{decimal_text, whole};
use runner_health::series::RunCounts;
use runner_health::sli::{Attainment, FailureFree, WilsonInterval, z};
use serde_json::{Value, json};

use crate::reading::{self, Vector, count, target};
use crate::writing::number;

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    assert_eq!(reading::number(vector.at("z")), z(), "{}: z", vector.id);
    if vector.has(&["n", "failures", "target"]) {
        Some(interval(vector))
    } else if vector.has(&["target", "confidence"]) {
        Some(needed(vector))
    } else {
        None
    }
}

fn interval(vector: &Vector) -> Value {
    let (valid, down) = (count(vector.at("n")), count(vector.at("failures")));
    let interval = WilsonInterval::of(valid - down, valid).unwrap();
    let runs = RunCounts { up: valid - down, down, ..RunCounts::default() };
    let verdict = Attainment::of_reliability(target(vector.at("target")), &runs);
    json!({
        "point": number(&interval.point),
        "low": decimal_text(&interval.low, 12),
        "high": decimal_text(&interval.high, 12),
        "verdict": verdict.to_string(),
    })
}

fn needed(vector: &Vector) -> Value {
    let needed = FailureFree::needed_for(target(vector.at("target")));
    let days = |seconds| {
        let interval = Interval::new(std::time::Duration::from_secs(seconds)).unwrap();
        number(&(needed.seconds_at(interval) / whole(86_400)))
    };
    let count = |number: u128| Value::from(u64::try_from(number).unwrap());
    json!({
        "wilson_two_sided": count(needed.wilson),
        "exact_one_sided": count(needed.exact),
        "days_at_60s_wilson": days(60),
        "days_at_300s_wilson": days(300),
    })
}
