use std::time::Duration;

use runner_model::Outcome;

use super::*;
use crate::deploy::{DeployRun, DeployVerdict};

const FAST: Duration = Duration::from_millis(100);

/// `"..x?"`: a run each; `.` passed, `x` failed, `?` could not be carried out.
fn runs(drawing: &str, took: Duration) -> Vec<DeployRun> {
    let run = |run| DeployRun {
        outcome: match run {
            '.' => Outcome::Passed,
            'x' => Outcome::Failed,
            _ => Outcome::Errored,
        },
        took,
    };
    drawing.chars().map(run).collect()
}

fn evidence(test: &str, before: &str, after: &str) -> Evidence {
    Evidence { test: test.to_owned(), before: runs(before, FAST), after: runs(after, FAST) }
}

const CALM: &str = "....................";

fn report(tests: &[Evidence], controls: &[Evidence], stage: Stage) -> DeployReport {
    match judge(tests, controls, stage) {
        Answer::Verdict(report) => report,
        Answer::NeedsMore { .. } => panic!("a verdict was expected"),
    }
}

/// The verdict on one test, and the sentence on it.
fn verdict(before: &str, after: &str) -> (DeployVerdict, String) {
    let report = report(&[evidence("pay", before, after)], &[], Stage::Extended);
    (report.verdict, report.tests[0].sentence(report.family))
}

#[test]
fn fewer_than_four_runs_say_nothing() {
    assert_eq!(
        verdict(CALM, "...??"),
        (DeployVerdict::CannotTell, "only 3 of 5 runs say anything, and 4 are needed".to_owned())
    );
    assert_eq!(verdict(CALM, "....?").0, DeployVerdict::Passed);
}

#[test]
fn where_nothing_failed_it_passed() {
    assert_eq!(
        verdict("..x.................", "....."),
        (DeployVerdict::Passed, "none of 5 runs failed, 1 of 20 before".to_owned())
    );
    assert_eq!(
        verdict("", ".....").1,
        "none of 5 runs failed, 0 of 0 before; too few runs to say whether it is slower"
    );
}

#[test]
fn without_history_two_failures_are_worse_and_one_is_not_enough() {
    assert_eq!(
        verdict("", "xx..."),
        (
            DeployVerdict::Worse,
            "2 of 5 runs failed; there is no history to compare with".to_owned()
        )
    );
    assert_eq!(verdict("????", "x....").0, DeployVerdict::CannotTell);
}

#[test]
fn what_failed_as_often_before_was_already_failing() {
    assert_eq!(
        verdict("xx...xx...xx...xx...", "xx..."),
        (
            DeployVerdict::AlreadyFailing,
            "2 of 5 runs failed, 8 of 20 before: it failed before the deploy, too".to_owned()
        )
    );
    // One failure before is no precedent.
    assert_eq!(verdict("x....", "xx...").0, DeployVerdict::CannotTell);
}

#[test]
fn one_failure_asks_for_five_more_runs_once() {
    let blip = [evidence("pay", CALM, "x....")];
    let answer = judge(&blip, &[], Stage::First);
    assert_eq!(answer, Answer::NeedsMore { runs: 5, tests: vec!["pay".to_owned()] });
    assert_eq!(answer.sentence(), "one run failed of `pay`: 5 more will tell");
    assert_eq!(
        verdict(CALM, "x........."),
        (
            DeployVerdict::CannotTell,
            "1 of 10 runs failed, 0 of 20 before: it may be chance (p = 0.33)".to_owned()
        )
    );
}

#[test]
fn no_more_runs_are_asked_for_when_another_test_is_worse_already() {
    let tests = [evidence("list", CALM, "x...."), evidence("pay", CALM, "xxxxx")];
    let report = report(&tests, &[], Stage::First);
    assert_eq!(report.verdict, DeployVerdict::Worse);
    assert_eq!(report.tests[0].verdict(), DeployVerdict::CannotTell);
    assert_eq!(report.sentence(), "worse: `pay`; 2 tests compared with what was before");
}

#[test]
fn failures_that_chance_does_not_explain_are_worse() {
    assert_eq!(
        verdict(CALM, "x.x.."),
        (DeployVerdict::Worse, "2 of 5 runs failed, 0 of 20 before (p = 0.033)".to_owned())
    );
    assert_eq!(
        verdict("x...................", "x.x.."),
        (
            DeployVerdict::CannotTell,
            "2 of 5 runs failed, 1 of 20 before: it may be chance (p = 0.091)".to_owned()
        )
    );
}

#[test]
fn only_the_newest_twenty_runs_are_compared_with() {
    let long_ago = format!("xxxxxxxxxx{CALM}??");
    assert_eq!(verdict(&long_ago, "x.x..").0, DeployVerdict::Worse);
}

#[test]
fn many_tests_are_corrected_for() {
    let mut tests = vec![evidence("pay", CALM, "x.x..")];
    tests.extend((0..19).map(|n| evidence(&format!("calm-{n}"), CALM, ".....")));
    let report = report(&tests, &[], Stage::First);
    assert_eq!((report.verdict, report.family), (DeployVerdict::CannotTell, 20));
    assert_eq!(
        report.tests[0].sentence(report.family),
        "2 of 5 runs failed, 0 of 20 before: it may be chance (p = 0.033; corrected for 20 tests, 0.67)"
    );
}

#[test]
fn a_control_that_fails_too_says_that_it_was_not_the_deploy() {
    let tests = [evidence("pay", CALM, "xxx..")];
    let control = |after| [evidence("search", CALM, after)];
    let failing = report(&tests, &control("xx..."), Stage::First);
    assert_eq!(failing.verdict, DeployVerdict::CannotTell);
    assert_eq!(
        failing.tests[0].sentence(failing.family),
        "3 of 5 runs failed, but so did 2 of 5 of `search`, whose service was not deployed"
    );
    assert_eq!(report(&tests, &control("....."), Stage::First).verdict, DeployVerdict::Worse);
    // One blip, or a test that always failed, explains nothing.
    assert_eq!(report(&tests, &control("x...."), Stage::First).verdict, DeployVerdict::Worse);
    let old = [evidence("search", "xxxxx", "xxxxx")];
    assert_eq!(report(&tests, &old, Stage::First).verdict, DeployVerdict::Worse);
}

#[test]
fn what_takes_clearly_longer_is_slower() {
    let slower = |millis| Evidence {
        after: runs(".....", Duration::from_millis(millis)),
        ..evidence("pay", CALM, "")
    };
    let found = report(&[slower(150)], &[], Stage::First);
    assert_eq!(found.verdict, DeployVerdict::Slower);
    assert_eq!(
        found.tests[0].sentence(found.family),
        "150 ms at the median, 100 ms before (1.5 times, p = 0.000019)"
    );
    assert_eq!(report(&[slower(124)], &[], Stage::First).verdict, DeployVerdict::Passed);
    assert_eq!(report(&[slower(125)], &[], Stage::First).verdict, DeployVerdict::Slower);
}

#[test]
fn a_few_milliseconds_are_not_slower() {
    let before = runs(CALM, Duration::from_millis(10));
    let after = runs(".....", Duration::from_millis(29));
    let tests = [Evidence { test: "ping".to_owned(), before, after }];
    assert_eq!(report(&tests, &[], Stage::First).verdict, DeployVerdict::Passed);
}

#[test]
fn how_long_it_takes_to_fail_says_nothing() {
    let mut slow_failures = evidence("pay", "xx..................", ".....");
    for run in slow_failures.before.iter_mut().filter(|run| run.outcome == Outcome::Failed) {
        run.took = Duration::from_secs(10);
    }
    let report = report(&[slow_failures], &[], Stage::First);
    let speed = report.tests[0].speed.as_ref().unwrap();
    assert_eq!(speed.median_before, speed.median_after);
}

#[test]
fn the_worst_test_decides() {
    let already = evidence("old", "xxxxx", "xxxxx");
    let unclear = evidence("few", CALM, "???");
    let passed = evidence("fine", CALM, ".....");
    let all = |tests: &[&Evidence]| {
        let tests: Vec<Evidence> = tests.iter().map(|&test| test.clone()).collect();
        report(&tests, &[], Stage::First).verdict
    };
    assert_eq!(all(&[&passed, &already]), DeployVerdict::AlreadyFailing);
    assert_eq!(all(&[&passed, &already, &unclear]), DeployVerdict::CannotTell);
    assert_eq!(all(&[]), DeployVerdict::CannotTell);
    assert!(DeployVerdict::Worse > DeployVerdict::CannotTell);
    assert!(DeployVerdict::CannotTell > DeployVerdict::Slower);
    assert!(DeployVerdict::Slower > DeployVerdict::AlreadyFailing);
}

#[test]
fn a_long_list_of_tests_is_cut() {
    let tests: Vec<Evidence> =
        (1..=5).map(|n| evidence(&format!("t{n}"), "xxxxx", "xxxxx")).collect();
    assert_eq!(
        report(&tests, &[], Stage::First).sentence(),
        "already failing: `t1`, `t2`, `t3` and 2 more failed before the deploy, too; 5 tests \
         compared with what was before"
    );
}
