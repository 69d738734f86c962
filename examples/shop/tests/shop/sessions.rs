//! Logging in, logging out, signing up.

use examples_shop::Service::{Auth, Orders, Shop as Front};
use serde_json::json;

use crate::client::{ask, log_in, shop};

#[tokio::test]
async fn a_session_can_be_looked_at_and_closed() {
    let shop = shop().await;
    let token = log_in(&shop, "canary-eu@example.com").await;
    let current = |method| ask(&shop, Auth, method, "/v1/sessions/current").bearer(&token).send();
    let session = current("GET").await.json();
    assert_eq!(session["account"]["region"], "eu");
    assert_eq!(session["account"]["canary"], true);
    assert!(session["account"].get("password").is_none());
    assert_eq!(current("DELETE").await.status, 204);
    assert_eq!(current("GET").await.status, 401);
    assert_eq!(current("DELETE").await.status, 401);
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let shop = shop().await;
    for credentials in [
        json!({ "email": "test-user@example.com", "password": "wrong" }),
        json!({ "email": "nobody@example.com", "password": "correct-horse-battery" }),
    ] {
        let answer = ask(&shop, Front, "POST", "/login").json(&credentials).send().await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.json()["title"], "Unauthorized");
    }
}

#[tokio::test]
async fn the_front_keeps_a_cookie_which_other_services_do_not_take() {
    let shop = shop().await;
    let credentials =
        json!({ "email": "test-user@example.com", "password": "correct-horse-battery" });
    let answer = ask(&shop, Front, "POST", "/login").json(&credentials).send().await;
    assert_eq!(answer.status, 200);
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let with_cookie = |service, path| ask(&shop, service, "GET", path).header("cookie", &cookie);
    assert_eq!(with_cookie(Front, "/accounts/me").send().await.status, 200);
    assert_eq!(with_cookie(Orders, "/v1/orders").send().await.status, 401);
    let out = ask(&shop, Front, "POST", "/logout").header("cookie", &cookie).send().await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(with_cookie(Front, "/accounts/me").send().await.status, 401);
}

#[tokio::test]
async fn a_new_customer_signs_up_changes_the_name_and_leaves() {
    let shop = shop().await;
    let new = json!({ "email": "new@example.com", "password": "correct-horse-battery" });
    let sign_up = || ask(&shop, Front, "POST", "/accounts").json(&new).send();
    assert_eq!(sign_up().await.status, 201);
    assert_eq!(sign_up().await.status, 409);
    let token = log_in(&shop, "new@example.com").await;
    let me = |method| ask(&shop, Front, method, "/accounts/me").bearer(&token);
    let renamed = me("PATCH").json(&json!({ "name": "Nora New" })).send().await;
    assert_eq!((renamed.status, renamed.json()["name"].as_str()), (200, Some("Nora New")));
    assert_eq!(me("PATCH").json(&json!({ "name": "" })).send().await.complaints(), ["name"]);
    assert_eq!(me("DELETE").send().await.status, 204);
    assert_eq!(me("GET").send().await.status, 401);
    assert_eq!(sign_up().await.status, 201);
}

#[tokio::test]
async fn all_that_is_wrong_with_a_sign_up_is_said_at_once() {
    let shop = shop().await;
    let wrong = json!({ "email": "new", "password": "short", "name": "" });
    let answer = ask(&shop, Front, "POST", "/accounts").json(&wrong).send().await;
    assert_eq!(answer.complaints(), ["email", "password", "name"]);
}

#[tokio::test]
async fn seeded_accounts_stay_as_they_are() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    let me = |method| ask(&shop, Front, method, "/accounts/me").bearer(&token);
    assert_eq!(me("DELETE").send().await.status, 409);
    assert_eq!(me("PATCH").json(&json!({ "name": "x" })).send().await.status, 409);
}

#[tokio::test]
async fn a_body_must_be_json_and_say_the_right_thing() {
    let shop = shop().await;
    let login = || ask(&shop, Front, "POST", "/login");
    assert_eq!(login().body("text/plain", "hello").send().await.status, 415);
    assert_eq!(login().body("application/json", "{").send().await.status, 400);
    let answer = login().json(&json!({ "email": 5 })).send().await;
    assert_eq!(answer.status, 422);
    assert!(answer.json()["detail"].as_str().unwrap().contains("email"), "{answer:?}");
}
