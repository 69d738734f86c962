//! What every request carries so that it can be found again.

use std::collections::BTreeSet;

use crate::ran::Ran;
use crate::stage::{Stage, run};

fn with_trace(trace: &str, step: &str) -> Ran {
    Stage::new().project(&format!("version: 1\ntrace: {trace}\n")).steps(step).run()
}

#[test]
fn each_step_has_a_trace_of_its_own_which_stands_in_its_result() {
    let ran = run("- get: ORIGIN/json\n- get: ORIGIN/json");
    let mut traces = BTreeSet::new();
    for (step, request) in ran.steps().iter().zip(&ran.received) {
        let parts: Vec<&str> = request.header("traceparent").unwrap().split('-').collect();
        let [version, trace, span, flags] = parts[..] else { panic!("{parts:?}") };
        assert_eq!((version, flags, trace.len(), span.len()), ("00", "01", 32, 16));
        let told = step.exchange.as_ref().unwrap().request.trace.as_ref().unwrap();
        assert_eq!(told.as_str(), trace);
        traces.insert(trace.to_owned());
    }
    assert_eq!(traces.len(), 2);
}

#[test]
fn a_trace_is_the_same_on_each_try_and_follows_redirects() {
    let ran = run("
        - { get: ORIGIN/flaky/a/1, retry: { times: 1, wait: 1ms } }
        - { get: ORIGIN/redirect/1, follow_redirects: true }
        ");
    let sent: Vec<_> = ran.received.iter().map(|r| r.header("traceparent").unwrap()).collect();
    assert!(sent[0] == sent[1] && sent[2] == sent[3] && sent[0] != sent[2]);
}

#[test]
fn baggage_is_sent_when_the_project_says_so() {
    let trace = "{ baggage: { synthetic: 'true', team: 'a b,c' } }";
    let ran = with_trace(trace, "- get: ORIGIN/json");
    assert_eq!(ran.request().header("baggage"), Some("synthetic=true,team=a%20b%2Cc"));
    assert!(ran.request().header("traceparent").is_some());
    assert_eq!(run("- get: ORIGIN/json").request().header("baggage"), None);
}

#[test]
fn the_header_can_be_left_out() {
    let ran = with_trace("{ header: none }", "- get: ORIGIN/json");
    assert_eq!(ran.request().header("traceparent"), None);
    let ran = with_trace("{ header: traceparent }", "- get: ORIGIN/json");
    assert!(ran.request().header("traceparent").is_some());
}

#[test]
fn a_step_may_send_its_own() {
    let own = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    let ran =
        run(&format!("- {{ get: ORIGIN/json, headers: {{ traceparent: {own}, baggage: a=b }} }}"));
    assert_eq!(ran.request().headers_named("traceparent"), [own]);
    assert_eq!(ran.request().headers_named("baggage"), ["a=b"]);
}
