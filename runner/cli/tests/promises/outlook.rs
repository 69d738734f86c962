//! `tripline check`: what the alarms of each objective would do.

use crate::scripted::Project;

#[test]
fn it_is_told_after_how_many_failures_each_alarm_fires() {
    let project = Project::promising(
        "\
slos:
  open: { of: payments-eu, target: 99.9%, over: 30d, alert: standard }
  works:
    of: search
    measure: reliability
    target: 95%
    over: month
    min_failures: 1
    alert: [ { burn: 6, over: 6h, and: 30m, severity: critical }, { burn: 0.1, over: 10m } ]
  quiet: { of: search, target: 99.99%, over: 7d }
",
    );
    insta::assert_snapshot!(project.tripline(&["check"]).exits(0).stdout);
    // Whoever looks at one file does not ask for it.
    project.tripline(&["check", "search.trip.yaml"]).exits(0).hides(&["burn over"]);
}

#[test]
fn a_rule_that_cannot_fire_and_a_short_retention_are_mistakes() {
    let project = Project::promising(
        "\
retention: { runs: 20d }
slos:
  low: { of: search, target: 90%, over: 30d, alert: standard }
",
    );
    let ended = project.tripline(&["check"]).exits(2);
    ended
        .says(&["can never fire", "at most 10", "looks back further than `runs` are kept"])
        .hides(&["fires on"]);
}
