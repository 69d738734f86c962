//! `idempotency_key`: one value per step, the same on each try.

use std::collections::BTreeSet;

use crate::stage::{Stage, run};

fn keys(ran: &crate::ran::Ran) -> Vec<String> {
    let key = |r: &runner_testkit::Received| r.header("idempotency-key").unwrap().to_owned();
    ran.received.iter().map(key).collect()
}

#[test]
fn auto_is_another_for_each_step_element_and_run_whatever_the_seed() {
    let stage = Stage::new().steps(
        "
        - { post: ORIGIN/echo, idempotency_key: auto }
        - { for_each: { n: [1, 2] }, post: ORIGIN/echo, idempotency_key: auto }
        ",
    );
    let (one, two) = (keys(&stage.run()), keys(&stage.run()));
    let different: BTreeSet<&String> = one.iter().chain(&two).collect();
    assert_eq!(different.len(), 6);
    assert!(one.iter().all(|key| key.len() == 36 && &key[14..15] == "4"), "{one:?}");
}

#[test]
fn auto_is_the_same_on_each_try() {
    let ran =
        run("- { post: ORIGIN/flaky/a/2, idempotency_key: auto, retry: { times: 2, wait: 1ms } }");
    let keys = keys(&ran);
    assert!(keys.len() == 3 && keys.iter().all(|key| *key == keys[0]));
}

#[test]
fn a_value_is_filled() {
    let ran = run("- set: { ref: 7 }\n- { post: ORIGIN/echo, idempotency_key: 'pay-{{ref}}' }");
    assert_eq!(keys(&ran), ["pay-7"]);
}

#[test]
fn the_key_is_known_to_checks_of_what_was_sent() {
    run("- { post: ORIGIN/echo, idempotency_key: k-1, expect: { request header idempotency-key: k-1 } }").assert_passed();
}
