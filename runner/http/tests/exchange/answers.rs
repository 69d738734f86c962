//! What is sent, and what is recorded of it.

use std::sync::Arc;

use bytes::Bytes;
use runner_http::{Connect, CookieJar, Http, Request, RequestHeader};
use runner_model::{FakeClock, TraceId};
use runner_testkit::{Lie, Origin, Reply};

use crate::sending::*;

#[tokio::test]
async fn a_request_is_sent_as_it_was_given() {
    let origin = Origin::start();
    let mut request = request("PURGE", &origin.url("/echo?a=1&a=%20b"));
    request.headers = vec![header("X-Zulu", "1"), header("X-Alpha", "grün"), header("X-Zulu", "2")];
    let sender = Sender::new();
    assert_eq!(whole(&sender.send(request).await).status, 200);

    let received = origin.only_received();
    assert_eq!(received.method, "PURGE");
    assert_eq!(received.target, "/echo?a=1&a=%20b");
    let names: Vec<&str> = received.headers.iter().map(|(name, _)| name.as_str()).collect();
    let order = ["host", "user-agent", "accept", "accept-encoding", "x-zulu", "x-zulu", "x-alpha"];
    assert_eq!(names, order);
    assert_eq!(received.headers_named("x-zulu"), ["1", "2"]);
    assert_eq!(received.header("x-alpha"), Some("grün"));
}

#[tokio::test]
async fn defaults_give_way_to_what_the_step_says() {
    let origin = Origin::start();
    let sender = Sender::new();
    sender.get(&origin.url("/")).await;
    let mut request = get(&origin.url("/"));
    request.headers = vec![
        header("User-Agent", "curl/8"),
        header("accept", "text/csv"),
        header("Accept-Encoding", "identity"),
        header("Host", "shop.test"),
    ];
    sender.send(request).await;
    sender.send(Request { decode: false, ..get(&origin.url("/")) }).await;

    let [plain, given, undecoded] = &origin.received()[..] else { panic!("three were sent") };
    assert_eq!(plain.header("user-agent"), Some(concat!("tripline/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(plain.header("accept"), Some("*/*"));
    assert_eq!(plain.header("accept-encoding"), Some("gzip, br, zstd"));
    assert_eq!(plain.header("host"), Some(origin.addr().to_string().as_str()));
    assert_eq!(given.headers_named("user-agent"), ["curl/8"]);
    assert_eq!(given.headers_named("accept"), ["text/csv"]);
    assert_eq!(given.headers_named("accept-encoding"), ["identity"]);
    assert_eq!(given.headers_named("host"), ["shop.test"]);
    assert_eq!(undecoded.header("accept-encoding"), None);
}

#[tokio::test]
async fn any_method_may_carry_a_body_and_its_length_is_right() {
    let origin = Origin::start();
    let sender = Sender::new();
    for method in ["GET", "DELETE", "POST"] {
        let body = Some(Bytes::from_static(b"hello"));
        let wrong = header("content-length", "999");
        sender.send(with(wrong, Request { body, ..request(method, &origin.url("/echo")) })).await;
    }
    sender.send(request("POST", &origin.url("/echo"))).await;
    sender.get(&origin.url("/echo")).await;

    let received = origin.received();
    for with_body in &received[..3] {
        assert_eq!(with_body.text(), "hello");
        assert_eq!(with_body.headers_named("content-length"), ["5"]);
    }
    assert_eq!(received[3].headers_named("content-length"), ["0"]);
    assert_eq!(received[4].header("content-length"), None);
}

#[tokio::test]
async fn a_large_body_arrives_whole() {
    let origin = Origin::start();
    let body: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let exchanged = Sender::new().send(post(&origin.url("/text"), body.clone())).await;
    whole(&exchanged);
    assert!(origin.only_received().body == body);
    assert!(exchanged.exchange.timings.send.as_nanos() > 0);
    let sent = exchanged.exchange.request.body.unwrap();
    assert_eq!((sent.size, sent.binary), (3_000_000, true));
}

#[tokio::test]
async fn what_was_sent_is_recorded_line_by_line() {
    let origin = Origin::start();
    let sender = Sender::new();
    sender.jar.take("sid=1", &get(&origin.url("/")).url);
    let request = with(header("X-Mine", "é"), post(&origin.url("/echo#part"), "hello"));
    let exchanged = sender.send(request).await;

    let recorded = &exchanged.exchange.request;
    let received = origin.only_received();
    let lines: Vec<(String, String)> =
        recorded.headers.iter().map(|line| (line.name.clone(), line.value.clone())).collect();
    assert_eq!(lines, received.headers);
    assert_eq!(recorded.method, "POST");
    assert_eq!(recorded.url, origin.url("/echo"), "a fragment is not sent");
    assert_eq!(recorded.body.as_ref().unwrap().text, "hello");
}

#[tokio::test]
async fn the_name_and_password_of_a_url_authenticate_and_are_not_shown() {
    let origin = Origin::start();
    let url = origin.url("/basic-auth/ann/p%40ss%3A").replace("://", "://ann:p%40ss%3A@");
    let sender = Sender::new();
    origin.on("/basic-auth/*", Reply::text("in"));
    let exchanged = sender.get(&url).await;
    // ann:p@ss:
    assert_eq!(origin.only_received().header("authorization"), Some("Basic YW5uOnBAc3M6"));
    assert!(!exchanged.exchange.request.url.contains("ann:"));
}

#[tokio::test]
async fn an_answer_is_recorded_with_its_time_its_trace_and_its_connection() {
    let origin = Origin::start();
    origin.on("/a", Reply::text("ok").with_status(203).header("X-A", "1").header("X-A", "2"));
    let now = "2026-02-03T04:05:06Z".parse().unwrap();
    let http = Http::new(Arc::new(FakeClock::at(now)));
    let trace = TraceId::try_from("0af7651916cd43dd8448eb211c80319c").unwrap();
    let request = Request { trace: Some(trace.clone()), ..get(&origin.url("/a")) };
    let exchanged = http.exchange(request, &Connect::default(), &CookieJar::new()).await.unwrap();

    assert_eq!(exchanged.exchange.at, now);
    assert_eq!(exchanged.exchange.request.trace, Some(trace));
    assert!(exchanged.exchange.took >= exchanged.exchange.timings.total());
    let response = whole(&exchanged);
    assert_eq!((response.status, response.protocol.as_str()), (203, "HTTP/1.1"));
    assert_eq!(response.header("x-a").as_deref(), Some("1, 2"));
    assert_eq!(response.connection.remote, Some(origin.addr()));
    assert_eq!(response.connection.tls_version, None);
    assert_eq!((response.body.text.as_str(), text(&exchanged).as_str()), ("ok", "ok"));
}

#[tokio::test]
async fn odd_but_legal_answers_are_answers() {
    let origin = Origin::start();
    let sender = Sender::new();
    let odd =
        [Lie::HugeHeader, Lie::ManyHeaders, Lie::ByteByByte, Lie::NoReason, Lie::OddHeaderCase];
    for lie in odd {
        let exchanged = sender.get(&origin.url(&format!("/lie/{}", lie.name()))).await;
        assert_eq!(whole(&exchanged).status, 200, "{}", lie.name());
    }
    let exchanged = sender.get(&origin.url("/lie/latin1-in-header")).await;
    let shown = &whole(&exchanged).headers;
    assert!(shown.iter().any(|line| line.value.contains('\u{fffd}')), "{shown:?}");
}

#[tokio::test]
async fn head_has_no_body_even_when_it_names_an_encoding() {
    let origin = Origin::start();
    for path in ["/gzip", "/br", "/zstd", "/lie/head-with-body"] {
        let exchanged = Sender::new().send(request("HEAD", &origin.url(path))).await;
        assert_eq!((whole(&exchanged).status, exchanged.body.len()), (200, 0), "{path}");
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_written_is_our_fault() {
    let origin = Origin::start();
    let url = origin.url("/");
    let cases: [(Request, &str); 4] = [
        (request("GE T", &url), "`GE T` is not a method: use letters, such as `GET`"),
        (with(header("x y", "1"), get(&url)), "`x y` is not a header name"),
        (
            with(RequestHeader::credential("x-key", "a\r\nb"), get(&url)),
            "the header `x-key` cannot be sent: its value contains a line break or a control character",
        ),
        (
            get("ftp://127.0.0.1/"),
            "`ftp://127.0.0.1/` is not an address for HTTP: it must begin with http:// or https:// and name a host",
        ),
    ];
    for (request, message) in cases {
        assert_eq!(Sender::new().unsent(request).await, message);
    }
    assert!(origin.received().is_empty());
}
