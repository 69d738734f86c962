//! HTTP/2, negotiated and by prior knowledge.

use runner_http::{Connect, HttpVersion, Request};
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Authority, Lie, Origin};

use crate::sending::*;

fn speaking(http: HttpVersion, connect: Connect) -> Sender {
    Sender::over(Connect { http, ..connect })
}

#[tokio::test]
async fn the_version_is_negotiated_or_chosen() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().http2());
    for (http, protocol) in [
        (HttpVersion::Auto, "HTTP/2"),
        (HttpVersion::Http2, "HTTP/2"),
        (HttpVersion::Http1, "HTTP/1.1"),
    ] {
        let sender = speaking(http, trusting(&authority.ca_pem()));
        let exchanged = sender.get(&origin.url("/json")).await;
        assert_eq!(whole(&exchanged).protocol, protocol);
        let shows_host = exchanged.exchange.request.headers.iter().any(|line| line.name == "host");
        assert_eq!(shows_host, protocol == "HTTP/1.1");
    }
    let old = Origin::start_tls(authority.tls());
    let sender = speaking(HttpVersion::Auto, trusting(&authority.ca_pem()));
    assert_eq!(whole(&sender.get(&old.url("/json")).await).protocol, "HTTP/1.1");
}

#[tokio::test]
async fn without_tls_it_is_prior_knowledge() {
    let origin = Origin::start();
    let sender = speaking(HttpVersion::Http2, Connect::default());
    let exchanged = sender.send(post(&origin.url("/echo"), "hello")).await;
    assert_eq!(whole(&exchanged).protocol, "HTTP/2");
    let received = origin.only_received();
    assert_eq!((received.version.as_str(), received.text().as_str()), ("HTTP/2", "hello"));
    assert_eq!(received.headers_named("host").len(), 1);
}

#[tokio::test]
async fn requests_share_one_connection_and_know_it() {
    let origin = Origin::start();
    let sender = speaking(HttpVersion::Http2, Connect::default());
    let url = origin.url("/delay/20");
    whole(&sender.get(&url).await);
    let (a, b) = tokio::join!(sender.get(&url), sender.get(&url));
    for exchanged in [&a, &b] {
        assert!(whole(exchanged).connection.reused);
        assert_eq!(exchanged.exchange.timings.connect, None);
    }
    assert_eq!(origin.connections(), 1);
}

#[tokio::test]
async fn a_host_header_of_ones_own_is_said_in_http1() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().http2());
    let sender = Sender::over(trusting(&authority.ca_pem()));
    let exchanged = sender.send(with(header("Host", "shop.test"), get(&origin.url("/")))).await;
    assert_eq!(whole(&exchanged).protocol, "HTTP/1.1");
    assert_eq!(origin.only_received().headers_named("host"), ["shop.test"]);
}

#[tokio::test]
async fn broken_answers_are_told_as_over_http1() {
    let origin = Origin::start();
    let at = origin.addr();
    let sender = speaking(HttpVersion::Http2, Connect::default());
    let url = |lie: Lie| origin.url(&format!("/lie/{}", lie.name()));

    let exchanged = sender.send(post(&url(Lie::ResetBeforeHead), "x")).await;
    let message = format!("{at} reset the HTTP/2 stream (INTERNAL_ERROR) before it had answered");
    assert_broken(&exchanged, Kind::Reset, Phase::Wait, &message);

    let before = origin.received().len();
    assert_eq!(broken(&sender.get(&url(Lie::ResetBeforeHead)).await).message, message);
    assert_eq!(origin.received().len(), before + 1, "a bad answer is no stale connection");

    let exchanged = sender.get(&url(Lie::ResetInBody)).await;
    let message =
        format!("{at} reset the HTTP/2 stream (INTERNAL_ERROR) after 17 of 100 promised bytes");
    assert_broken(&exchanged, Kind::Reset, Phase::Receive, &message);
    assert_eq!(exchanged.body.len(), 17);

    let request = Request { max_body: 1000, ..get(&url(Lie::EndlessBody)) };
    let exchanged = sender.send(request).await;
    let message = "the body is longer than 1 kB, the limit set by `max_body`";
    assert_broken(&exchanged, Kind::TooLarge, Phase::Receive, message);
    assert_eq!(whole(&sender.get(&url(Lie::ManyHeaders)).await).status, 200);
}
