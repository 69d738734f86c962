//! `tripline slo export`: OpenSLO v1.

use crate::scripted::Project;

#[test]
fn the_objectives_are_told_as_openslo() {
    let project = Project::promising(
        "\
slos:
  Payments_Open:
    { of: payments-eu, target: 99.9%, over: month, time_zone: Europe/Berlin, alert: standard }
  works:
    of: search/main
    step: find
    measure: reliability
    target: 99.95%
    over: 28d
    alert: [ { burn: 14.4, over: 1h, and: 5m, severity: critical, notify: on-call } ]
channels: { hook: { webhook: { post: https://hooks.example.com/a } } }
notify: { on-call: [ { channel: hook } ] }
",
    );
    insta::assert_snapshot!(project.tripline(&["slo", "export"]).exits(0).stdout);
}

#[test]
fn what_openslo_cannot_say_is_told() {
    let project = Project::promising("slos:\n  odd: { of: search, target: 99%, over: 100s }\n");
    insta::assert_snapshot!(project.tripline(&["slo", "export"]).exits(2).stderr, @"error: OpenSLO knows whole minutes only, and `odd` looks at 100 s");
    let nothing = Project::promising("").tripline(&["slo", "export"]);
    nothing.exits(64).says(&["the project promises nothing"]);
}
