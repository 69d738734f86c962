//! Budgets.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::budget::{Budgeting, BurnDown, ErrorBudget, Month, Window, time_zone};
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, whole};
use runner_health::series::{Aspect, Exclusions, History, RunCounts, State, StateTimes};
use runner_health::sli::Availability;
use serde_json::{Value, json};

use crate::reading::{
    Vector, at, count, duration, list, moment, ratio, sample, span, state, target, text_of,
};
use crate::writing::{number, numbers, perhaps, plain, secs};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if vector.has(&["slo", "window_s", "down_s", "excluded_s"]) {
        Some(spent(vector))
    } else if vector.has(&["window_min", "correction_min", "down_min"]) {
        Some(corrected(vector))
    } else if vector.has(&["timeZone", "month", "slo"]) {
        Some(month(vector))
    } else if vector.has(&["period_days", "slots_per_day", "bad_slots_day_1"]) {
        Some(burn_down(vector))
    } else if vector.has(&["slo", "window_s", "down", "now"]) {
        Some(rolling(vector))
    } else if vector.has(&["slices", "timeSliceTarget"]) {
        Some(slices(vector))
    } else {
        None
    }
}

fn spent(vector: &Vector) -> Value {
    let length = |key| duration(vector.at(key));
    let budget =
        ErrorBudget::of_time(target(vector.at("slo")), length("window_s"), length("excluded_s"));
    let spent = budget.after(length("down_s"));
    json!({
        "allowed_bad_s": number(budget.allowed()),
        "consumed_s": plain(&spent.bad),
        "remaining_s": number(&spent.remaining),
        "remaining_fraction": perhaps(spent.remaining_share.as_ref()),
        "period_burn_rate": perhaps(spent.burn.as_ref()),
        "failed_60s_probes_in_full_budget": perhaps(budget.holds(MINUTE).as_ref()),
    })
}

fn corrected(vector: &Vector) -> Value {
    let minutes = |key| MINUTE * u32::try_from(count(vector.at(key))).unwrap();
    let (window, excluded, down) =
        (minutes("window_min"), minutes("correction_min"), minutes("down_min"));
    let share = |excluded: Duration| {
        let up = window - excluded - down;
        let times = StateTimes { up, down, excluded, ..StateTimes::default() };
        number(&(whole(1) - Availability::of(&times).share.unwrap()))
    };
    json!({ "down_share_removed": share(excluded), "down_share_counted_up": share(Duration::ZERO) })
}

fn month(vector: &Vector) -> Value {
    let zone = time_zone(text_of(vector.at("timeZone"))).unwrap();
    let month: Month = text_of(vector.at("month")).parse().unwrap();
    let span = month.span(&zone);
    assert_eq!(Window::Month(zone).around(span.from), span, "{}", vector.id);
    let target = target(vector.at("slo"));
    let budget = ErrorBudget::of_time(target, span.length(), Duration::ZERO);
    json!({ "period_s": secs(span.length()), "allowed_bad_s": number(budget.allowed()) })
}

fn burn_down(vector: &Vector) -> Value {
    let days = u32::try_from(count(vector.at("period_days"))).unwrap();
    let slots = u32::try_from(count(vector.at("slots_per_day"))).unwrap();
    let slot = DAY / slots;
    let bad = |key| slot * u32::try_from(count(vector.at(key))).unwrap();
    let period = Span::starting(at(0), DAY * days);
    let downs = [
        Span::starting(at(0), bad("bad_slots_day_1")),
        Span::starting(at(86_400), bad("bad_slots_later")),
    ];
    let history = down_during(&downs, period);
    let target = target(vector.at("slo"));
    let whole_period = ErrorBudget::of_time(target, period.length(), Duration::ZERO);
    let midnights = (0..=days).map(|day| period.from + DAY * day);
    let line = BurnDown::of(&whole_period, &history, period, midnights);
    let fixed = |day: u32| perhaps(line.points()[day as usize].remaining.as_ref());
    // As it would be were the denominator the time that has passed.
    let running = |day: u32| {
        let passed = Span::starting(at(0), DAY * day);
        let budget = ErrorBudget::of_time(target, passed.length(), Duration::ZERO);
        perhaps(budget.after(history.times_within(passed).down).remaining_share.as_ref())
    };
    json!({
        "fixed_denominator_remaining_day_1": fixed(1),
        "fixed_denominator_remaining_day_30": fixed(days),
        "running_denominator_remaining_day_1": running(1),
        "running_denominator_remaining_day_30": running(days),
    })
}

fn rolling(vector: &Vector) -> Value {
    let window = Window::Rolling(duration(vector.at("window_s")));
    let down = span(vector.at("down"));
    let moments: Vec<_> = list(vector.at("now")).iter().map(moment).collect();
    let first = moments.iter().map(|&now| window.around(now).from).min().unwrap();
    let last = moments.iter().copied().max().unwrap();
    let history = down_during(&[down], Span { from: first, until: last });
    let remaining = moments.iter().map(|&now| {
        let span = window.around(now);
        let budget = ErrorBudget::of_time(target(vector.at("slo")), span.length(), Duration::ZERO);
        budget.after(history.times_within(span).down).remaining_share.unwrap()
    });
    json!({ "remaining_fraction": numbers(remaining) })
}

/// Down during these, and up otherwise.
fn down_during(downs: &[Span], period: Span) -> History {
    let mut samples = vec![sample(period.from.as_second(), State::Up)];
    for down in downs.iter().filter(|down| down.from < down.until) {
        samples.retain(|sample| sample.at != down.from);
        samples.push(sample(down.from.as_second(), State::Down));
        samples.push(sample(down.until.as_second(), State::Up));
    }
    History::of(&samples, Aspect::FrontDoor, period, period.length(), &Exclusions::default())
        .unwrap()
}

fn slices(vector: &Vector) -> Value {
    let good_from = ratio(vector.at("timeSliceTarget"));
    let mut slices = Vec::new();
    for slice in list(vector.at("slices")) {
        let states = text_of(slice).chars().zip(0..);
        let runs: Vec<_> =
            states.filter_map(|(run, second)| Some(sample(second, state(run)?))).collect();
        let always = Span { from: Timestamp::MIN, until: Timestamp::MAX };
        let none = Exclusions::default();
        slices.push(RunCounts::of(&runs, Aspect::FrontDoor, always, &none).unwrap());
    }
    let share = |budgeting: Budgeting| -> Fraction { budgeting.share(&slices).unwrap() };
    json!({
        "occurrences": number(&share(Budgeting::Occurrences)),
        "timeslices": number(&share(Budgeting::Timeslices { good_from })),
        "ratio_timeslices": number(&share(Budgeting::RatioTimeslices)),
    })
}
