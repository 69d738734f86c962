//! Who signs in, and what becomes of those who do not.

use jiff::{SignedDuration, Timestamp};
use runner_model::Secret;
use runner_store::{NewUser, Role};
use web::Open;

use crate::house::{Answered, House, start};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A house with one user, `ana`.
pub(crate) async fn with_ana(role: Role) -> House {
    let house = House::open().await;
    add(&house, "ana", role).await;
    house
}

pub(crate) async fn add(house: &House, name: &str, role: Role) {
    let password = web::hash_password(&Secret::new(PASSWORD.to_owned())).unwrap();
    let user = NewUser { name: name.to_owned(), role, password };
    assert!(house.store.users().add(&user, start(), "a test").await.unwrap());
}

/// The cookie that an answer sets, as it is sent back.
pub(crate) fn cookie(answered: &Answered, name: &str) -> Option<String> {
    let line = answered.all("set-cookie").into_iter().find(|line| line.starts_with(name))?;
    Some(line.split(';').next().unwrap().to_owned())
}

/// The token in the form of a page.
pub(crate) fn form_token(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"form_token\" value=\"").expect("there is a form");
    rest.split('"').next().unwrap().to_owned()
}

/// Sends a form, from this host, with these cookies.
pub(crate) async fn post(house: &House, path: &str, cookies: &str, fields: &str) -> Answered {
    let headers = [
        "content-type: application/x-www-form-urlencoded".to_owned(),
        format!("cookie: {cookies}"),
    ];
    house.send(&format!("POST {path}"), &headers, fields).await
}

/// Signs in as a browser does.
pub(crate) async fn sign_in(house: &House, name: &str, password: &str) -> Answered {
    let page = house.ask("GET /sign-in").await;
    assert_eq!(page.status, 200, "{page:?}");
    let token = form_token(&page.body);
    let password = password.replace(' ', "+");
    let fields = format!("form_token={token}&name={name}&password={password}&to=%2Fsign-in");
    post(house, "/sign-in", &cookie(&page, "tripline_visit").unwrap(), &fields).await
}

#[tokio::test]
async fn who_knows_the_password_is_signed_in_until_they_sign_out() {
    let house = with_ana(Role::Viewer).await;
    let answered = sign_in(&house, "ana", PASSWORD).await;
    assert_eq!((answered.status, answered.header("location")), (303, Some("/sign-in")));
    let line = answered.all("set-cookie").join("\n");
    assert!(line.contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"), "{line}");
    let session = cookie(&answered, "tripline_session").unwrap();
    let shown = [format!("cookie: {session}")];
    let page = house.send("GET /sign-in", &shown, "").await;
    assert!(page.body.contains("You are signed in as ana."), "{page:?}");
    let token = form_token(&page.body);
    let refused = post(&house, "/sign-out", &session, "form_token=0").await;
    assert_eq!(refused.status, 403, "no form of ours");
    let out = post(&house, "/sign-out", &session, &format!("form_token={token}")).await;
    assert_eq!((out.status, out.header("location")), (303, Some("/sign-in")));
    let page = house.send("GET /sign-in", &shown, "").await;
    assert!(!page.body.contains("You are signed in"), "{page:?}");
    let said = [("ana", "signed in"), ("ana", "signed out")];
    assert_eq!(house.audit().await, said.map(|(who, what)| (who.to_owned(), what.to_owned())));
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let house = with_ana(Role::Admin).await;
    let same = |answered: Answered| {
        assert_eq!(answered.status, 401);
        assert_eq!(cookie(&answered, "tripline_session"), None);
        let token = form_token(&answered.body);
        answered.body.replace(&token, "")
    };
    let wrong = same(sign_in(&house, "ana", "correct horse").await);
    assert!(wrong.contains("That name and password do not belong together."), "{wrong}");
    let long = "a".repeat(5000);
    for name in ["bo", "", &long, "%00", "%F0%9F%92%A5"] {
        assert_eq!(same(sign_in(&house, name, PASSWORD).await), wrong, "{name}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in() {
    let house = with_ana(Role::Admin).await;
    let page = house.ask("GET /sign-in").await;
    let (token, visit) = (form_token(&page.body), cookie(&page, "tripline_visit").unwrap());
    let other = form_token(&house.ask("GET /sign-in").await.body);
    let fields = format!("name=ana&password={}", PASSWORD.replace(' ', "+"));
    for (cookies, fields) in [
        (visit.as_str(), fields.clone()),
        (visit.as_str(), format!("{fields}&form_token=")),
        (visit.as_str(), format!("{fields}&form_token={other}")),
        ("", format!("{fields}&form_token={token}")),
    ] {
        let answered = post(&house, "/sign-in", cookies, &fields).await;
        assert_eq!(answered.status, 403, "{fields}");
        assert_eq!(
            answered.problem(),
            "the form is out of date: load the page again, and send it once more"
        );
    }
}

#[tokio::test]
async fn who_guesses_passwords_is_not_listened_to_for_a_minute() {
    let house = with_ana(Role::Admin).await;
    for _ in 0..10 {
        assert_eq!(sign_in(&house, "ana", "a wrong guess").await.status, 401);
    }
    let refused = sign_in(&house, "ana", PASSWORD).await;
    assert_eq!(refused.status, 429, "right or wrong is not told");
    assert!(refused.body.contains("Too many tries from there. Try again in 61 s."), "{refused:?}");
    house.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(sign_in(&house, "ana", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn a_cookie_is_for_tls_alone_where_the_proxy_has_it() {
    let house = House::open().await;
    let through = ["x-forwarded-proto: https".to_owned()];
    let page = house.send("GET /sign-in", &through, "").await;
    let line = page.all("set-cookie").join("");
    assert!(line.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{line}");
}

/// How somebody is answered who asks to sign out, which is for those who are in.
async fn met(house: &House, headers: &[&str]) -> (u16, Option<String>) {
    let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
    let answered = house.raw_head("POST /sign-out", &headers).await;
    (answered.status, answered.header("location").map(str::to_owned))
}

#[tokio::test]
async fn this_machine_comes_in_without_signing_in_until_there_is_a_user() {
    let house = House::open().await;
    // Let in, and told that the form is none of ours.
    assert_eq!(met(&house, &["host: localhost:8765"]).await, (403, None));
    let way_in = (303, Some("/sign-in".to_owned()));
    assert_eq!(met(&house, &["host: evil.example"]).await, way_in, "a name that points here");
    assert_eq!(met(&house, &["host: localhost", "x-forwarded-for: 10.0.0.7"]).await, way_in);
    add(&house, "ana", Role::Viewer).await;
    assert_eq!(met(&house, &["host: localhost:8765"]).await, way_in);
}

#[tokio::test]
async fn elsewhere_somebody_has_to_say_that_it_is_open() {
    let house = House::open_to(Open::ToNobody).await;
    let here = ["host: localhost"];
    assert_eq!(met(&house, &here).await, (303, Some("/sign-in".to_owned())));
    let house = House::open_to(Open::ToEverybody).await;
    assert_eq!(met(&house, &["host: anything.example"]).await, (403, None));
    assert_eq!(
        house.store.sessions().find(&Secret::new(String::new()), Timestamp::MAX).await,
        Ok(None)
    );
}

#[tokio::test]
async fn who_is_not_in_is_led_back_to_what_they_asked_for() {
    let house = with_ana(Role::Viewer).await;
    let page = house.ask("GET /sign-in?to=%2Fr%2F1%3Fa%3Db").await;
    assert!(page.body.contains("name=\"to\" value=\"/r/1?a=b\""), "{page:?}");
    let page = house.ask("GET /sign-in?to=https://evil.example/%22%3E%3Cscript%3E").await;
    assert!(page.body.contains("name=\"to\" value=\"/\""), "{page:?}");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'self';"), "{policy}");
}
