use runner_model::Trigger;

use super::*;
use crate::series::{ExcludedBy, Exclusion};

const MINUTE: i64 = 60;
const HOLD: Duration = Duration::from_secs(90);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn span(from: i64, until: i64) -> Span {
    Span { from: at(from), until: at(until) }
}

fn sample(second: i64, state: State) -> Sample {
    Sample {
        at: at(second),
        trigger: Trigger::Schedule,
        front_door: state,
        transaction: state,
        retried: false,
        took: None,
    }
}

/// `"..xe-"`: one run a minute; `.` up, `~` degraded, `x` down, `e` errored, `-` none.
fn runs(drawing: &str) -> Vec<Sample> {
    let states = drawing.chars().zip(0..).filter_map(|(run, minute)| {
        let state = match run {
            '.' => State::Up,
            '~' => State::Degraded,
            'x' => State::Down,
            'e' => State::Unknown,
            _ => return None,
        };
        Some(sample(minute * MINUTE, state))
    });
    states.collect()
}

fn history(runs: &[Sample], of: Span, exclusions: &[Exclusion]) -> History {
    let exclusions = Exclusions::new(exclusions.iter().copied());
    History::of(runs, Aspect::FrontDoor, of, HOLD, &exclusions).unwrap()
}

/// `(state, from, until)` in seconds.
fn drawn(history: &History) -> Vec<(&'static str, i64, i64)> {
    let slice = |s: &Slice| (s.state.as_str(), s.span.from.as_second(), s.span.until.as_second());
    history.slices().iter().map(slice).collect()
}

#[test]
fn a_result_holds_until_the_next_and_one_and_a_half_intervals_at_most() {
    let runs = runs("-.x---~");
    assert_eq!(
        drawn(&history(&runs, span(0, 480), &[])),
        [
            ("unknown", 0, 60),
            ("up", 60, 120),
            ("down", 120, 210),
            ("unknown", 210, 360),
            ("degraded", 360, 450),
            ("unknown", 450, 480),
        ]
    );
}

#[test]
fn a_run_before_the_period_holds_into_it() {
    let runs = runs(".x");
    assert_eq!(
        drawn(&history(&runs, span(30, 200), &[])),
        [("up", 30, 60), ("down", 60, 150), ("unknown", 150, 200)]
    );
}

#[test]
fn a_confirmation_does_not_end_what_the_scheduled_run_said() {
    let mut runs = runs("x-");
    runs.push(Sample { trigger: Trigger::Confirmation, ..sample(10, State::Up) });
    assert_eq!(drawn(&history(&runs, span(0, 90), &[])), [("down", 0, 90)]);
}

#[test]
fn what_is_excluded_is_so_whatever_the_runs_say() {
    let runs = runs("...xx...");
    let maintenance =
        |from, until| Exclusion { span: span(from, until), by: ExcludedBy::Maintenance };
    let excluded = [maintenance(-100, 30), maintenance(170, 190), maintenance(400, 900)];
    assert_eq!(
        drawn(&history(&runs, span(0, 480), &excluded)),
        [
            ("excluded", 0, 30),
            ("up", 30, 170),
            ("excluded", 170, 190),
            ("down", 190, 300),
            ("up", 300, 400),
            ("excluded", 400, 480),
        ]
    );
}

#[test]
fn an_empty_period_has_no_slices() {
    let empty = history(&runs("..."), span(60, 60), &[]);
    assert_eq!(empty.slices(), []);
    assert_eq!(empty.times(), StateTimes::default());
}

#[test]
fn nothing_is_known_outside_of_a_history() {
    let line = history(&runs(".."), span(0, 120), &[]);
    let times = line.times_within(span(-60, 240));
    assert_eq!((times.up.as_secs(), times.unknown.as_secs()), (120, 180));
    assert_eq!(line.state_at(at(119)), State::Up);
    assert_eq!(line.state_at(at(120)), State::Unknown);
}

#[test]
fn runs_stand_in_order_and_once() {
    let read = |runs: &[Sample]| {
        History::of(runs, Aspect::FrontDoor, span(0, 60), HOLD, &Exclusions::default())
    };
    let runs = [sample(60, State::Up), sample(0, State::Up)];
    assert_eq!(read(&runs), Err(HistoryError::OutOfOrder { at: at(0), after: at(60) }));
    let twice = [sample(60, State::Up), sample(60, State::Down)];
    assert_eq!(read(&twice), Err(HistoryError::Twice { at: at(60) }));
}
