//! Availability, quorum, and what a probe can see.

use runner_health::calendar::Span;
use runner_health::exact::fraction;
use runner_health::series::{
    Aspect, Exclusions, History, Quorum, RunCounts, Sample, State, StateTimes,
};
use runner_health::sli::{Availability, OutageLength, Reliability, Sight};
use runner_model::Trigger;
use serde_json::{Value, json};

use crate::reading::{
    Vector, count, duration, exclusions, interval, list, sample, samples, span, state, text_of,
};
use crate::writing::{number, perhaps, secs};

const DOOR: Aspect = Aspect::FrontDoor;

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if vector.has(&["period_s", "sequence", "interval_s", "hold_s", "excluded_s"]) {
        Some(drawn(vector))
    } else if vector.has(&["period_s", "hold_s", "rule"]) {
        Some(faster_while_down(vector))
    } else if vector.has(&["locations", "down_when_at_least", "ticks"]) {
        Some(quorum(vector))
    } else if vector.has(&["consecutive_failures", "interval_s"]) {
        Some(consecutive(vector))
    } else if vector.has(&["outage_s", "interval_s", "retries", "retry_delay_s"]) {
        Some(seen(vector))
    } else {
        None
    }
}

fn drawn(vector: &Vector) -> Value {
    let every = interval(vector.at("interval_s"));
    assert_eq!(every.hold(), duration(vector.at("hold_s")), "{}: hold", vector.id);
    let runs = samples(text_of(vector.at("sequence")), every);
    let excluded = exclusions(vector.at("excluded_s"));
    let period = span(vector.at("period_s"));
    let history = History::of(&runs, DOOR, period, every.hold(), &excluded).unwrap();
    written(&history.times(), &runs, period, &excluded)
}

/// `60 s normally; 10 s from 1800 until 2100 while down`
fn faster_while_down(vector: &Vector) -> Value {
    let rule = text_of(vector.at("rule"));
    let digits = rule.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<i64> = digits.map(|part| part.parse().unwrap()).collect();
    let [normally, faster, from, until] = numbers[..] else { panic!("{rule}") };
    let period = span(vector.at("period_s"));
    let mut runs = Vec::new();
    let mut second = 0;
    while second < period.until.as_second() {
        let down = (from..until).contains(&second);
        runs.push(sample(second, if down { State::Down } else { State::Up }));
        second += if down { faster } else { normally };
    }
    let (hold, none) = (duration(vector.at("hold_s")), Exclusions::default());
    let times = |runs: &[Sample]| History::of(runs, DOOR, period, hold, &none).unwrap().times();
    // As they are told apart: the runs in between are confirmations and do not count.
    let told_apart: Vec<Sample> = runs
        .iter()
        .map(|run| {
            let scheduled = run.at.as_second() % normally == 0;
            let trigger = if scheduled { Trigger::Schedule } else { Trigger::Confirmation };
            Sample { trigger, ..*run }
        })
        .collect();
    assert_eq!(times(&told_apart), times(&runs), "{}: confirmations count", vector.id);
    let counts = RunCounts::of(&told_apart, DOOR, period, &none).unwrap();
    assert_eq!(Reliability::of(&counts).share, Availability::of(&times(&runs)).share);
    written(&times(&runs), &runs, period, &none)
}

fn written(times: &StateTimes, runs: &[Sample], period: Span, excluded: &Exclusions) -> Value {
    let availability = Availability::of(times);
    let counts = RunCounts::of(runs, DOOR, period, excluded).unwrap();
    json!({
        "seconds": {
            "up": secs(times.up),
            "degraded": secs(times.degraded),
            "down": secs(times.down),
            "unknown": secs(times.unknown),
            "excluded": secs(times.excluded),
        },
        "availability": perhaps(availability.share.as_ref()),
        "coverage": perhaps(availability.coverage.as_ref()),
        "availability_if_unknown_down": perhaps(availability.lowest.as_ref()),
        "availability_if_unknown_up": perhaps(availability.highest.as_ref()),
        "count_weighted": perhaps(Reliability::of(&counts).share.as_ref()),
    })
}

fn quorum(vector: &Vector) -> Value {
    let narrow = |value| u32::try_from(count(value)).unwrap();
    let quorum =
        Quorum::new(narrow(vector.at("down_when_at_least")), narrow(vector.at("locations")))
            .unwrap();
    let ticks: Vec<Vec<Option<State>>> = list(vector.at("ticks"))
        .iter()
        .map(|tick| text_of(tick).chars().map(state).collect())
        .collect();
    let together = ticks.iter().map(|tick| {
        let said: Vec<State> = tick.iter().map(|s| s.unwrap_or(State::Unknown)).collect();
        let left_out: Vec<State> = tick.iter().flatten().copied().collect();
        assert_eq!(quorum.state(&said), quorum.state(&left_out), "{}: silence", vector.id);
        quorum.state(&said).as_str()
    });
    // As Grafana counts: ticks with a success, and successes in all executions.
    let reported: Vec<Vec<State>> = ticks
        .iter()
        .map(|tick| tick.iter().flatten().copied().collect::<Vec<State>>())
        .filter(|said| !said.is_empty())
        .collect();
    let any = reported.iter().filter(|said| said.contains(&State::Up)).count();
    let executions: Vec<State> = reported.concat();
    let good = executions.iter().filter(|&&state| state == State::Up).count();
    json!({
        "states": together.collect::<Vec<_>>(),
        "uptime_any_location": number(&fraction(any, reported.len())),
        "reachability_all_executions": number(&fraction(good, executions.len())),
    })
}

fn consecutive(vector: &Vector) -> Value {
    let failures = u32::try_from(count(vector.at("consecutive_failures"))).unwrap();
    let length = OutageLength::of(failures, interval(vector.at("interval_s")));
    json!({
        "estimate_s": secs(length.estimate),
        "lower_exclusive_s": secs(length.longer_than),
        "upper_exclusive_s": secs(length.shorter_than),
    })
}

fn seen(vector: &Vector) -> Value {
    let sight = Sight {
        interval: interval(vector.at("interval_s")),
        retries: u32::try_from(count(vector.at("retries"))).unwrap(),
        delay: duration(vector.at("retry_delay_s")),
    };
    json!({
        "probability": number(&sight.chance(duration(vector.at("outage_s")))),
        "guaranteed_from_s": secs(sight.surely_from()),
    })
}
