//! Random values come from the seed and from where they stand; what must never repeat does not.

use std::collections::BTreeSet;

use runner_testkit::Received;

use crate::stage::Stage;

/// Every place that random values can stand in.
const EVERYWHERE: &str = "
    name: Everywhere
    inputs: { given: 'in-{{uuid}}' }
    vars: { var: 'var-{{random_string 9}}' }
    headers: { x-suite: '{{uuid}}' }
    steps:
      - name: one
        post: ORIGIN/echo/{{random_int 1 1000000000}}
        query: { q: '{{random}}' }
        headers: { x-id: '{{uuid}}' }
        json: { id: '{{uuid}}', given: '{{given}}', var: '{{var}}', who: '{{fake \"email\"}}' }
      - set: { mine: '{{uuid}}' }
      - { name: two, for_each: { n: [1, 2] }, post: ORIGIN/echo, json: { id: '{{uuid}}', mine: '{{mine}}' } }
";

/// Requests without what is another for each run.
fn lasting(received: &[Received]) -> Vec<String> {
    let lasting = |r: &Received| {
        let headers = [r.header("x-suite"), r.header("x-id"), r.header("content-type")];
        format!("{} {} {headers:?} {}", r.method, r.target, r.text())
    };
    received.iter().map(lasting).collect()
}

#[test]
fn a_seed_repeats_a_run_exactly() {
    let stage = Stage::new().suite(EVERYWHERE);
    assert_eq!(lasting(&stage.run().received), lasting(&stage.run().received));
    let other = Stage::new().suite(EVERYWHERE).seed("other");
    let (mine, others) = (lasting(&stage.run().received), lasting(&other.run().received));
    assert!(mine.iter().zip(&others).all(|(mine, other)| mine != other));
    assert_eq!(stage.run().run.seed, "81f3");
}

#[test]
fn keys_runs_and_traces_are_never_repeated() {
    let stage = Stage::new()
        .steps("- { post: ORIGIN/echo, idempotency_key: auto, headers: { x-run: '{{run.id}}' } }");
    let (one, two) = (stage.run(), stage.run());
    for name in ["idempotency-key", "x-run", "traceparent"] {
        assert_ne!(one.request().header(name), two.request().header(name), "{name}");
    }
}

/// The `id` that each request of these steps sends in its body, by path.
fn ids(steps: &str) -> Vec<(String, String)> {
    let ran = Stage::new().steps(steps).run();
    ran.assert_passed();
    let id =
        |r: &Received| (r.path.clone(), r.json()["id"].to_string() + &r.json()["also"].to_string());
    ran.received.iter().filter(|request| !request.body.is_empty()).map(id).collect()
}

#[test]
fn no_two_places_share_a_value() {
    let all = ids("
        - { name: a, post: ORIGIN/echo/1, json: { id: '{{uuid}}', also: '{{uuid}}' } }
        - { name: b, post: ORIGIN/echo/2, json: { id: '{{uuid}}', also: '{{uuid}} {{uuid}}' } }
        - { name: c, for_each: { n: [1, 2] }, post: ORIGIN/echo/3, json: { id: '{{uuid}}' } }
        - { name: d, steps: [ { name: e, post: ORIGIN/echo/4, json: { id: '{{uuid}}' } } ] }
        ");
    let values: BTreeSet<&String> = all.iter().map(|(_, id)| id).collect();
    assert_eq!(values.len(), 5);
    let (first, also) = all[0].1.split_at(38);
    assert_ne!(first, also);
    let (one, two) = all[1].1[39..all[1].1.len() - 1].split_once(' ').unwrap();
    assert_ne!(one, two);
}

#[test]
fn steps_of_the_same_name_have_each_their_own() {
    let step = "- { post: ORIGIN/echo, json: { id: '{{uuid}}' }, cleanup: [ { post: ORIGIN/echo, json: { id: '{{uuid}}' } } ] }\n";
    let looped = "- { for_each: { n: [1] }, post: ORIGIN/echo, json: { id: '{{uuid}}' } }\n";
    let all = ids(&format!("{step}{step}{looped}{looped}"));
    let values: BTreeSet<&String> = all.iter().map(|(_, id)| id).collect();
    assert_eq!((all.len(), values.len()), (6, 6));
}

#[test]
fn adding_a_step_or_a_line_before_does_not_change_another_s_values() {
    let step = "
        - name: place
          post: ORIGIN/echo/place
          json: { id: '{{uuid}}', also: '{{random}}' }
          cleanup: [ { name: undo, post: ORIGIN/echo/undo, json: { id: '{{uuid}}' } } ]
        - { name: loop, for_each: { n: ['{{uuid}}'] }, post: ORIGIN/echo/loop, json: { id: '{{n}}', also: '{{uuid}}' } }
    ";
    let alone = ids(step);
    let before = "
        # a comment
        - { name: added, post: ORIGIN/echo/added, json: { id: '{{uuid}}' } }";
    let mut together = ids(&format!("{before}{step}"));
    together.retain(|(path, _)| path != "/echo/added");
    assert_eq!(together, alone);
    let described = |head: &str| -> Vec<String> {
        let ran = Stage::new().suite(&format!("name: A rule\n{head}steps:{step}")).run();
        ran.received.iter().map(Received::text).collect()
    };
    assert_eq!(described("description: some more words\ntags: [a]\n"), described(""));
}

#[test]
fn adding_a_step_does_not_change_inherited_headers_or_vars_or_what_a_flow_is_given() {
    let flow = "name: Flow\ninputs: { id: x }\nvars: { mine: '{{uuid}}' }\nsteps: [ { post: ORIGIN/echo, json: { id: '{{id}}', mine: '{{mine}}' } } ]\n";
    let sent = |vars: &str, added: &str| {
        let ran = Stage::new()
            .file("flow.trip.yaml", flow)
            .suite(&format!(
                "
                name: Seeds
                headers: {{ x-suite: '{{{{uuid}}}}' }}
                vars:
                  {vars}
                  ref: '{{{{uuid}}}}'
                steps:
                  {added}
                  - {{ name: flow, use: flow.trip.yaml, with: {{ id: '{{{{uuid}}}}' }} }}
                  - {{ name: last, put: ORIGIN/echo, text: '{{{{ref}}}}' }}
                "
            ))
            .run();
        ran.assert_passed();
        let kept: Vec<Received> = ran.received.into_iter().filter(|r| r.method != "GET").collect();
        lasting(&kept)
    };
    let alone = sent("", "");
    assert_eq!(sent("first: '{{random}}'", "- get: ORIGIN/json"), alone);
}

#[test]
fn tests_cases_and_tenants_have_each_their_own() {
    let ran = Stage::new()
        .local("{ services: { shop: ORIGIN }, matrix: { tenant: [ { name: eu }, { name: us } ] } }")
        .suite(
            "
            name: Own
            cases: [ { name: a }, { name: b } ]
            tests:
              one: { steps: [ { name: s, post: ORIGIN/echo, json: { id: '{{uuid}}', t: '{{tenant.name}}' } } ] }
              two: { steps: [ { name: s, post: ORIGIN/echo, json: { id: '{{uuid}}', t: '{{tenant.name}}' } } ] }
            ",
        )
        .run();
    let ids: BTreeSet<String> = ran.received.iter().map(|r| r.json()["id"].to_string()).collect();
    assert_eq!((ran.received.len(), ids.len()), (8, 8));
}

#[test]
fn another_test_that_is_left_out_does_not_change_them() {
    let suite = "name: Own\ntests:\n  one: { steps: [ { name: a, get: 'ORIGIN/echo/one/{{uuid}}' } ] }\n  two: { steps: [ { name: a, get: 'ORIGIN/echo/two/{{uuid}}' } ] }\n";
    let both = Stage::new().suite(suite).run();
    let alone = Stage::new().suite(suite).test("suite.trip.yaml", "two").run();
    assert!(both.requests().contains(&alone.requests()[0]));
}

#[test]
fn an_environment_s_random_value_is_one_for_all_steps_of_a_test() {
    let ran = Stage::new()
        .local("{ services: { shop: ORIGIN }, vars: { ref: '{{uuid}}' } }")
        .steps("- get: ORIGIN/echo/{{ref}}\n- get: ORIGIN/echo/{{ref}}")
        .run();
    assert_eq!(ran.requests()[0], ran.requests()[1]);
}

#[test]
fn the_parts_of_a_form_are_bordered_alike_on_a_rerun() {
    let stage = Stage::new().steps("- { post: ORIGIN/echo, multipart: { a: b } }");
    assert_eq!(stage.run().request().body, stage.run().request().body);
}
