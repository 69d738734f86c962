//! Those who read pages are told no on a page; programs are told so as a problem.

use runner_store::Role;

use crate::house::{Answered, House};
use crate::pages::watched;
use crate::people::{PASSWORD, cookie, sign_in, with_ana};

const BROWSER: &str = "accept: text/html,application/xhtml+xml,*/*;q=0.8";

/// Asks as a browser on this machine does.
async fn browse(house: &House, first: &str, more: &[&str]) -> Answered {
    let headers = ["host: localhost", BROWSER];
    let headers: Vec<String> = headers.iter().chain(more).map(ToString::to_string).collect();
    house.raw_head(first, &headers).await
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_frame() {
    let house = watched().await;
    for (path, said) in [
        ("/nowhere", "There is nothing here."),
        ("/i/999", "incident"),
        ("/s/none", "No monitor runs a suite <code>none</code>."),
        ("/r/nonsense", "run"),
        ("/d/none", "There is no deploy <code>none</code>."),
    ] {
        let page = browse(&house, &format!("GET {path}"), &[]).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'self'"));
        assert!(page.body.contains("<h1>There is no such page</h1>"), "{path}: {}", page.body);
        assert!(page.body.contains(said), "{path}: {}", page.body);
        assert!(page.body.contains("href=\"/runs\""), "{path}: the bar is there");
        assert_eq!(page.body.matches("aria-current=\"page\"").count(), 1, "only its own crumb");
    }
}

#[tokio::test]
async fn whatever_the_address_says_the_answer_is_a_page() {
    let house = watched().await;
    for (first, status) in [
        ("GET /i/%ff", 400),
        ("GET /s/%ff", 400),
        ("GET /deps?what_if=nonsense", 400),
        ("DELETE /runs", 405),
        ("POST /i/1/ack", 403),
    ] {
        let page = browse(&house, first, &[]).await;
        assert_eq!(page.status, status, "{first}: {page:?}");
        assert!(page.body.starts_with("<!doctype html>"), "{first}: {}", page.body);
        assert!(page.body.ends_with("</html>\n"), "{first}: {}", page.body);
    }
    let theme = browse(&house, "GET /theme", &[]).await;
    assert_eq!((theme.status, theme.header("location")), (303, Some("/")));
    let allowed = browse(&house, "DELETE /runs", &[]).await;
    assert_eq!(allowed.header("allow"), Some("GET,HEAD"), "the rest of the answer stays");
}

#[tokio::test]
async fn programs_are_told_as_a_problem() {
    let house = watched().await;
    let api = browse(&house, "GET /api/v1/nowhere", &[]).await;
    assert_eq!((api.status, api.problem().as_str()), (404, "there is nothing here"));
    let api = browse(&house, "GET /api/v1/status", &[]).await;
    assert_eq!(api.status, 401);
    api.problem();
    for accept in [&[][..], &["accept: */*".to_owned()][..]] {
        let headers: Vec<String> =
            ["host: localhost".to_owned()].iter().chain(accept).cloned().collect();
        let answered = house.raw_head("GET /i/999", &headers).await;
        assert_eq!(answered.status, 404);
        answered.problem();
    }
}

#[tokio::test]
async fn who_is_not_in_learns_nothing_of_what_is_watched() {
    let house = watched().await;
    let elsewhere = ["host: dashboard.example".to_owned(), BROWSER.to_owned()];
    let page = house.raw_head("GET /nowhere", &elsewhere).await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("There is nothing here."), "{}", page.body);
    assert!(page.body.contains("href=\"/sign-in\""), "{}", page.body);
    for inside in ["checkout", "Incidents", "staging", "Overview"] {
        assert!(!page.body.contains(inside), "{inside}: {}", page.body);
    }
}

#[tokio::test]
async fn who_may_only_look_is_told_whom_to_ask() {
    let house = with_ana(Role::Viewer).await;
    let session = cookie(&sign_in(&house, "ana", PASSWORD).await, "tripline_session").unwrap();
    let page = browse(&house, "POST /i/1/ack", &[&format!("cookie: {session}")]).await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("<h1>You may not do that</h1>"), "{}", page.body);
    let said = "This is for the role <code>operator</code>: ask an admin.";
    assert!(page.body.contains(said), "{}", page.body);
    assert!(page.body.contains("ana<span class=\"t3\"> · viewer"), "{}", page.body);
}
