//! The bytes of the stream.

use runner_model::{Run, RunEvent};

use crate::sample::{self, build};
use crate::{Reporter as _, Tap};

fn tap(run: &Run) -> String {
    let mut out = Vec::new();
    sample::tell(run, &mut Tap::new(&mut out));
    String::from_utf8(out).unwrap()
}

#[test]
fn a_run_as_tap() {
    insta::assert_snapshot!(tap(&sample::run()));
}

#[test]
fn a_description_never_becomes_a_directive() {
    let steps = || vec![build::step(1, "pay", runner_model::StepOutcome::Passed)];
    let suite = build::alone("s", "odd # SKIP \\ name\nnot ok 7", steps());
    let said = tap(&Run { suites: vec![suite], ..sample::run() });
    insta::assert_snapshot!(said, @r"
    TAP version 14
    ok 1 - odd \# SKIP \\ name\\nnot ok 7
    1..1
    ");
}

#[test]
fn a_run_without_tests_says_so_and_a_stopped_one_bails_out() {
    let nothing = Run { suites: Vec::new(), ..sample::run() };
    assert_eq!(tap(&nothing), "TAP version 14\n1..0 # SKIP nothing was run\n");
    let stopped = Run { stopped: true, suites: vec![sample::passed()], ..sample::run() };
    insta::assert_snapshot!(tap(&stopped), @r"
    TAP version 14
    ok 1 - The API is up
    Bail out! The run was stopped before the end
    ");
}

#[test]
fn a_run_that_is_killed_leaves_no_plan() {
    let run = sample::run();
    let mut out = Vec::new();
    Tap::new(&mut out).on_event(&RunEvent::SuiteDone(&run.suites[0])).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "TAP version 14\nok 1 - The API is up\n");
}
