//! The bytes of both.

use runner_model::{CheckVerdict, Run};

use crate::sample;
use crate::{GithubAnnotations, GithubSummary};

fn annotations(run: &Run) -> String {
    let mut out = Vec::new();
    sample::tell(run, &mut GithubAnnotations::new(&mut out));
    String::from_utf8(out).unwrap()
}

fn summary(run: &Run) -> String {
    let mut out = Vec::new();
    sample::tell(run, &mut GithubSummary::new(&mut out));
    String::from_utf8(out).unwrap()
}

#[test]
fn a_run_as_annotations() {
    insta::assert_snapshot!(annotations(&sample::run()));
}

#[test]
fn a_run_as_a_summary() {
    insta::assert_snapshot!(summary(&sample::run()));
}

#[test]
fn a_good_run_is_a_sentence_and_no_annotation() {
    let run = Run {
        suites: vec![sample::passed()],
        outcome: runner_model::Outcome::Passed,
        ..sample::run()
    };
    assert_eq!(annotations(&run), "");
    insta::assert_snapshot!(summary(&run), @"
    ### ✅ The API is up passed in staging

    1 step · 31.4 s · seed 81f3
    ");
}

#[test]
fn nothing_from_a_server_ends_a_command_or_begins_one() {
    let mut suite = sample::failed_chain();
    suite.name = "a,b::c\n::error::owned".to_owned();
    let test = &mut suite.variants[0].tests[0];
    test.steps[2].place.file = "a:b,c".into();
    if let CheckVerdict::Broken { got, .. } = &mut test.steps[2].checks[3].verdict {
        *got = "100%\r\n::warning::owned".to_owned();
    }
    let said = annotations(&Run { suites: vec![suite], ..sample::run() });
    assert_eq!(said.lines().count(), 2);
    assert!(said.lines().all(|line| line.starts_with("::error file=")), "{said}");
    assert_eq!(said.matches("title=a%2Cb%3A%3Ac\\n%3A%3Aerror%3A%3Aowned").count(), 2, "{said}");
    assert!(said.contains(r"100%25\r\n::warning::owned"), "{said}");
}

#[test]
fn a_summary_stays_below_what_github_takes() {
    let mut suites = Vec::new();
    for _ in 0..2000 {
        suites.push(sample::failed_chain());
    }
    let said = summary(&Run { suites, ..sample::run() });
    assert!(said.len() < 1024 * 1024);
    assert!(
        said.ends_with("did not fit here; the log has them.\n"),
        "{}",
        &said[said.len() - 99..]
    );
}
