//! Redirects: followed, and what goes along.

use bytes::Bytes;
use runner_http::{Connect, Request, RequestHeader};
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Authority, Origin, Reply};

use crate::sending::*;

#[tokio::test]
async fn a_redirect_is_the_answer_unless_followed() {
    let origin = Origin::start();
    let exchanged = Sender::new().get(&origin.url("/redirect/1")).await;
    assert_eq!(whole(&exchanged).status, 302);
    assert!(exchanged.exchange.hops.is_empty());
}

#[tokio::test]
async fn each_hop_is_kept_with_its_time() {
    let origin = Origin::start();
    let exchanged = Sender::new().send(following(5, get(&origin.url("/redirect/3")))).await;
    assert_eq!(whole(&exchanged).status, 200);
    let hops = &exchanged.exchange.hops;
    assert_eq!(hops.iter().map(|hop| hop.status).collect::<Vec<_>>(), [302, 302, 302]);
    assert_eq!(hops[0].url, origin.url("/redirect/3"));
    assert!(hops[0].timings.connect.is_some() && hops[1].timings.connect.is_none());
    assert!(hops.iter().all(|hop| !hop.timings.wait.is_zero()));
    let times: std::time::Duration = hops.iter().map(|hop| hop.timings.total()).sum();
    assert!(times + exchanged.exchange.timings.total() <= exchanged.exchange.took);
    assert_ne!(
        exchanged.exchange.request.url,
        origin.url("/redirect/3"),
        "the last request counts"
    );
    assert_eq!(origin.connections(), 1);
}

#[tokio::test]
async fn too_many_are_an_error_that_keeps_the_last_answer() {
    let origin = Origin::start();
    origin.on("/round", Reply::redirect(307, "/round"));
    let exchanged = Sender::new().send(following(2, get(&origin.url("/round")))).await;
    let url = origin.url("/round");
    let message =
        format!("2 redirects were followed, as many as are allowed, and {url} leads on to {url}");
    assert_broken(&exchanged, Kind::Redirect, Phase::Receive, &message);
    assert_eq!(exchanged.exchange.answer.response().unwrap().status, 307);
    assert_eq!(exchanged.exchange.hops.len(), 2);
}

#[tokio::test]
async fn one_that_leads_nowhere_is_an_error_when_followed() {
    let origin = Origin::start();
    for (path, what) in [
        ("/lie/redirect-nowhere", "a redirect, without a `location`"),
        (
            "/lie/redirect-bad-url",
            "a redirect to `http://[::1`, which is no address (invalid IPv6 address)",
        ),
        ("/lie/redirect-to-file", "a redirect to `file:///etc/passwd`: `file:` is not followed"),
    ] {
        let url = origin.url(path);
        let exchanged = Sender::new().send(following(5, get(&url))).await;
        assert_broken(
            &exchanged,
            Kind::Redirect,
            Phase::Receive,
            &format!("{url} answered 302, {what}"),
        );
        assert_eq!(whole(&Sender::new().get(&url).await).status, 302);
    }
}

#[tokio::test]
async fn methods_and_bodies_go_along_as_the_status_says() {
    let origin = Origin::start();
    let cases = [
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 301, "PUT"),
        ("PUT", 303, "GET"),
        ("HEAD", 303, "HEAD"),
        ("PURGE", 302, "PURGE"),
    ];
    for (method, status, then) in cases {
        origin.forget();
        origin.on("/from", Reply::redirect(status, "/to"));
        let mut first = request(method, &origin.url("/from"));
        first.body = (method != "HEAD").then(|| Bytes::from_static(b"{}"));
        first.headers = vec![header("content-type", "application/json"), header("x-kept", "1")];
        Sender::new().send(following(1, first)).await;
        let second = &origin.received()[1];
        assert_eq!(second.method, then, "{method} {status}");
        let with_body = then == method && method != "HEAD";
        assert_eq!(second.text(), if with_body { "{}" } else { "" }, "{method} {status}");
        assert_eq!(second.header("content-type").is_some(), then == method, "{method} {status}");
        assert_eq!(second.header("x-kept"), Some("1"));
    }
}

fn secretive(url: &str) -> Request {
    let mut request = following(3, get(url));
    request.headers = vec![
        RequestHeader::credential("X-Api-Key", "k"),
        header("Authorization", "Bearer t"),
        header("Cookie", "own=1"),
        header("X-Plain", "1"),
    ];
    request
}

#[tokio::test]
async fn credentials_stay_within_their_origin() {
    let (home, away) = (Origin::start(), Origin::start());
    home.on("/in", Reply::redirect(302, "/still-in").header("Set-Cookie", "jar=1"));
    home.on("/still-in", Reply::redirect(302, away.url_at("localhost", "/out")));
    away.on("/out", Reply::redirect(302, home.url("/back")));
    let exchanged = Sender::new().send(secretive(&home.url("/in"))).await;
    assert_eq!(exchanged.exchange.hops.len(), 3);

    let at_home = home.received();
    for received in &at_home[..2] {
        assert_eq!(received.header("x-api-key"), Some("k"), "{}", received.path);
        assert_eq!(received.header("authorization"), Some("Bearer t"));
        assert!(received.header("cookie").unwrap().contains("own=1"));
    }
    assert_eq!(at_home[1].header("cookie"), Some("own=1; jar=1"));
    let abroad = away.only_received();
    for name in ["x-api-key", "authorization", "cookie"] {
        assert_eq!(abroad.header(name), None, "{name}");
    }
    assert_eq!(abroad.header("x-plain"), Some("1"));
    // Whoever redirects back must not make us use what he was not given.
    assert_eq!(at_home[2].header("authorization"), None);
    assert_eq!(at_home[2].header("cookie"), Some("jar=1"), "the jar knows this host");
}

#[tokio::test]
async fn another_port_and_another_scheme_are_another_origin() {
    let authority = Authority::new();
    let (plain, other_port) = (Origin::start(), Origin::start());
    let secure = Origin::start_tls(authority.tls());
    for (target, url) in [(&other_port, other_port.url("/")), (&secure, secure.url("/"))] {
        plain.on("/go", Reply::redirect(307, url));
        let sender = Sender::over(trusting(&authority.ca_pem()));
        whole(&sender.send(secretive(&plain.url("/go"))).await);
        assert_eq!(target.only_received().header("authorization"), None);
    }
}

#[tokio::test]
async fn an_address_given_for_a_host_is_not_taken_to_another() {
    let (home, away) = (Origin::start(), Origin::start());
    home.on("/go", Reply::redirect(302, away.url_at("localhost", "/there")));
    // 127.0.0.1 is given for `shop.invalid`; 127.0.0.2 would be wrong for `localhost`.
    let connect = Connect { resolve: Some("127.0.0.1".parse().unwrap()), ..Connect::default() };
    let url = format!("http://shop.invalid:{}/go", home.port());
    let exchanged = Sender::over(connect).send(following(1, get(&url))).await;
    whole(&exchanged);
    assert!(exchanged.exchange.timings.dns.is_some(), "`localhost` was looked up");
}

#[tokio::test]
async fn a_redirect_with_a_body_that_never_ends_does_not_hold_us_up() {
    let origin = Origin::start();
    let reply =
        Reply::redirect(302, "/").body("x".repeat(50)).drip(std::time::Duration::from_millis(100));
    origin.on("/slow", reply);
    let exchanged = Sender::new().send(following(1, get(&origin.url("/slow")))).await;
    assert_eq!(whole(&exchanged).status, 200);
    assert!(
        exchanged.exchange.took < std::time::Duration::from_secs(2),
        "{:?}",
        exchanged.exchange.took
    );
}
