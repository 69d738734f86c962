//! `if`: skipped unless all checks hold.

use crate::stage::{Stage, run};

#[test]
fn a_step_whose_condition_does_not_hold_is_skipped_and_the_chain_goes_on() {
    let ran = run("
        - set: { method: card }
        - { name: card, if: { var method: card }, get: ORIGIN/echo/card }
        - { name: invoice, if: { var method: invoice }, get: ORIGIN/echo/invoice }
        - { name: after, get: ORIGIN/echo/after }
        ");
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /echo/card", "GET /echo/after"]);
    assert_eq!(ran.how("invoice"), "skipped: if var method: invoice");
}

#[test]
fn all_checks_must_hold_and_the_first_that_does_not_is_named() {
    let ran = run("
        - set: { n: 5 }
        - name: big
          if:
            var n: { over: 3, under: 9 }
          get: ORIGIN/echo/big
        - name: both
          if:
            var n: 5
            environment: { exists: true }
          get: ORIGIN/echo/both
        ");
    assert_eq!(ran.requests(), ["GET /echo/big"]);
    assert_eq!(ran.how("both"), "skipped: if environment: { exists: true }");
}

#[test]
fn environment_and_tenant_can_be_asked_for() {
    let stage = Stage::new()
        .local("{ services: { shop: ORIGIN }, matrix: { tenant: [ { name: eu, region: eu, beta: true }, { name: us, region: us, beta: false } ] } }")
        .suite(
            "
            name: Asked
            service: shop
            steps:
              - { name: here, if: { environment: local }, get: /echo/local }
              - { name: there, if: { environment: { not: local } }, get: /echo/there }
              - { name: eu, if: { tenant region: eu }, get: '/echo/{{tenant.name}}' }
              - { name: beta, if: { tenant beta: true }, get: '/echo/beta-{{tenant.name}}' }
            ",
        );
    let ran = stage.run();
    ran.assert_passed();
    let mut requests = ran.requests();
    requests.sort();
    assert_eq!(
        requests,
        ["GET /echo/beta-eu", "GET /echo/eu", "GET /echo/local", "GET /echo/local"]
    );
}

#[test]
fn an_overlay_does_not_change_the_environment_s_name() {
    let ran = Stage::new()
        .project("version: 1\nenvironments:\n  local: { vars: { client: web } }\n  ios: { overlay: true, vars: { client: ios } }\n")
        .environment("local+ios")
        .steps("- { name: here, if: { environment: local }, get: 'ORIGIN/echo/{{client}}' }")
        .run();
    assert_eq!(ran.requests(), ["GET /echo/ios"]);
}

#[test]
fn a_condition_of_a_group_is_for_all_of_it() {
    let ran = run("
        - set: { wanted: false }
        - name: group
          if: { var wanted: true }
          steps:
            - get: ORIGIN/echo/1
            - get: ORIGIN/echo/2
          cleanup:
            - get: ORIGIN/echo/cleanup
        ");
    assert!(ran.received.is_empty());
    assert_eq!(ran.how("group"), "skipped: if var wanted: true");
}

#[test]
fn a_condition_may_ask_whether_a_variable_was_ever_set() {
    let ran = run("
        - { if: { environment: production }, get: ORIGIN/json, save: { id: $.id } }
        - { name: with, if: { var id: { exists: true } }, get: ORIGIN/echo/with }
        - { name: without, if: { var id: { exists: false } }, get: ORIGIN/echo/without }
        ");
    assert_eq!(ran.requests(), ["GET /echo/without"]);
}

#[test]
fn a_skipped_step_registers_no_cleanup() {
    let ran = run(
        "
        - { if: { environment: production }, post: ORIGIN/echo, cleanup: [ { delete: ORIGIN/echo } ] }
        - get: ORIGIN/json
        ",
    );
    assert_eq!(ran.requests(), ["GET /json"]);
}

#[test]
fn a_test_of_which_all_is_skipped_says_nothing() {
    let ran = run("- { if: { environment: production }, get: ORIGIN/json }");
    assert_eq!(ran.outcome(), "skipped");
}

#[test]
fn conditions_hold_for_check_set_wait_and_use_as_well() {
    let ran = Stage::new()
        .file("flow.trip.yaml", "name: Flow\nsteps: [ { get: ORIGIN/echo } ]\n")
        .steps(
            "
            - set: { n: 1 }
            - { name: check, if: { environment: x }, check: { var n: 2 } }
            - { name: set, if: { environment: x }, set: { m: 2 } }
            - { name: wait, if: { environment: x }, wait: 1h }
            - { name: use, if: { environment: x }, use: flow.trip.yaml }
            ",
        )
        .run();
    for name in ["check", "set", "wait", "use"] {
        assert_eq!(ran.how(name), "skipped: if environment: x");
    }
    assert!(ran.received.is_empty());
}
