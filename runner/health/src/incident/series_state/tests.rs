use std::num::NonZeroU32;

use proptest::prelude::*;
use runner_model::Outcome;

use super::*;
use crate::incident::OutOf;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn policy(runs: u32, last: u32, up_after: u32) -> Policy {
    Policy {
        confirm: None,
        down_after: OutOf::new(runs, last).unwrap(),
        up_after: NonZeroU32::new(up_after).unwrap(),
    }
}

/// `.` passed, `d` degraded, `x` failed, `?` could not tell, `-` skipped.
fn outcome(run: char) -> Outcome {
    match run {
        '.' => Outcome::Passed,
        'd' => Outcome::Degraded,
        'x' => Outcome::Failed,
        '?' => Outcome::Errored,
        '-' => Outcome::Skipped,
        other => panic!("no run is drawn as {other}"),
    }
}

/// `m` in a maintenance, `h` outside the operating hours.
fn silence(mark: char) -> Option<Silence> {
    match mark {
        'm' => Some(Silence::Maintenance("upgrade".to_owned())),
        'h' => Some(Silence::OutsideHours),
        _ => None,
    }
}

/// One scheduled run a second, and below it what silences. What people hear, and when: `down 3
/// since 1`.
fn drawn(runs: &str, silences: &str, policy: &Policy) -> Vec<String> {
    let mut state = SeriesState::new();
    let mut heard = Vec::new();
    let marks = silences.chars().chain(std::iter::repeat(' '));
    for ((second, run), mark) in (0..).zip(runs.chars()).zip(marks) {
        let observation = Observation {
            outcome: outcome(run),
            trigger: Trigger::Schedule,
            silence: silence(mark),
        };
        let (next, transition) = state.observe(&observation, at(second), policy);
        state = next;
        heard.extend(transition.map(|transition| said(&transition, second)));
    }
    heard
}

fn said(transition: &Transition, second: i64) -> String {
    let onset = |word: &str, onset: &Onset| {
        let maintenance = onset.maintenance.as_ref().map(|name| format!(" during {name}"));
        let since = onset.since.as_second();
        format!("{word} {second} since {since}{}", maintenance.unwrap_or_default())
    };
    match transition {
        Transition::Confirm { at } => format!("confirm {second} at {}", at.as_second()),
        Transition::Degraded(began) => onset("degraded", began),
        Transition::Down(began) => onset("down", began),
        Transition::Recovered { since, at } => {
            format!("up {} since {}", at.as_second(), since.as_second())
        }
    }
}

/// `3 runs` and `2 runs`.
fn history(runs: &str) -> Vec<String> {
    drawn(runs, "", &policy(3, 3, 2))
}

/// `2 of 3 runs` and `1 runs`.
fn of_three(runs: &str) -> Vec<String> {
    drawn(runs, "", &policy(2, 3, 1))
}

#[test]
fn a_blip_is_not_an_incident() {
    assert_eq!(history("..xx..xx.."), [""; 0]);
    assert_eq!(of_three(".x..x..x.."), [""; 0]);
}

#[test]
fn an_outage_began_with_its_first_bad_run() {
    assert_eq!(history("..xxx.."), ["down 4 since 2", "up 6 since 2"]);
    assert_eq!(of_three("..x.x"), ["down 4 since 2"]);
}

#[test]
fn a_run_that_could_not_tell_neither_opens_nor_closes() {
    assert_eq!(history("xx?-x.?-."), ["down 4 since 0", "up 8 since 0"]);
    assert_eq!(history("xx????"), [""; 0]);
    assert_eq!(history("xxx????"), ["down 2 since 0"]);
}

#[test]
fn good_runs_must_come_in_a_row() {
    assert_eq!(history("xxx.x.x."), ["down 2 since 0"]);
}

#[test]
fn what_was_made_good_does_not_count_again() {
    assert_eq!(of_three("xx.x"), ["down 1 since 0", "up 2 since 0"]);
    assert_eq!(of_three("xx.xx"), ["down 1 since 0", "up 2 since 0", "down 4 since 3"]);
}

#[test]
fn degraded_is_a_state_of_its_own() {
    assert_eq!(history("ddd.."), ["degraded 2 since 0", "up 4 since 0"]);
    assert_eq!(history("dd.dd."), [""; 0]);
}

#[test]
fn failed_and_degraded_runs_together_are_degraded() {
    assert_eq!(history("dxd"), ["degraded 2 since 0"]);
}

#[test]
fn down_beats_degraded_and_goes_back_to_it() {
    assert_eq!(
        history("dddxxxdd.."),
        ["degraded 2 since 0", "down 5 since 0", "degraded 7 since 0", "up 9 since 0"]
    );
}

#[test]
fn what_is_degraded_after_an_outage_is_not_down_by_the_runs_of_that_outage() {
    let policy = policy(2, 5, 1);
    assert_eq!(drawn("xxdx", "", &policy), ["down 1 since 0", "degraded 2 since 0"]);
}

#[test]
fn a_maintenance_silences() {
    let policy = policy(2, 2, 1);
    assert_eq!(drawn("..xxxxx..", "..mmmmm  ", &policy), [""; 0]);
}

#[test]
fn what_is_down_after_a_maintenance_opens_with_the_first_run_that_says_so() {
    let policy = policy(2, 2, 1);
    assert_eq!(drawn("..xxxxx", "..mmmm", &policy), ["down 6 since 2 during upgrade"]);
    assert_eq!(drawn("..xxxx?x", "..mmmm", &policy), ["down 7 since 2 during upgrade"]);
}

#[test]
fn what_works_after_a_maintenance_is_not_told() {
    let policy = policy(2, 2, 2);
    assert_eq!(drawn("..xxxx...", "..mmmm", &policy), [""; 0]);
    assert_eq!(drawn("..xxxx.x", "..mmmm", &policy), ["down 7 since 2 during upgrade"]);
}

#[test]
fn a_recovery_is_told_during_a_maintenance_too() {
    let policy = policy(2, 2, 1);
    assert_eq!(drawn("xx.", "  m", &policy), ["down 1 since 0", "up 2 since 0"]);
}

#[test]
fn hours_silence_as_a_maintenance_does_and_are_not_named() {
    let policy = policy(2, 2, 1);
    assert_eq!(drawn("xxxx", "hhh", &policy), ["down 3 since 0"]);
}

/// Runs with their triggers: `s` scheduled, `c` confirmation, `m` manual, `g` of a deploy. One a
/// second; repeats follow after five.
fn confirmed(runs: &[(char, char)], times: u32) -> Vec<String> {
    let confirm = Confirm { times, after: Duration::from_secs(5) };
    let policy = Policy { confirm: Some(confirm), ..policy(2, 2, 1) };
    let mut state = SeriesState::new();
    let mut heard = Vec::new();
    for (second, (trigger, run)) in (0..).zip(runs) {
        let trigger = match trigger {
            's' => Trigger::Schedule,
            'c' => Trigger::Confirmation,
            'm' => Trigger::Manual,
            'g' => Trigger::Deploy,
            other => panic!("no trigger is drawn as {other}"),
        };
        let observation = Observation { outcome: outcome(*run), trigger, silence: None };
        let (next, transition) = state.observe(&observation, at(second), &policy);
        state = next;
        heard.extend(transition.map(|transition| said(&transition, second)));
    }
    heard
}

#[test]
fn a_failed_run_counts_when_all_its_repeats_failed() {
    let one = [('s', 'x'), ('c', 'x'), ('c', 'x')];
    assert_eq!(confirmed(&one, 2), ["confirm 0 at 5", "confirm 1 at 6"]);
    let two = [('s', 'x'), ('c', 'x'), ('s', 'x'), ('c', 'x')];
    assert_eq!(confirmed(&two, 1), ["confirm 0 at 5", "confirm 2 at 7", "down 3 since 0"]);
}

#[test]
fn a_repeat_that_passes_takes_the_place_of_the_failed_run() {
    let runs = [('s', 'x'), ('c', '.'), ('s', 'x'), ('c', 'x'), ('s', '.')];
    assert_eq!(confirmed(&runs, 1), ["confirm 0 at 5", "confirm 2 at 7"]);
}

#[test]
fn a_repeat_that_could_not_tell_leaves_it_open() {
    let runs = [('s', 'x'), ('c', '?'), ('c', 'x'), ('s', 'x'), ('c', 'x')];
    assert_eq!(confirmed(&runs, 1), ["confirm 0 at 5", "confirm 3 at 8", "down 4 since 0"]);
}

#[test]
fn the_next_scheduled_run_is_as_good_as_a_repeat() {
    let runs = [('s', 'x'), ('s', 'x')];
    assert_eq!(confirmed(&runs, 1), ["confirm 0 at 5", "down 1 since 0"]);
}

#[test]
fn what_is_down_is_not_confirmed() {
    let runs = [('s', 'x'), ('s', 'x'), ('s', 'x'), ('s', 'x')];
    assert_eq!(confirmed(&runs, 1), ["confirm 0 at 5", "down 1 since 0"]);
}

#[test]
fn runs_that_somebody_asked_for_change_nothing() {
    let runs = [('m', 'x'), ('g', 'x'), ('m', 'x'), ('c', 'x'), ('c', 'x')];
    assert_eq!(confirmed(&runs, 1), [""; 0]);
    let runs = [('s', 'x'), ('s', 'x'), ('m', '.'), ('g', '.'), ('s', '.')];
    assert_eq!(confirmed(&runs, 1), ["confirm 0 at 5", "down 1 since 0", "up 4 since 0"]);
}

#[test]
fn a_repeat_that_is_due_is_known_after_a_restart() {
    let confirm = Confirm { times: 1, after: Duration::from_secs(5) };
    let policy = Policy { confirm: Some(confirm), ..Policy::default() };
    let failed =
        Observation { outcome: Outcome::Failed, trigger: Trigger::Schedule, silence: None };
    let (state, _) = SeriesState::new().observe(&failed, at(1), &policy);
    assert_eq!(state.confirmation_due(), Some(at(6)));
    let (state, _) = state.observe(&failed, at(60), &policy);
    assert_eq!(state.confirmation_due(), None);
}

fn observations() -> impl Strategy<Value = Vec<Observation>> {
    let outcome = prop::sample::select(vec![
        Outcome::Passed,
        Outcome::Degraded,
        Outcome::Failed,
        Outcome::Failed,
        Outcome::Errored,
        Outcome::Skipped,
    ]);
    let trigger = prop::sample::select(vec![
        Trigger::Schedule,
        Trigger::Schedule,
        Trigger::Confirmation,
        Trigger::Manual,
    ]);
    let silence = prop::sample::select(vec![' ', ' ', ' ', 'm', 'h']).prop_map(silence);
    let one = (outcome, trigger, silence);
    let one = one.prop_map(|(outcome, trigger, silence)| Observation { outcome, trigger, silence });
    prop::collection::vec(one, 0..40)
}

fn policies() -> impl Strategy<Value = Policy> {
    let confirm = prop::option::of(
        (0..3u32).prop_map(|times| Confirm { times, after: Duration::from_secs(2) }),
    );
    (1..4u32, 0..3u32, 1..4u32, confirm).prop_map(|(runs, more, up_after, confirm)| Policy {
        confirm,
        ..policy(runs, runs + more, up_after)
    })
}

proptest! {
    #[test]
    fn a_restart_forgets_nothing(runs in observations(), policy in policies()) {
        let mut steady = SeriesState::new();
        let mut restarted = SeriesState::new();
        for (second, run) in (0..).zip(&runs) {
            let text = serde_json::to_string(&restarted).unwrap();
            let stored: SeriesState = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&stored, &restarted);
            let (one, told) = steady.observe(run, at(second), &policy);
            let (other, told_after_restart) = stored.observe(run, at(second), &policy);
            prop_assert_eq!(told, told_after_restart);
            (steady, restarted) = (one, other);
        }
        prop_assert_eq!(steady, restarted);
    }

    #[test]
    fn what_cannot_tell_is_as_if_it_had_not_been(runs in observations(), policy in policies()) {
        let told = |only_known: bool| {
            let mut state = SeriesState::new();
            let mut told = Vec::new();
            for (second, run) in (0..).zip(&runs) {
                if only_known && Level::of(run.outcome).is_none() {
                    continue;
                }
                let (next, transition) = state.observe(run, at(second), &policy);
                state = next;
                told.extend(transition);
            }
            told
        };
        prop_assert_eq!(told(false), told(true));
    }

    #[test]
    fn people_hear_of_an_end_after_a_beginning_and_of_nothing_twice(
        runs in observations(),
        policy in policies(),
    ) {
        let mut state = SeriesState::new();
        let mut told = Level::Up;
        for (second, run) in (0..).zip(&runs) {
            let (next, transition) = state.observe(run, at(second), &policy);
            state = next;
            let level = match transition {
                None | Some(Transition::Confirm { .. }) => continue,
                Some(Transition::Degraded(_)) => Level::Degraded,
                Some(Transition::Down(_)) => Level::Down,
                Some(Transition::Recovered { .. }) => Level::Up,
            };
            prop_assert_ne!(level, told);
            prop_assert!(level < told || run.silence.is_none());
            told = level;
        }
    }
}
