//! `tripline slo explain`: the ledger.

use runner_model::{Outcome, Trigger};

use crate::scripted::{Project, at, minutes, run};

const SLOS: &str = "\
slos:
  open: { of: payments-eu, target: 99.5%, over: month, time_zone: Europe/Paris }
  works: { of: payments-eu, measure: reliability, target: 99%, over: 2d }
";

fn project() -> Project {
    let mut runs = minutes("payments-eu", at("10:00:00"), "..xx.?_.");
    runs.push(run("payments-eu", at("10:02:10"), Outcome::Failed, Trigger::Confirmation));
    Project::promising(SLOS).remembers(runs)
}

#[test]
fn every_run_is_told_and_the_lines_add_up() {
    let ended = project().slo(
        "10:08:00",
        &["explain", "open", "--from", "2026-11-20T10:59", "--to", "2026-11-20T11:08"],
    );
    insta::assert_snapshot!(ended.exits(0).stdout);
}

#[test]
fn of_transactions_runs_are_counted() {
    insta::assert_snapshot!(
        project()
            .slo("10:08:00", &["explain", "works", "--from", "2026-11-20T10:00"])
            .exits(0)
            .stdout
    );
}

#[test]
fn what_cannot_be_explained_says_why() {
    let project = project();
    insta::assert_snapshot!(project.slo("10:08:00", &["explain", "opne"]).exits(64).stderr, @r"
    error: there is no objective `opne`
      = help: there are open, works
    ");
    let early = ["explain", "open", "--from", "2026-11-01", "--to", "2026-11-02"];
    insta::assert_snapshot!(project.slo("10:08:00", &early).exits(3).stderr, @r"
    error: no run of `open` in this time is remembered
      = help: `tripline serve` remembers runs: name its file with `--store PATH`, or one of JSON Lines with `--runs FILE`
    ");
    let turned = ["explain", "open", "--from", "2026-11-20", "--to", "2026-11-19"];
    insta::assert_snapshot!(project.slo("10:08:00", &turned).exits(64).stderr, @r"
    error: 2026-11-19T23:00:00Z is not before 2026-11-18T23:00:00Z
      = help: write `--from` as the earlier of the two
    ");
    insta::assert_snapshot!(
        project.slo("10:08:00", &["explain", "open", "--from", "yesterday"]).exits(64).stderr, @r"
    error: `yesterday` is no time
      = help: write it like `2026-11-20T10:00:00Z` or `2026-11-20`
    ");
}

#[test]
fn what_is_not_kept_of_every_run_cannot_be_promised() {
    let slos = "slos:\n  fast: { of: search, step: find, good_when: { $.count: 1 }, target: 99%, over: 1d }\n";
    let project = Project::promising(slos).remembers(minutes("search", at("10:00:00"), "."));
    insta::assert_snapshot!(project.slo("10:08:00", &[]).exits(2).stderr);
    // It is said before somebody relies on it.
    let said = "tripline.yaml:10:48: `fast` cannot be measured";
    project.tripline(&["check"]).exits(2).says(&[said, "1 error"]).hides(&["nothing wrong"]);
    project.tripline(&["serve"]).exits(2).says(&[said, "nothing was started"]);
}
