//! What is left of the front: trouble, forms, and addresses that are not there.

use examples_shop::Service::{self, Shop as Front};
use serde_json::json;

use crate::client::{ask, shop};

#[tokio::test]
async fn every_service_says_how_it_is() {
    let shop = shop().await;
    for service in Service::ALL {
        let health = ask(&shop, service, "GET", "/health").send().await;
        assert_eq!(health.json(), json!({ "status": "ok", "service": service.name() }));
    }
}

#[tokio::test]
async fn the_flaky_endpoint_fails_the_first_of_every_three_times() {
    let shop = shop().await;
    for key in ["a", "b"] {
        let mut seen = Vec::new();
        for _ in 0..4 {
            let answer = ask(&shop, Front, "GET", &format!("/flaky?key={key}")).send().await;
            seen.push((answer.status, answer.header("retry-after").map(ToOwned::to_owned)));
        }
        let (fails, works) = ((503, Some("0".to_owned())), (200, None));
        assert_eq!(seen, [fails.clone(), works.clone(), works, fails]);
    }
    assert_eq!(ask(&shop, Front, "GET", "/flaky").send().await.status, 503);
}

#[tokio::test]
async fn the_slow_endpoint_has_its_limit() {
    let shop = shop().await;
    assert_eq!(ask(&shop, Front, "GET", "/slow?ms=1").send().await.json()["sleptMs"], 1);
    assert_eq!(ask(&shop, Front, "GET", "/slow?ms=10001").send().await.complaints(), ["ms"]);
}

#[tokio::test]
async fn a_form_may_repeat_a_field() {
    let shop = shop().await;
    let subscribe = |form: &str| {
        let request = ask(&shop, Front, "POST", "/newsletter");
        request.body("application/x-www-form-urlencoded", form).send()
    };
    let answer = subscribe("email=a%40b.c&topic=garden&topic=light").await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json(), json!({ "email": "a@b.c", "topics": ["garden", "light"] }));
    assert_eq!(subscribe("topic=cars").await.complaints(), ["email", "topic"]);
    let wrong = ask(&shop, Front, "POST", "/newsletter").json(&json!({})).send().await;
    assert_eq!(wrong.status, 415);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_in_json() {
    let shop = shop().await;
    let missing = ask(&shop, Front, "GET", "/nowhere").send().await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("content-type"), Some("application/problem+json"));
    let wrong = ask(&shop, Front, "PUT", "/login").send().await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("POST")));
    assert_eq!(wrong.json()["title"], "Method Not Allowed");
}
