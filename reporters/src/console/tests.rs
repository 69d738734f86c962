//! What a person sees.

use runner_model::{
    Answer, Body, CheckVerdict, Failure, Outcome, PlanSummary, Run, RunEvent, StepError,
    StepOutcome, SuiteResult,
};

use super::{Console, ConsoleOptions, Verbosity};
use crate::Reporter as _;
use crate::sample::{self, build};

fn console(run: &Run, options: ConsoleOptions) -> String {
    let plan = PlanSummary {
        suites: run.suites.len(),
        tests: 0,
        steps: 0,
        environment: run.environment.clone(),
        seed: run.seed.clone(),
    };
    let mut out = Vec::new();
    let mut console = Console::new(&mut out, options);
    console.on_event(&RunEvent::Started(&plan)).unwrap();
    for suite in &run.suites {
        console.on_event(&RunEvent::SuiteDone(suite)).unwrap();
    }
    console.on_event(&RunEvent::Done(run)).unwrap();
    String::from_utf8(out).unwrap()
}

fn of(suites: Vec<SuiteResult>) -> Run {
    Run { suites, ..sample::run() }
}

fn said(suites: Vec<SuiteResult>) -> String {
    console(&of(suites), ConsoleOptions { width: 80, ..ConsoleOptions::default() })
}

/// The suite with its first test changed.
fn with(mut suite: SuiteResult, change: impl FnOnce(&mut runner_model::TestResult)) -> SuiteResult {
    change(&mut suite.variants[0].tests[0]);
    suite
}

#[test]
fn a_run_reads_well() {
    insta::assert_snapshot!(console(&sample::run(), ConsoleOptions::default()));
}

#[test]
fn a_verbose_run_tells_everything() {
    let run = of(vec![sample::passed(), sample::failed_chain(), sample::degraded()]);
    let options = ConsoleOptions { verbosity: Verbosity::Verbose, ..ConsoleOptions::default() };
    insta::assert_snapshot!(console(&run, options));
}

#[test]
fn colours_only_accompany_words() {
    let run = sample::run();
    let coloured = console(&run, ConsoleOptions { colour: true, ..ConsoleOptions::default() });
    let mut plain = String::new();
    for (index, part) in coloured.split('\u{1b}').enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(plain, console(&run, ConsoleOptions::default()));
    let run = of(vec![sample::passed(), sample::failed_chain(), sample::skipped()]);
    let coloured = console(&run, ConsoleOptions { colour: true, ..ConsoleOptions::default() });
    insta::assert_snapshot!(coloured.replace('\u{1b}', "␛"));
}

#[test]
fn a_run_in_which_all_is_well_is_a_line_per_suite() {
    let variants = |good: &[&str]| {
        let tests = |case: &str| {
            let steps = || vec![build::step(1, "pay", StepOutcome::Passed)];
            let tests =
                vec![build::test("s", "a", "a", steps()), build::test("s", "b", "b", steps())];
            build::in_variant(build::variant(Some(case), &[]), tests)
        };
        build::suite(
            "s",
            "An order can be paid, by card or by invoice",
            good.iter().map(|c| tests(c)).collect(),
        )
    };
    let suites = vec![
        sample::passed(),
        variants(&["one"]),
        variants(&["one", "two"]),
        build::alone(
            "w",
            "Ein Name: 世界, und zwar so lang, dass er nicht mehr in seine Spalte passt",
            vec![],
        ),
    ];
    insta::assert_snapshot!(said(suites), @"
    passed    The API is up                                        1 step     5.2 ms
    passed    An order can be paid, by card or by invoice     2 tests, 2 steps  2 ms
    passed    An order can be paid, by card or by invoice  4 tests in 2 variants, 4 steps  4 ms
    skipped   Ein Name: 世界, und zwar so lang, dass er nicht mehr in seine Spalte passt  nothing in it was selected

    7 passed, 1 skipped · 7 steps · 8 tests in 31.4 s · seed 81f3
    ");
}

#[test]
fn nothing_is_said_of_what_was_not_there() {
    insta::assert_snapshot!(said(Vec::new()), @"nothing was run");
    let stopped = Run { stopped: true, ..of(vec![sample::passed()]) };
    insta::assert_snapshot!(console(&stopped, ConsoleOptions::default()), @"
    passed    The API is up                                                  1 step     5.2 ms

    1 passed · 1 step · 1 test in 31.4 s · stopped before the end · seed 81f3
    ");
}

#[test]
fn many_suites_end_with_what_failed() {
    let mut suites: Vec<_> = (0..12).map(|_| sample::passed()).collect();
    suites.insert(3, sample::failed_chain());
    suites.insert(5, sample::errored());
    let said = said(suites);
    let end: Vec<_> = said.lines().rev().take(4).collect();
    insta::assert_snapshot!(end.into_iter().rev().collect::<Vec<_>>().join("\n"), @"
    failed    A customer can find and open an order  suites/orders.trip.yaml:33:18
    errored   An invoice can be downloaded  suites/invoices.trip.yaml:8:11

    12 passed, 1 failed, 1 errored · 16 steps · 14 tests in 31.4 s · seed 81f3
    ");
}

#[test]
fn a_stopped_run_says_so_in_short() {
    let suite = with(sample::errored(), |test| {
        test.steps[0].outcome = StepOutcome::Errored(StepError::Stopped);
    });
    insta::assert_snapshot!(said(vec![suite]), @r#"
    ERRORED  An invoice can be downloaded · staging · step 1 "log in"
       the run was stopped during this step; our side: this says nothing about the service
       not run: log out (`token` was never set)
       rerun: tripline run suites/invoices.trip.yaml -e staging --seed 81f3

    1 errored · 1 step · 1 test in 31.4 s · seed 81f3
    "#);
}

#[test]
fn a_test_that_took_too_long_is_shown_with_its_steps() {
    let suite = with(sample::passed(), |test| {
        test.outcome = Outcome::Failed;
        let place =
            build::place("suites/health.trip.yaml", 3, "  took: { under: 1ms }", "under: 1ms");
        test.checks = vec![build::broken("took", place, "under 1 ms", "5.2 ms")];
    });
    insta::assert_snapshot!(said(vec![SuiteResult { outcome: Outcome::Failed, ..suite }]), @"
    FAILED  The API is up · staging
      --> suites/health.trip.yaml:3:11
       |
     3 |   took: { under: 1ms }
       |           ^^^^^^^^^^ expected under 1 ms, got 5.2 ms
       steps: GET /health 200 in 5.2 ms
       rerun: tripline run suites/health.trip.yaml -e staging --seed 81f3

    1 failed · 1 step · 1 test in 31.4 s · seed 81f3
    ");
}

#[test]
fn a_timeout_of_the_test_and_a_failure_without_reason_are_told() {
    let timeout = with(sample::transport(), |test| {
        let limit = std::time::Duration::from_secs(300);
        test.steps[0].outcome = StepOutcome::Failed(Failure::TestTimeout { limit });
        test.steps[0].exchange = None;
    });
    let unexplained = with(sample::passed(), |test| test.outcome = Outcome::Failed);
    let unexplained = SuiteResult { outcome: Outcome::Failed, ..unexplained };
    insta::assert_snapshot!(said(vec![timeout, unexplained]), @r#"
    FAILED  The stock can be asked · staging · step 1 "GET /stock"
      --> suites/stock.trip.yaml:8:11
       |
     8 |   - name: GET /stock
       |           ^^^^^^^^^^ the time of the test (5 min) was up during this step
       rerun: tripline run suites/stock.trip.yaml -e staging --seed 81f3

    FAILED  The API is up · staging
       no step says why (suites/health.trip.yaml:1:7)
       rerun: tripline run suites/health.trip.yaml -e staging --seed 81f3

    2 failed · 2 steps · 2 tests in 31.4 s · seed 81f3
    "#);
}

#[test]
fn a_degraded_test_beside_a_failed_one_and_what_a_suite_left_behind_are_told() {
    let mut suite = sample::failed_chain();
    let mut other = sample::degraded();
    let mut degraded = other.variants.remove(0).tests.remove(0);
    suite.variants[0].cleanup = vec![degraded.steps.remove(1)];
    degraded.name = "quickly".to_owned();
    suite.variants[0].tests.push(degraded);
    let said = said(vec![suite]);
    let end: Vec<_> = said.lines().skip_while(|line| !line.contains("rerun")).collect();
    insta::assert_snapshot!(end.join("\n"), @r#"
       rerun: tripline run suites/orders.trip.yaml -e staging --seed 81f3

      left behind: forget the search (answered 404) · A customer can find and open an order
    degraded  A customer can find and open an order › quickly      1 step     645 ms
      warn: time (suites/search.trip.yaml:12:15) expected under 500 ms, got 641 ms · step 1 "search" · quickly

    1 failed, 1 degraded · 4 steps · 2 tests in 31.4 s · seed 81f3
    "#);
}

/// What the block of the failed chain prints of this body.
fn body(body: Body) -> String {
    let suite = with(sample::failed_chain(), |test| {
        let exchange = test.steps[2].exchange.as_mut().unwrap();
        if let Answer::Complete(response) = &mut exchange.answer {
            response.body = body;
        }
    });
    let said = said(vec![suite]);
    let lines = said.lines().skip_while(|line| *line != "   <").skip(1);
    lines.take_while(|line| line.starts_with("   <")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_long_body_is_cut_between_lines_and_never_inside_a_character() {
    let items: Vec<_> = (0..400).map(|n| format!("{{\"id\":{n}}}")).collect();
    let shown = body(Body::of(format!("[{}]", items.join(",")).as_bytes()));
    assert_eq!(shown.lines().count(), 61);
    insta::assert_snapshot!(shown.lines().next_back().unwrap(), @"   < … 342 more lines (4.3 kB in all)");

    let shown = body(Body::of("世".repeat(3000).as_bytes()));
    assert_eq!(shown.matches('世').count(), 4096 / 3);
    insta::assert_snapshot!(shown.lines().next_back().unwrap(), @"   < … (9 kB in all)");

    let shown = body(Body::of("a line\n".repeat(20_000).as_bytes()));
    insta::assert_snapshot!(shown.lines().next_back().unwrap(), @"   < … 9,303 lines and more (140 kB in all)");
}

#[test]
fn a_body_without_text_says_what_it_is() {
    assert_eq!(body(Body::of(b"")), "   < (no body)");
    assert_eq!(body(Body::of(&[0xff; 1234])), "   < (1.2 kB of binary data)");
    assert_eq!(body(Body::of(b"{\"id\": 1e2")), "   < {\"id\": 1e2");
}

#[test]
fn nothing_from_a_server_reaches_the_terminal_as_a_command() {
    let evil = "\u{1b}]0;owned\u{7}\r\n::error::\u{202e}\0\u{9b}2J";
    let suite = with(sample::failed_chain(), |test| {
        let step = &mut test.steps[2];
        step.notes = vec![evil.to_owned()];
        step.name = evil.to_owned();
        step.saved = vec![build::saved(evil, evil)];
        if let CheckVerdict::Broken { expected, got, hint } = &mut step.checks[3].verdict {
            (*expected, *got, *hint) = (evil.to_owned(), evil.to_owned(), Some(evil.to_owned()));
        }
        let exchange = step.exchange.as_mut().unwrap();
        exchange.request.url = evil.to_owned();
        exchange.request.headers = build::headers(&[(evil, evil)]);
        if let Answer::Complete(response) = &mut exchange.answer {
            response.protocol = evil.to_owned();
            response.headers = build::headers(&[(evil, evil)]);
            response.body = Body { text: evil.to_owned(), size: 30, ..Body::default() };
        }
    });
    let options = ConsoleOptions { verbosity: Verbosity::Verbose, ..ConsoleOptions::default() };
    let said = console(&of(vec![suite]), options);
    let obeyed: String = said.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert_eq!(obeyed, "");
    assert!(!said.contains('\u{202e}'));
    // A build server takes a line that begins so for a command, white space or not.
    assert!(said.lines().all(|line| !line.trim_start().starts_with("::")), "{said}");
}
