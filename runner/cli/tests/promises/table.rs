//! `tripline slo`: how every promise stands.

use serde_json::Value;

use crate::scripted::{Project, at, minutes};

const SLOS: &str = "\
slos:
  payments-open: { of: payments-eu, target: 99.9%, over: 2h }
  payments-work: { of: payments-us, measure: reliability, target: 99%, over: 2h }
  search-open: { of: search, target: 90%, over: 2h }
";

/// Two hours of each: one without a failure, one that is mostly down, one with a gap.
fn project() -> Project {
    let mut runs = minutes("payments-eu", at("10:00:00"), &".".repeat(120));
    runs.extend(minutes("payments-us", at("10:00:00"), &format!("{}..", "xx.".repeat(39))));
    runs.extend(minutes(
        "search",
        at("10:00:00"),
        &format!("{}{}..", ".".repeat(60), "_".repeat(58)),
    ));
    Project::promising(SLOS).remembers(runs)
}

#[test]
fn every_promise_has_a_line_and_doubt_its_reason() {
    // One is missed.
    insta::assert_snapshot!(project().slo("12:00:00", &[]).exits(1).stdout);
}

#[test]
fn programs_get_json() {
    let ended = project().slo("12:00:00", &["--json"]).exits(1);
    let said: Value = serde_json::from_str(&ended.stdout).unwrap();
    let first = &said["objectives"][0];
    assert_eq!(first["objective"], "payments-open");
    assert_eq!(first["now"], "100.000 %");
    assert_eq!(first["verdict"], "not_proven");
    assert_eq!(said["objectives"][1]["verdict"], "missed");
}

#[test]
fn without_a_promise_or_a_run_there_is_no_table() {
    let nothing = Project::promising("").remembers(minutes("search", at("10:00:00"), "."));
    nothing.slo("12:00:00", &[]).exits(64).says(&["the project promises nothing"]);
    let no_run = Project::promising(SLOS).remembers(Vec::new());
    no_run.slo("12:00:00", &[]).exits(3).says(&["no run of any objective is remembered"]);
    let no_store = Project::promising(SLOS);
    no_store.slo("12:00:00", &[]).exits(64).says(&["there is no store at"]);
}
