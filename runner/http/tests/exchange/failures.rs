//! Every way to get no answer, and what is said about it.

use runner_http::{Connect, HttpVersion};
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Greeting, Lie, Origin, refused_port};

use crate::sending::*;

#[tokio::test]
async fn nothing_listens() {
    let port = refused_port();
    let exchanged = Sender::new().get(&format!("http://127.0.0.1:{port}/")).await;
    let message = format!("nothing listens on 127.0.0.1:{port} (connection refused)");
    assert_broken(&exchanged, Kind::Refused, Phase::Connect, &message);
    assert!(exchanged.exchange.answer.response().is_none());
    let timings = exchanged.exchange.timings;
    assert!(timings.connect.is_some(), "it was tried");
    assert!(timings.wait.is_zero(), "{timings:?}");

    let exchanged =
        Sender::over(resolving("127.0.0.1")).get(&format!("http://shop.invalid:{port}/")).await;
    let message = format!(
        "nothing listens on shop.invalid:{port}, which `resolve` puts at 127.0.0.1 (connection refused)"
    );
    assert_broken(&exchanged, Kind::Refused, Phase::Connect, &message);

    let exchanged = Sender::new().get(&format!("https://localhost:{port}/")).await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Refused, Phase::Connect));
    let (start, end) =
        (format!("nothing listens on localhost:{port}, which is "), " (connection refused)");
    assert!(error.message.starts_with(&start) && error.message.ends_with(end), "{}", error.message);
}

#[tokio::test]
async fn a_name_without_an_address() {
    let exchanged = Sender::new().get("http://shop.invalid/").await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Dns, Phase::Dns));
    assert!(
        error.message.starts_with("the host name `shop.invalid` has no address ("),
        "{}",
        error.message
    );
    let timings = exchanged.exchange.timings;
    assert!(timings.dns.is_some() && timings.connect.is_none(), "{timings:?}");
}

#[tokio::test]
async fn a_server_that_leaves_without_an_answer() {
    let origin = Origin::start();
    let at = origin.addr();
    for (lie, how) in [
        (Lie::CloseBeforeHead, "closed"),
        (Lie::CloseInHead, "closed"),
        (Lie::ResetBeforeHead, "reset"),
        (Lie::ResetInHead, "reset"),
    ] {
        let url = origin.url(&format!("/lie/{}", lie.name()));
        for request in [get(&url), post(&url, "x")] {
            let exchanged = Sender::new().send(request).await;
            let message = format!("{at} {how} the connection before it had answered");
            assert_broken(&exchanged, Kind::Reset, Phase::Wait, &message);
            assert!(exchanged.exchange.answer.response().is_none());
        }
    }
    assert_eq!(origin.received().len(), 8, "nothing was sent twice");
}

#[tokio::test]
async fn an_answer_that_is_not_http() {
    let origin = Origin::start();
    let at = origin.addr();
    for (lie, reason) in [
        (Lie::Garbage, "invalid HTTP version"),
        (Lie::UnknownVersion, "invalid HTTP version"),
        (Lie::StatusNotANumber, "invalid HTTP status-code"),
        (Lie::HeaderWithoutColon, "invalid HTTP header"),
        (Lie::NulInHeader, "invalid HTTP header"),
        (Lie::LengthConflict, "invalid content-length"),
        (Lie::LengthNegative, "invalid content-length"),
        (Lie::EndlessHeaders, "message head is too large"),
    ] {
        let exchanged = Sender::new().get(&origin.url(&format!("/lie/{}", lie.name()))).await;
        let message = format!("the answer of {at} is not proper HTTP ({reason})");
        assert_broken(&exchanged, Kind::Protocol, Phase::Wait, &message);
    }
}

#[tokio::test]
async fn a_port_where_something_else_lives() {
    let origin = Origin::start_greeting(Greeting::OtherProtocol);
    let exchanged = Sender::new().get(&origin.url("/")).await;
    assert_eq!(broken(&exchanged).kind, Kind::Protocol);
    let at = origin.addr();
    let exchanged = Sender::new().get(&origin.https_url("/")).await;
    let message = format!("{at} does not answer in TLS; it may speak plain `http://`");
    assert_broken(&exchanged, Kind::Tls, Phase::Tls, &message);
    let http2 = Connect { http: HttpVersion::Http2, ..Connect::default() };
    let exchanged = Sender::over(http2).get(&origin.url("/")).await;
    let error = broken(&exchanged);
    // What it says may be there before the request goes out.
    let expected = if error.kind == Kind::Reset {
        format!("the connection to {at} ended before the request could be sent")
    } else {
        format!("{at} does not answer in HTTP/2; it may speak HTTP/1.1 only")
    };
    assert_eq!(error.message, expected);
}

#[tokio::test]
async fn a_server_that_hangs_up_on_everyone() {
    for greeting in [Greeting::Close, Greeting::Reset] {
        let origin = Origin::start_greeting(greeting);
        let exchanged = Sender::new().get(&origin.url("/")).await;
        let error = broken(&exchanged);
        assert_eq!(error.kind, Kind::Reset, "{error:?}");
        assert!(error.message.contains(&origin.addr().to_string()), "{}", error.message);

        let exchanged = Sender::new().get(&origin.https_url("/")).await;
        let error = broken(&exchanged);
        // A reset may be there before the handshake begins.
        let expected = if error.phase == Phase::Connect {
            (Kind::Reset, "closed the connection at once")
        } else {
            (Kind::Tls, "the connection during the TLS handshake")
        };
        assert_eq!(error.kind, expected.0, "{error:?}");
        assert!(error.message.ends_with(expected.1), "{}", error.message);
    }
}

#[tokio::test]
async fn no_message_shows_the_inside_of_a_library() {
    let origin = Origin::start();
    // The storm keeps a single thread busy for seconds; the bombs are told elsewhere.
    let long = [Lie::InterimStorm, Lie::GzipBomb, Lie::BrBomb, Lie::ZstdBomb, Lie::HugeBody];
    for lie in Lie::ALL.iter().filter(|lie| !long.contains(lie)) {
        let request = following(2, get(&origin.url(&format!("/lie/{}", lie.name()))));
        let exchanged = Sender::new().send(within(300, request)).await;
        if let Some(error) = exchanged.exchange.answer.error() {
            let message = &error.message;
            let debug = ["Error", "Some(", "{ ", "kind:", "Os {", "hyper", "reqwest", "::"];
            let found =
                debug.iter().find(|text| message.contains(**text) && !message.contains("[::1"));
            assert_eq!(found, None, "{}: {message}", lie.name());
        }
    }
}
