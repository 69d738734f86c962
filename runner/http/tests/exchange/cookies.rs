//! Cookies: kept, sent, told apart.

use runner_http::CookieJar;
use runner_testkit::{Origin, Reply};
use url::Url;

use crate::sending::*;

fn jar(url: &Url, lines: &[&str]) -> CookieJar {
    let jar = CookieJar::new();
    lines.iter().for_each(|line| jar.take(line, url));
    jar
}

#[tokio::test]
async fn what_an_answer_sets_is_sent_with_the_next_request() {
    let origin = Origin::start();
    origin.on(
        "/login",
        Reply::text("in")
            .header("Set-Cookie", "sid=abc; Path=/")
            .header("Set-Cookie", "lang=\"de\"; Path=/shop"),
    );
    let sender = Sender::new();
    let exchanged = sender.get(&origin.url("/login")).await;
    let set = [("sid".to_owned(), "abc".to_owned()), ("lang".to_owned(), "de".to_owned())];
    assert_eq!(exchanged.cookies, set);
    sender.get(&origin.url("/")).await;
    sender.get(&origin.url("/shop/cart")).await;
    let received = origin.received();
    assert_eq!(received[0].header("cookie"), None);
    assert_eq!(received[1].header("cookie"), Some("sid=abc"));
    assert!(received[2].header("cookie").unwrap().ends_with("; sid=abc"), "the longest path first");
}

#[tokio::test]
async fn the_steps_own_cookies_win_over_the_jars() {
    let origin = Origin::start();
    let sender = Sender::new();
    let url = Url::parse(&origin.url("/")).unwrap();
    sender.jar.take("a=jar", &url);
    sender.jar.take("b=jar", &url);
    sender.send(with(header("Cookie", "a=own; c=own"), get(url.as_str()))).await;
    assert_eq!(origin.only_received().headers_named("cookie"), ["a=own; c=own; b=jar"]);
}

#[test]
fn a_clone_has_the_same_content_and_its_own_future() {
    let url = Url::parse("http://shop.test/").unwrap();
    let setup = jar(&url, &["a=1"]);
    let test = setup.clone();
    test.take("b=2", &url);
    assert_eq!(setup.header_for(&url).as_deref(), Some("a=1"));
    assert_eq!(test.header_for(&url).as_deref(), Some("a=1; b=2"));
}

#[test]
fn cookies_keep_to_their_domain_their_path_and_tls() {
    let url = Url::parse("https://shop.test/cart/1").unwrap();
    let jar = jar(
        &url,
        &[
            "host=1",
            "all=1; Domain=shop.test; Path=/",
            "safe=1; Secure; Path=/",
            "foreign=1; Domain=evil.test",
            "gone=1; Max-Age=0",
            "nameless",
        ],
    );
    let for_url = |url: &str| jar.header_for(&Url::parse(url).unwrap());
    assert_eq!(for_url("https://shop.test/cart/2").as_deref(), Some("host=1; all=1; safe=1"));
    assert_eq!(for_url("http://shop.test/").as_deref(), Some("all=1"));
    assert_eq!(for_url("https://api.shop.test/cart/1").as_deref(), Some("all=1"));
    assert_eq!(for_url("https://evil.test/cart/1"), None);
}

#[test]
fn an_expired_cookie_takes_its_forerunner_along() {
    let url = Url::parse("http://shop.test/").unwrap();
    let jar = jar(&url, &["sid=1", "sid=; Max-Age=0"]);
    assert_eq!(jar.header_for(&url), None);
}
