//! `tripline slo report` and `tripline slo correct`.

use crate::scripted::{Project, minutes};

const SLOS: &str = "\
retention: { runs: 20000d, failures: 20000d, summaries: 20000d }
slos:
  open: { of: payments-eu, target: 99.5%, over: month }
  works: { of: payments-us, measure: reliability, target: 90%, over: month }
composition:
  shop: { series: [ { any_of: [payments-eu, payments-us] }, search ] }
";

/// Runs in November 2025, which is over.
fn project() -> Project {
    let then = "2025-11-20T10:00:00Z".parse().unwrap();
    let mut runs = minutes("payments-eu", then, "...xx.....");
    runs.extend(minutes("payments-us", then, "..........".repeat(5).as_str()));
    runs.extend(minutes("search", then, "w...?....."));
    Project::promising(SLOS).remembers(runs)
}

fn report(project: &Project, more: &[&str]) -> crate::harness::Ended {
    project.tripline(&[&["slo", "report", "--month", "2025-11"], more].concat())
}

fn correct(project: &Project, to: &str, more: &[&str]) -> crate::harness::Ended {
    let args = ["slo", "correct", "open", "--from", "2025-11-20T10:03", "--to", to];
    let said = ["--by", "ada", "--why", "announced | by <telephone>"];
    project.tripline(&[&args[..], &said, more].concat())
}

/// Text without the day on which this is tried.
fn stable(text: &str) -> String {
    let today = regex::Regex::new(r"20(2[6-9]|[3-9]\d)-\d\d-\d\d").unwrap();
    today.replace_all(text, "TODAY").replace('\r', "")
}

#[test]
fn a_month_is_told_as_markdown_html_and_csv() {
    let project = project();
    insta::assert_snapshot!("markdown", stable(&report(&project, &[]).exits(0).stdout));
    let html = report(&project, &["--format", "html"]).exits(0).stdout;
    insta::assert_snapshot!("html", stable(&html));
    let csv = report(&project, &["--format", "csv"]).exits(0).stdout;
    insta::assert_snapshot!("csv", stable(&csv));
}

#[test]
fn a_correction_is_told_beside_what_was_frozen() {
    let project = project();
    report(&project, &[]).exits(0).says(&["80.952 %"]);
    let corrected = correct(&project, "2025-11-20T10:05", &["--as", "maintenance"]);
    insta::assert_snapshot!(corrected.exits(0).stdout, @r#"
    open: 2025-11-20T10:03:00Z to 2025-11-20T10:05:00Z is maintenance, says ada
      2025-11: 80.952 % before, 100.000 % after
    "#);
    insta::assert_snapshot!("corrected", stable(&report(&project, &[]).exits(0).stdout));
    let noted = project.store(async |store| {
        store.audit().latest(jiff::Timestamp::MAX, 1).await.unwrap()[0].what.clone()
    });
    assert!(noted.starts_with("corrected open from 2025-11-20T10:03:00Z"), "{noted}");
}

#[test]
fn whoever_looks_from_another_time_freezes_nothing() {
    let project = project();
    let early = report(&project, &["--at", "2025-11-20T10:05"]).exits(0);
    early.says(&["What is not frozen may still change", "60.000 %"]);
    report(&project, &["--at", "2025-12-20"]).exits(0).says(&["not yet"]);
    report(&project, &[]).exits(0).hides(&["not yet"]);
}

#[test]
fn what_cannot_be_reported_or_corrected_says_why() {
    let project = project();
    let refused =
        |args: &[&str], code| project.tripline(&[&["slo"], args].concat()).exits(code).stderr;
    insta::assert_snapshot!(refused(&["report", "--month", "november"], 64), @"error: `november` is not a month: write it like `2026-03`");
    insta::assert_snapshot!(refused(&["report", "--month", "2300-01"], 64), @"error: 2300-01 has not begun, so nothing is known of it");
    insta::assert_snapshot!(refused(&["report", "--month", "2025-10"], 3), @r#"
    error: no run of any objective in 2025-10 is remembered
      = help: `tripline serve` remembers runs: name its file with `--store PATH`, or one of JSON Lines with `--runs FILE`
    "#);
    insta::assert_snapshot!(correct(&project, "2300-01-01", &["--as", "customer"]).exits(64).stderr, @r#"
    error: 2300-01-01T00:00:00Z is still to come
      = help: announce what is to come below `maintenance` in `tripline.yaml`
    "#);
    insta::assert_snapshot!(correct(&project, "2025-11-21", &["--as", "customer", "--at", "2025-12-01"]).exits(64).stderr, @r#"
    error: a correction is said when it is said
      = help: leave `--at` out
    "#);
    project.write("tripline.yaml", &project.read("tripline.yaml").replace("20000d", "40d"));
    insta::assert_snapshot!(refused(&["report", "--month", "2025-11"], 3), @"error: the runs of 2025-11 are kept no longer, and its numbers were not frozen: `retention: { runs }` says for how long they are");
}
