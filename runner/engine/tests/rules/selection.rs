//! Which tests of the suites that were read are run.

use crate::stage::Stage;

fn tagged() -> Stage {
    let suite = |tags: &str, name: &str| {
        format!(
            "
            name: {name}
            tags: [{tags}]
            setup: [ {{ get: ORIGIN/echo/setup-{name} }} ]
            tests:
              plain: {{ steps: [ {{ get: ORIGIN/json }} ] }}
              slow: {{ tags: [slow], steps: [ {{ get: ORIGIN/json }} ] }}
            "
        )
    };
    Stage::new()
        .file("a.trip.yaml", &suite("smoke", "a"))
        .file("b.trip.yaml", &suite("nightly", "b"))
        .paths(&["a.trip.yaml", "b.trip.yaml"])
}

/// What is run, as `suite test`.
fn runs(stage: &Stage) -> Vec<String> {
    let ran = stage.run();
    ran.assert_passed();
    ran.tests().map(|test| format!("{} {}", test.test.suite, test.test.test)).collect()
}

#[test]
fn everything_is_run_when_nothing_is_selected() {
    assert_eq!(runs(&tagged()), ["a plain", "a slow", "b plain", "b slow"]);
}

#[test]
fn a_tag_may_be_the_suite_s_or_the_test_s() {
    assert_eq!(runs(&tagged().tag("smoke")), ["a plain", "a slow"]);
    assert_eq!(runs(&tagged().tag("slow")), ["a slow", "b slow"]);
    assert_eq!(runs(&tagged().tag("smoke").tag("slow")), ["a plain", "a slow", "b slow"]);
}

#[test]
fn excluded_tags_win() {
    let mut stage = tagged().tag("smoke");
    stage.selection.exclude_tags.push("slow".into());
    assert_eq!(runs(&stage), ["a plain"]);
}

#[test]
fn a_test_can_be_named() {
    let stage = tagged().test("a.trip.yaml", "slow");
    assert_eq!(runs(&stage), ["a slow", "b plain", "b slow"]);
}

#[test]
fn setup_of_a_suite_without_a_selected_test_is_not_run() {
    let ran = tagged().tag("smoke").run();
    assert_eq!((ran.count("/echo/setup-a"), ran.count("/echo/setup-b")), (1, 0));
}

#[test]
fn only_names_what_exists() {
    let stage = || {
        Stage::new()
            .local("{ services: { shop: ORIGIN }, matrix: { tenant: [ { name: eu }, { name: us } ] } }")
            .suite("name: Only\ncases: [ { name: a }, { name: b } ]\nsteps: [ { get: 'ORIGIN/echo/{{tenant.name}}' } ]\n")
    };
    let refused = |stage: Stage| stage.plan().unwrap_err();
    assert_eq!(
        refused(stage().only("tenant", "asia")),
        "there is no tenant `asia`; there are eu, us"
    );
    assert!(refused(stage().only("colour", "red")).contains("no dimension `colour`"));
    assert!(refused(stage().only("case", "c")).contains("case `c`"));
    let both = stage().only("tenant", "eu").only("tenant", "us").only("case", "b").run();
    assert_eq!(both.ends(), ["main (b · eu): passed", "main (b · us): passed"]);
}

#[test]
fn the_plan_counts_tests_and_steps() {
    let plan = tagged().plan().unwrap();
    let summary = plan.summary();
    assert_eq!((summary.suites, summary.tests), (2, 4));
}
