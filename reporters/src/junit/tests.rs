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
