//! Burn rates.

use std::time::Duration;

use runner_health::budget::ErrorBudget;
use runner_health::burn::{
    BurnAlert, BurnFinding, BurnNews, BurnRule, Guard, Watch, WindowCounts, burn_for,
};
use runner_health::exact::{Fraction, fraction, whole};
use runner_health::series::{Aspect, Exclusions, Sample, State};
use runner_health::{Interval, Target};
use runner_model::{Ratio, Severity};
use serde_json::{Map, Value, json};

use crate::reading::{
    self, Vector, at, count, duration, interval, list, number, ratio, sample, target, text_of,
};
use crate::writing;

const HOUR: Duration = Duration::from_secs(3600);

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if vector.has(&["slo", "interval_s", "failed_ticks_s", "rules", "horizon_s"]) {
        Some(transitions(vector))
    } else if vector.has(&["slo", "interval_s"]) {
        Some(failures_to_exceed(vector))
    } else if vector.has(&["burn", "window_h", "period_h", "error_ratio"]) {
        Some(one_window(vector))
    } else if vector.expects(&["slo_must_exceed", "max_burn_at_90pct"]) {
        Some(possible(vector))
    } else if vector.has(&["period_h", "percent_and_hours"]) {
        Some(factors(vector))
    } else if vector.has(&["requests_per_hour", "failures", "slo", "period_h"]) {
        Some(low_traffic(vector))
    } else if vector.has(&["period_h", "rules"]) {
        Some(budget_spent(vector))
    } else if vector.has(&["window_probes", "good", "bad", "unknown", "min_coverage"]) {
        Some(coverage(vector))
    } else {
        None
    }
}

fn rule(burn: Fraction, long: Duration, short: Duration) -> BurnRule {
    BurnRule::new(burn, long, short, Severity::Critical).unwrap()
}

fn hours(value: &Value) -> Duration {
    HOUR * u32::try_from(count(value)).unwrap()
}

/// When each rule fires and clears, told at each run.
fn transitions(vector: &Vector) -> Value {
    let every = interval(vector.at("interval_s"));
    let failed = failed_ticks(vector.at("failed_ticks_s"));
    assert_eq!(text_of(vector.at("history")), "all good before 0", "{}", vector.id);
    let rules: Vec<(&str, BurnRule)> = list(vector.at("rules"))
        .iter()
        .map(|r| (text_of(&r[0]), rule(number(&r[1]), duration(&r[2]), duration(&r[3]))))
        .collect();
    let longest = rules.iter().map(|(_, rule)| rule.long()).max().unwrap();
    let step = every.duration().as_secs();
    let first = -i64::try_from(longest.as_secs().next_multiple_of(step)).unwrap();
    let horizon = i64::try_from(count(vector.at("horizon_s"))).unwrap();
    let runs: Vec<Sample> = (first..=horizon)
        .step_by(usize::try_from(step).unwrap())
        .map(|t| sample(t, if failed.contains(&t) { State::Down } else { State::Up }))
        .collect();
    let guard = Guard {
        min_failures: u32::try_from(count(vector.at("min_failures_in_long"))).unwrap(),
        min_coverage: Ratio::from_percent_text("90%").unwrap(),
    };
    let watch = Watch { interval: every, since: at(first), aspect: Aspect::FrontDoor };
    let told = rules.iter().map(|(name, rule)| {
        ((*name).to_owned(), news(rule, target(vector.at("slo")), &runs, watch, guard))
    });
    json!({ "transitions": told.collect::<Map<String, Value>>() })
}

fn failed_ticks(value: &Value) -> Vec<i64> {
    let second = |value: &Value| value.as_i64().unwrap();
    if let Value::Object(row) = value {
        let step = usize::try_from(second(&row["step"])).unwrap();
        (second(&row["from"])..=second(&row["to_inclusive"])).step_by(step).collect()
    } else {
        list(value).iter().map(second).collect()
    }
}

fn news(rule: &BurnRule, target: Target, runs: &[Sample], watch: Watch, guard: Guard) -> Value {
    let none = Exclusions::default();
    let mut alert = BurnAlert::default();
    let mut told = Vec::new();
    for now in runs.iter().map(|run| run.at).filter(|&now| now >= at(0)) {
        let counts = |window| WindowCounts::of(runs, watch, &none, window, now);
        let finding = rule.judge(target, &counts(rule.long()), &counts(rule.short()), guard);
        let news;
        (alert, news) = alert.observe(&finding, now);
        told.extend(news.into_iter().map(|news| {
            let word = match news {
                BurnNews::Fired => "fire",
                BurnNews::Cleared { .. } => "clear",
                BurnNews::Blind => "blind",
                BurnNews::SeesAgain { .. } => "sees again",
            };
            json!([now.as_second(), word])
        }));
    }
    Value::Array(told)
}

/// The four rules of the workbook for 30 days, by their names: what they spend of a budget, and
/// their times.
fn workbook() -> [(&'static str, BurnRule); 4] {
    let rule_of = |percent: u32, long: u32, short: Duration| {
        let burn = burn_for(&fraction(percent, 100), HOUR * 720, HOUR * long).unwrap();
        rule(burn, HOUR * long, short)
    };
    [
        ("page_1h_5m", rule_of(2, 1, HOUR / 12)),
        ("page_6h_30m", rule_of(5, 6, HOUR / 2)),
        ("ticket_1d_2h", rule_of(10, 24, HOUR * 2)),
        ("ticket_3d_6h", rule_of(10, 72, HOUR * 6)),
    ]
}

fn failures_to_exceed(vector: &Vector) -> Value {
    let (slo, every): (Target, Interval) =
        (target(vector.at("slo")), interval(vector.at("interval_s")));
    let row = |(name, rule): (&str, BurnRule)| {
        let failures = u64::try_from(rule.failures_to_exceed(slo, every)).unwrap();
        (name.to_owned(), Value::from(failures))
    };
    Value::Object(workbook().into_iter().map(row).collect())
}

fn one_window(vector: &Vector) -> Value {
    let window = hours(vector.at("window_h"));
    let rule = rule(number(vector.at("burn")), window, window);
    let (slo, ratio) = (target(vector.at("slo")), number(vector.at("error_ratio")));
    json!({
        "budget_spent": writing::perhaps(rule.budget_spent(hours(vector.at("period_h"))).as_ref()),
        "detect_s": writing::perhaps(rule.detection_seconds(slo, &ratio).as_ref()),
        "reset_s": writing::perhaps(rule.reset_seconds(slo, &ratio).as_ref()),
    })
}

fn possible(vector: &Vector) -> Value {
    let rules: Vec<BurnRule> =
        list(vector.at("rules")).iter().map(|burn| rule(number(burn), HOUR, HOUR)).collect();
    let ninety = target(&json!("90%"));
    for rule in &rules {
        let possible = *rule.burn() < ninety.fastest_burn();
        assert_eq!(rule.check(ninety).is_ok(), possible, "{}", vector.id);
    }
    json!({
        "slo_must_exceed": writing::numbers(rules.iter().map(BurnRule::fires_above)),
        "max_burn_at_90pct": writing::number(&ninety.fastest_burn()),
    })
}

fn factors(vector: &Vector) -> Value {
    let period = hours(vector.at("period_h"));
    let factor =
        |pair: &Value| burn_for(&(number(&pair[0]) / whole(100)), period, hours(&pair[1])).unwrap();
    json!({ "factors": writing::numbers(list(vector.at("percent_and_hours")).iter().map(factor)) })
}

fn low_traffic(vector: &Vector) -> Value {
    let (each_hour, bad) = (count(vector.at("requests_per_hour")), count(vector.at("failures")));
    let slo = target(vector.at("slo"));
    let hour = WindowCounts { good: each_hour - bad, bad, unknown: 0 };
    let budget = ErrorBudget::of_runs(slo, each_hour * count(vector.at("period_h")));
    let whole_failures = budget.holds(1).unwrap().to_integer();
    json!({
        "hour_error_ratio": writing::perhaps(hour.error_ratio().as_ref()),
        "burn_rate": writing::perhaps(hour.burn(slo).as_ref()),
        "budget_spent": writing::perhaps(budget.after(bad).burn.as_ref()),
        "whole_failures_allowed": u64::try_from(whole_failures).unwrap(),
    })
}

fn budget_spent(vector: &Vector) -> Value {
    let period = hours(vector.at("period_h"));
    let spent = list(vector.at("rules")).iter().map(|pair| {
        let long = hours(&pair[1]);
        rule(number(&pair[0]), long, long).budget_spent(period).unwrap()
    });
    json!({ "budget_spent": writing::numbers(spent) })
}

fn coverage(vector: &Vector) -> Value {
    let number_of = |key| count(vector.at(key));
    let counts = WindowCounts {
        good: number_of("good"),
        bad: number_of("bad"),
        unknown: number_of("unknown"),
    };
    assert_eq!(counts.good + counts.bad + counts.unknown, number_of("window_probes"));
    let padded = WindowCounts { good: counts.good + counts.unknown, unknown: 0, ..counts };
    let slo = reading::target(vector.at("slo"));
    let min_coverage = ratio(vector.at("min_coverage"));
    let page = rule(fraction(72, 5), HOUR, HOUR);
    let guard = Guard { min_failures: 2, min_coverage };
    let least = text_of(vector.at("min_coverage"));
    let decision = match page.judge(slo, &counts, &counts, guard) {
        BurnFinding::Blind { .. } => {
            format!("no_data (coverage below {least}), raise the monitor-gap alert instead")
        }
        BurnFinding::TooFast { .. } => "fire".to_owned(),
        BurnFinding::SlowEnough => "quiet".to_owned(),
    };
    json!({
        "burn_on_known": writing::perhaps(counts.burn(slo).as_ref()),
        "burn_if_unknown_good": writing::perhaps(padded.burn(slo).as_ref()),
        "coverage": writing::perhaps(counts.coverage().as_ref()),
        "decision": decision,
    })
}
