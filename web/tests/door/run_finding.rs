//! What a run found, since when, and what is different from the last pass: as the API tells it.

use jiff::SignedDuration;
use runner_model::{Answer, Header, Outcome, SeriesRun};
use serde_json::{Value, json};

use crate::house::{Answered, House, READ, run, start};
use crate::pages::{full, look, watched};

async fn asked(house: &House, run: &SeriesRun, query: &str) -> Answered {
    house.ask_with(READ, &format!("GET /api/v1/runs/{}/finding{query}", run.run)).await
}

async fn found(house: &House, run: &SeriesRun) -> Value {
    let answered = asked(house, run, "").await;
    assert_eq!(answered.status, 200, "{answered:?}");
    answered.json()
}

#[tokio::test]
async fn a_run_that_failed_says_since_when_after_what_and_how_it_is_elsewhere() {
    let house = watched().await;
    let elsewhere = run("login", Outcome::Passed);
    house.record(vec![elsewhere.clone()]).await;
    let failed = full(9, Outcome::Failed);
    let shown = found(&house, &failed).await;
    let nasty = "<script>alert(1)</script>";
    let finding = json!({
        "step": format!("step 1 \"look {nasty}\""),
        "request": format!("POST https://shop.example.com/orders?q={nasty}"),
        "expected": "status 201",
        "got": nasty,
    });
    let minute = |minute: i64| start() + SignedDuration::from_mins(minute);
    let of = |minute: i64, outcome: Outcome| json!(full(minute, outcome).run.to_string());
    let mut rest = shown.clone();
    let steps = rest.as_object_mut().unwrap().remove("steps").unwrap();
    let expected = json!({
        "run": failed.run.to_string(),
        "test": 1,
        "outcome": "failed",
        "finding": finding,
        "failing": {
            "since": minute(7),
            "first": of(7, Outcome::Failed),
            "runs": 3,
            "or_more": false,
        },
        "deploy": {
            "at": minute(6) + SignedDuration::from_secs(30),
            "service": "shop",
            "version": "1.4.2",
            "environment": "production",
        },
        "elsewhere": [
            { "place": "staging", "outcome": "passed", "run": elsewhere.run.to_string() },
        ],
        "incident": 1,
        "older": of(8, Outcome::Failed),
        "last_pass": { "run": of(6, Outcome::Passed), "started": minute(6), "took_ms": 120 },
    });
    assert_eq!(rest, expected);
    let [step] = &steps.as_array().unwrap()[..] else { panic!("{steps}") };
    let status = json!({ "what": "status", "before": "201", "after": "502" });
    assert!(step["different"]["changes"].as_array().unwrap().contains(&status), "{step}");
    // The page offers the same command.
    let curl = step["curl"].as_str().unwrap();
    let page = look(&house, &format!("/r/{}", failed.run)).await.body;
    assert!(curl.starts_with("curl 'https://shop.example.com/orders"), "{curl}");
    assert!(page.contains("data-copy data-key=\"c\">curl &#39;https://shop.example.com/orders"));
    assert!(page.contains("staging passes</a>"), "{page}");
}

#[tokio::test]
async fn a_run_that_passed_has_nothing_found_and_knows_its_neighbours() {
    let house = watched().await;
    let shown = found(&house, &full(3, Outcome::Passed)).await;
    assert_eq!(shown["outcome"], "passed");
    for left_out in ["finding", "failing", "deploy", "incident"] {
        assert_eq!(shown[left_out], Value::Null, "{shown}");
    }
    assert_eq!(shown["older"], full(2, Outcome::Passed).run.as_str());
    assert_eq!(shown["newer"], full(4, Outcome::Passed).run.as_str());
    assert_eq!(shown["steps"][0]["different"], Value::Null, "{shown}");
}

/// The same with a header of its answer.
fn dated(mut run: SeriesRun, date: &str) -> SeriesRun {
    let step = &mut run.detail.as_mut().unwrap().steps[0];
    let Answer::Complete(response) = &mut step.exchange.as_mut().unwrap().answer else {
        panic!("it has an answer");
    };
    response.headers.push(Header { name: "date".to_owned(), value: date.to_owned() });
    run
}

#[tokio::test]
async fn what_differs_each_time_is_told_apart() {
    let house = House::open().await;
    let pass = dated(full(0, Outcome::Passed), "Thu, 01 Jan 2026 00:00:00 GMT");
    let failed = dated(full(1, Outcome::Failed), "Thu, 01 Jan 2026 00:01:00 GMT");
    house.record(vec![pass, failed.clone()]).await;
    let shown = found(&house, &failed).await;
    let noise = json!({
        "what": "header date",
        "before": "Thu, 01 Jan 2026 00:00:00 GMT",
        "after": "Thu, 01 Jan 2026 00:01:00 GMT",
    });
    assert_eq!(shown["steps"][0]["different"]["noise"], json!([noise]), "{shown}");
}

#[tokio::test]
async fn of_several_tests_the_worst_is_told_of_unless_one_is_asked_for() {
    let house = House::open().await;
    let (good, mut bad) = (full(0, Outcome::Passed), full(0, Outcome::Failed));
    bad.series.test.test = "other".try_into().unwrap();
    house.record(vec![good.clone(), bad]).await;
    let worst = found(&house, &good).await;
    assert_eq!((&worst["test"], &worst["outcome"]), (&json!(2), &json!("failed")), "{worst}");
    let first = asked(&house, &good, "?test=1").await.json();
    assert_eq!((&first["test"], &first["outcome"]), (&json!(1), &json!("passed")), "{first}");
    for number in ["0", "3"] {
        let none = asked(&house, &good, &format!("?test={number}")).await;
        let why = format!("there is no test {number} in run `{}`, which has 2 tests", good.run);
        assert_eq!((none.status, none.problem()), (404, why));
    }
    assert_eq!(asked(&house, &good, "?test=first").await.status, 400);
}

#[tokio::test]
async fn of_a_run_that_is_not_kept_in_full_nothing_is_made_up() {
    let house = House::open().await;
    let brief = run("checkout", Outcome::Failed);
    house.record(vec![brief.clone()]).await;
    let shown = found(&house, &brief).await;
    assert_eq!((&shown["finding"], &shown["steps"]), (&Value::Null, &json!([])), "{shown}");
    assert_eq!((&shown["failing"]["runs"], &shown["last_pass"]), (&json!(1), &Value::Null));
    let none = house.ask_with(READ, "GET /api/v1/runs/nonsense/finding").await;
    assert_eq!((none.status, none.problem()), (404, "no run `nonsense` is remembered".to_owned()));
}
