//! The bytes of the file.

use runner_model::{RunEvent, StepOutcome};

use crate::sample::{self, build};
use crate::{Junit, Reporter as _};

fn junit(run: &runner_model::Run) -> String {
    let mut out = Vec::new();
    Junit::new(&mut out).on_event(&RunEvent::Done(run)).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_run_as_junit() {
    insta::assert_snapshot!(junit(&sample::run()));
}

#[test]
fn what_a_suite_left_behind_is_not_lost() {
    let mut suite = sample::passed();
    let left = sample::degraded().variants[0].tests[0].steps[1].clone();
    assert!(matches!(left.outcome, StepOutcome::Failed(_)));
    suite.variants[0].cleanup = vec![left];
    suite.variants[0].variant = build::variant(Some("<by & card>"), &[("tenant", "eu")]);
    let run = runner_model::Run { suites: vec![suite], ..sample::run() };
    let said = junit(&run);
    assert!(said.contains("<system-out>  left behind: forget the search"), "{said}");
    assert!(said.contains("value=\"&lt;by &amp; card&gt;\""), "{said}");
}

/// What `xmllint` says against the schema; `None` when it is not installed.
fn validated(xml: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xml");
    std::fs::write(&file, xml).unwrap();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/junit.xsd");
    let output = std::process::Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema", schema])
        .arg(&file)
        .output();
    match output {
        Ok(output) if output.status.success() => Some(String::new()),
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("xmllint: {error}"),
    }
}

/// Where nothing may be skipped, a missing tool is a failure; elsewhere `./test` tells of it.
#[expect(clippy::disallowed_methods, reason = "a test asks where it is run")]
fn may_be_skipped() -> bool {
    std::env::var_os("CI").is_none_or(|ci| ci != "true")
}

#[test]
fn what_is_written_is_valid_by_the_schema_of_jenkins() {
    let mut odd = sample::variants();
    odd.name = "<a> & \"b\" \u{0} \u{fffe} ]]>".to_owned();
    let nothing = runner_model::Run { suites: Vec::new(), ..sample::run() };
    let odd = runner_model::Run { suites: vec![odd], ..sample::run() };
    for run in [sample::run(), nothing, odd] {
        match validated(&junit(&run)) {
            Some(wrong) => assert_eq!(wrong, ""),
            None => assert!(may_be_skipped(), "xmllint is missing: install libxml2-utils"),
        }
    }
}

#[test]
fn the_schema_refuses_what_jenkins_refuses() {
    let xml = "<testsuites><testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\">\
               <testcase name=\"b\" line=\"1\"/></testsuite></testsuites>";
    if let Some(wrong) = validated(xml) {
        assert!(wrong.contains("'line' is not allowed"), "{wrong}");
    }
}
