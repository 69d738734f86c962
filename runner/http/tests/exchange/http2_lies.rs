//! Servers that misbehave in ways only HTTP/2 knows.

use std::time::{Duration, Instant};

use runner_http::{Connect, HttpVersion};
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Http2Lie, Origin};

use crate::sending::*;

fn speaking() -> Sender {
    Sender::over(Connect { http: HttpVersion::Http2, ..Connect::default() })
}

/// Kind, phase, and what the message says after the server's address.
fn told(lie: Http2Lie) -> Option<(Kind, Phase, &'static str)> {
    let before = "before it had answered";
    Some(match lie {
        Http2Lie::GoAwayThenBody => return None,
        Http2Lie::GoAwayBeforeHead => (
            Kind::Reset,
            Phase::Wait,
            "closed the HTTP/2 connection (NO_ERROR) before it had answered",
        ),
        Http2Lie::GoAwayCalm | Http2Lie::CloseBeforeHead | Http2Lie::ResetConnection => {
            (Kind::Reset, Phase::Wait, before)
        }
        Http2Lie::GoAwayInBody => {
            (Kind::Reset, Phase::Receive, "the connection after 17 of 100 promised bytes")
        }
        Http2Lie::ResetBeforeHead => (
            Kind::Reset,
            Phase::Wait,
            "reset the HTTP/2 stream (INTERNAL_ERROR) before it had answered",
        ),
        Http2Lie::Refused => (
            Kind::Reset,
            Phase::Wait,
            "reset the HTTP/2 stream (REFUSED_STREAM) without looking at the request",
        ),
        Http2Lie::ResetInBody => (
            Kind::Reset,
            Phase::Receive,
            "reset the HTTP/2 stream (INTERNAL_ERROR) after 17 of 100 promised bytes",
        ),
        Http2Lie::StallBeforeHead
        | Http2Lie::WindowNeverOpens
        | Http2Lie::InterimStorm
        | Http2Lie::PingStorm => (Kind::Timeout, Phase::Wait, "for the first byte"),
        Http2Lie::StallInBody => {
            (Kind::Timeout, Phase::Receive, "17 of 100 bytes of the body came, then nothing for ")
        }
        Http2Lie::EndlessContinuation | Http2Lie::EmptyContinuations => (
            Kind::Protocol,
            Phase::Wait,
            "broke the rules of HTTP/2 (ENHANCE_YOUR_CALM) before it had answered",
        ),
        Http2Lie::DataBeforeHead | Http2Lie::BadHeaderBlock => (
            Kind::Protocol,
            Phase::Wait,
            "broke the rules of HTTP/2 (PROTOCOL_ERROR) before it had answered",
        ),
        Http2Lie::HugeFrame => {
            (Kind::Protocol, Phase::Wait, "does not answer in HTTP/2; it may speak HTTP/1.1 only")
        }
        Http2Lie::LengthTooShort => (
            Kind::Protocol,
            Phase::Receive,
            "broke the rules of HTTP/2 (PROTOCOL_ERROR) after 17 of 17 promised bytes",
        ),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_ends_in_time_with_phase_and_cause_and_is_met_once() {
    for lie in Http2Lie::ALL {
        let origin = Origin::start_http2_lie(*lie);
        for request in [get(&origin.url("/")), post(&origin.url("/"), "x")] {
            let stalls = told(*lie).is_some_and(|(kind, _, _)| kind == Kind::Timeout);
            // One by itself: what a connection has been through is another matter.
            let began = Instant::now();
            let exchanged = speaking().send(within(if stalls { 300 } else { 9000 }, request)).await;
            assert!(began.elapsed() < Duration::from_secs(8), "{lie:?}: {:?}", began.elapsed());
            let Some((kind, phase, words)) = told(*lie) else {
                assert_eq!(text(&exchanged), r#"{"hello":"world"}"#, "{lie:?}");
                continue;
            };
            let error = broken(&exchanged);
            assert_eq!((error.kind, error.phase), (kind, phase), "{lie:?}: {error:?}");
            assert!(error.message.contains(words), "{lie:?}: {}", error.message);
            assert!(error.message.contains(&origin.addr().to_string()), "{}", error.message);
        }
        assert_eq!(origin.received().len(), 2, "{lie:?}");
    }
}

#[tokio::test]
async fn a_body_that_may_not_be_sent_says_how_far_it_came() {
    let origin = Origin::start_http2_lie(Http2Lie::WindowNeverOpens);
    let request = post(&origin.url("/"), "x".repeat(1_000_000));
    let exchanged = speaking().send(within(300, request)).await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Phase::Send));
    assert!(
        error.message.starts_with("the request could not be sent within 300 ms: "),
        "{error:?}"
    );
    assert!(error.message.ends_with(" of 1000000 bytes"), "{error:?}");
}

#[tokio::test]
async fn after_goodbye_the_next_request_opens_a_connection() {
    let origin = Origin::start_http2_lie(Http2Lie::GoAwayThenBody);
    let sender = speaking();
    for _ in 0..2 {
        assert_eq!(whole(&sender.get(&origin.url("/")).await).status, 200);
    }
    assert_eq!((origin.connections(), origin.received().len()), (2, 2));
}
