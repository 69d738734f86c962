use proptest::prelude::*;
use runner_model::{Answer, Failure, Header};
use serde_json::{Value, json};

use super::*;
use crate::sample::build::{asked, exchange, ms, step, test};

/// A test whose second step was answered so.
fn answered(passed: bool, exchange: Exchange) -> TestResult {
    let outcome = if passed { StepOutcome::Passed } else { StepOutcome::Failed(Failure::Checks) };
    let steps =
        vec![step(1, "log in", StepOutcome::Passed), asked(step(2, "pay", outcome), exchange)];
    test("suites/pay", "Pay", "main", steps)
}

fn said(status: u16, body: &Value) -> Exchange {
    exchange("GET https://shop.example.com/pay", status, 10.0, &body.to_string())
}

fn with_header(mut exchange: Exchange, name: &str, value: &str) -> Exchange {
    let Answer::Complete(response) = &mut exchange.answer else { panic!("it is complete") };
    response.headers.push(Header { name: name.to_owned(), value: value.to_owned() });
    exchange
}

/// What is different, a line each.
fn lines(failed: Exchange, passes: impl IntoIterator<Item = Exchange>) -> Vec<String> {
    let passes: Vec<TestResult> = passes.into_iter().map(|it| answered(true, it)).collect();
    let passes: Vec<&TestResult> = passes.iter().collect();
    let found = Difference::between(&answered(false, failed), &[], &passes).unwrap();
    found.changes.iter().map(|change| format!("{}: {change}", change.what)).collect()
}

#[test]
fn status_headers_values_by_path_and_time_are_compared() {
    let before =
        said(201, &json!({ "fee": 0, "state": "paid", "lines": [{ "sku": "a" }, { "sku": "b" }] }));
    let before = with_header(before, "cache-control", "no-store");
    let mut after =
        said(502, &json!({ "fee": "0", "lines": [{ "sku": "a" }], "odd key": 1, "state": "open" }));
    after.took = ms(500.0);
    assert_eq!(
        lines(after, [before]),
        [
            "status: 201 → 502",
            "header cache-control: no-store → nothing",
            "$.fee: 0 → \"0\"",
            "$.state: \"paid\" → \"open\"",
            "$.lines[1]: {\"sku\":\"b\"} → nothing",
            "$['odd key']: nothing → 1",
            "time: 11 ms → 500 ms",
        ]
    );
}

#[test]
fn what_is_made_anew_each_time_is_left_out() {
    let answer = |n: u32| {
        let body = json!({
            "id": 4711 + n, "order_id": format!("o-{n}"), "createdAt": format!("{n}"),
            "ref": format!("watch-0af76519-16cd-43dd-8448-eb211c8031{n:02}"),
            "at": format!("2026-03-01T09:30:{n:02}Z"), "epoch": 1_700_000_000 + n,
            "trace": { "span": format!("00f067aa0ba902{n:02}") },
        });
        let named =
            [("date", "Sun, 01 Mar 2026 09:30:00 GMT"), ("x-request-id", "abc"), ("etag", "W/1")];
        named.into_iter().fold(said(200, &body), |it, (name, value)| {
            with_header(it, name, &format!("{value}{n}"))
        })
    };
    assert_eq!(lines(answer(12), [answer(11)]), Vec::<String>::new());
}

#[test]
fn an_id_that_is_gone_or_of_another_kind_is_told() {
    let before = said(200, &json!({ "id": 4711, "ref": "0af76519-16cd-43dd-8448-eb211c803111" }));
    let after = said(200, &json!({ "id": "4711", "ref": null }));
    assert_eq!(
        lines(after, [before]),
        ["$.id: 4711 → \"4711\"", "$.ref: \"0af76519-16cd-43dd-8448-eb211c803111\" → null",]
    );
}

#[test]
fn what_differs_among_passes_says_nothing_unless_it_is_gone() {
    let stock = |left: Value| said(200, &json!({ "stock": left, "price": 5 }));
    let passes = || [stock(json!(17)), stock(json!(12)), stock(json!(9))];
    assert_eq!(lines(stock(json!(3)), passes()), Vec::<String>::new());
    assert_eq!(lines(stock(json!(null)), passes()), ["$.stock: 9 → null"]);
    assert_eq!(lines(stock(json!(3)), [stock(json!(9))]), ["$.stock: 9 → 3"]);
}

#[test]
fn what_differs_among_failures_says_nothing_when_one_pass_is_known() {
    let answer = |left: u32| said(200, &json!({ "left": left, "price": null }));
    let before = answered(true, said(200, &json!({ "left": 9, "price": 5 })));
    let (first, second) = (answered(false, answer(3)), answered(false, answer(2)));
    let found = Difference::between(&first, &[&second], &[&before]).unwrap();
    assert_eq!(found.changes, [Change::new("$.price", Some("5"), Some("null"))]);
}

#[test]
fn an_answer_that_is_no_json_is_told_by_its_beginning() {
    let before = said(200, &json!({ "a": 1 }));
    let after = exchange("GET https://shop.example.com/pay", 502, 10.0, "<h1>Bad gateway</h1>");
    assert_eq!(
        lines(after, [before]),
        ["status: 200 → 502", "body: {\"a\":1} → <h1>Bad gateway</h1>"]
    );
}

#[test]
fn documents_without_a_common_key_are_shown_whole() {
    let before = said(201, &json!({ "id": 1, "total": 5 }));
    let after = said(500, &json!({ "title": "no", "detail": "so" }));
    assert_eq!(
        lines(after, [before]),
        ["status: 201 → 500", "$: {\"id\":1,\"total\":5} → {\"title\":\"no\",\"detail\":\"so\"}"]
    );
}

#[test]
fn many_changes_are_counted() {
    let numbers = |from: u32| said(200, &json!((from..from + 40).collect::<Vec<_>>()));
    let passed = answered(true, numbers(0));
    let found = Difference::between(&answered(false, numbers(100)), &[], &[&passed]).unwrap();
    assert_eq!((found.changes.len(), found.more), (12, 28));
}

#[test]
fn without_a_pass_or_an_answer_there_is_nothing_to_compare() {
    let failed = answered(false, said(500, &json!(1)));
    assert_eq!(Difference::between(&failed, &[], &[]), None);
    let passed = answered(true, said(200, &json!(1)));
    assert_eq!(Difference::between(&passed, &[], &[&passed]), None);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5_i64..5).prop_map(Value::from),
        "[a-c]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-d ]{1,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The paths that differ.
fn paths(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    answers::compare(&said(200, before), &said(200, after), &mut |raw: Raw<'_>| {
        found.push(raw.what.to_owned());
    });
    found.sort();
    found
}

proptest! {
    #[test]
    fn an_answer_does_not_differ_from_itself(body in any_json()) {
        prop_assert_eq!(lines(said(200, &body), [said(200, &body)]), Vec::<String>::new());
    }

    #[test]
    fn answers_that_differ_differ_somewhere_and_the_same_way_back(a in any_json(), b in any_json()) {
        let there = paths(&a, &b);
        prop_assert_eq!(there.is_empty(), a == b);
        prop_assert_eq!(&there, &paths(&b, &a));
        let mut once = there.clone();
        once.dedup();
        prop_assert_eq!(once, there);
    }

    #[test]
    fn noise_is_never_more_than_what_differs(a in any_json(), b in any_json(), c in any_json()) {
        let told = lines(said(200, &c), [said(200, &a), said(200, &b)]);
        prop_assert!(told.len() <= paths(&b, &c).len());
    }
}
