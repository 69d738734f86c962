//! What a test asks for is what is sent, and what is sent to it is what it can ask about.

use std::io::Write;
use std::time::{Duration, Instant};

use runner_testkit::{Origin, Reply};

use crate::client::{End, ask_text, body, connect, get, read, read_beyond, send};

#[test]
fn a_reply_is_sent_to_the_byte() {
    let origin = Origin::start();
    origin.on("POST /orders", Reply::json(201, r#"{"id":7}"#).header("A", "1").header("A", "2"));
    let mut socket = connect(origin.port());
    send(&mut socket, "POST", "/orders");
    let wanted = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nA: 1\r\nA: 2\r\n\
                  Content-Length: 8\r\n\r\n{\"id\":7}";
    let (bytes, end) = read_beyond(&socket, wanted.len());
    assert_eq!((String::from_utf8(bytes).unwrap().as_str(), end), (wanted, End::Silent));
}

#[test]
fn replies_come_in_turn_and_the_last_repeats() {
    let origin = Origin::start();
    origin.on("/a", [Reply::status(503), Reply::status(200)]);
    origin.on("/b", Reply::sequence((1..=2).map(|n| Reply::text(n.to_string()))));
    let status = |path| get(origin.port(), path)[9..12].to_owned();
    assert_eq!([status("/a"), status("/a"), status("/a")], ["503", "200", "200"]);
    assert!(get(origin.port(), "/b").ends_with("\r\n\r\n1"));
    assert!(get(origin.port(), "/b").ends_with("\r\n\r\n2"));
}

#[test]
fn a_function_answers_by_the_request_and_the_newest_route_wins() {
    let origin = Origin::start();
    origin
        .on_request("/orders/{id}", |request| Reply::text(format!("order {}", &request.path[8..])));
    assert!(get(origin.port(), "/orders/7").ends_with("order 7"));
    origin.on("/orders/8", Reply::text("the eighth"));
    assert!(get(origin.port(), "/orders/8").ends_with("the eighth"));
    assert!(get(origin.port(), "/json/8").starts_with("HTTP/1.1 404"));
    origin.on("/json", Reply::text("mine"));
    assert!(get(origin.port(), "/json").ends_with("mine"));
}

#[test]
fn a_request_is_kept_as_it_came() {
    let origin = Origin::start();
    ask_text(
        origin.port(),
        "PUT /a%20b?x=1&x=%2B&y HTTP/1.1\r\nhost: h\r\nX-Two: one\r\nx-two: two\r\n\
         Content-Length: 7\r\nConnection: close\r\n\r\n{\"a\":1}",
    );
    let request = origin.only_received();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("PUT", "/a%20b"));
    assert_eq!(request.query, "x=1&x=%2B&y");
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(request.query_pairs(), [pair("x", "1"), pair("x", "+"), pair("y", "")]);
    assert_eq!(request.headers[1..3], [pair("X-Two", "one"), pair("x-two", "two")]);
    assert_eq!(request.headers_named("X-TWO"), ["one", "two"]);
    assert_eq!(request.json()["a"], 1);
    assert_eq!((request.version.as_str(), request.connection), ("HTTP/1.1", 1));
    origin.forget();
    assert!(origin.received().is_empty());
}

#[test]
fn chunks_are_joined_and_expectations_met() {
    let origin = Origin::start();
    let mut socket = connect(origin.port());
    socket
        .write_all(
            b"POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\n\
              Transfer-Encoding: chunked\r\n\r\n",
        )
        .unwrap();
    let (go_on, _) = read(&socket, 25);
    assert_eq!(go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    socket.write_all(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n").unwrap();
    let (answer, end) = read(&socket, usize::MAX);
    assert_eq!(end, End::Closed);
    let echo: serde_json::Value = serde_json::from_slice(body(&answer)).unwrap();
    assert_eq!(echo["body"], "abcde");
    assert_eq!(origin.received()[0].text(), "abcde");
}

#[test]
fn connections_are_reused_and_counted() {
    let origin = Origin::start();
    let mut kept = connect(origin.port());
    for path in ["/bytes/3", "/status/204", "/lie/close-after-answer"] {
        send(&mut kept, "GET", path);
    }
    read(&kept, usize::MAX);
    get(origin.port(), "/json");
    let numbers: Vec<usize> = origin.received().iter().map(|request| request.connection).collect();
    assert_eq!(numbers, [1, 1, 1, 2]);
    assert_eq!(origin.connections(), 2);
}

#[test]
fn a_body_may_come_in_chunks_or_until_the_close() {
    let origin = Origin::start();
    origin.on("/chunked", Reply::text("hello").chunked());
    origin.on("/until-close", Reply::text("hello").until_close());
    origin.on("/close", Reply::text("hello").close());
    let text = "Content-Type: text/plain; charset=utf-8\r\n";
    let cases = [
        ("/chunked", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", End::Silent),
        ("/until-close", "Connection: close\r\n\r\nhello", End::Closed),
        ("/close", "Content-Length: 5\r\nConnection: close\r\n\r\nhello", End::Closed),
    ];
    for (path, rest, wanted_end) in cases {
        let wanted = format!("HTTP/1.1 200 OK\r\n{text}{rest}");
        let mut socket = connect(origin.port());
        send(&mut socket, "GET", path);
        let (bytes, end) = read_beyond(&socket, wanted.len());
        assert_eq!((String::from_utf8(bytes).unwrap(), end), (wanted, wanted_end));
    }
}

#[test]
fn a_delay_holds_back_everything_and_a_slow_head_half_of_it() {
    let origin = Origin::start();
    let pause = Duration::from_millis(150);
    origin.on("/late", Reply::text("x").delay(pause));
    origin.on("/slow", Reply::text("x").slow_head(pause));
    let mut socket = connect(origin.port());
    let start = Instant::now();
    send(&mut socket, "GET", "/late");
    read(&socket, 1);
    assert!(start.elapsed() >= pause);
    let mut socket = connect(origin.port());
    let start = Instant::now();
    send(&mut socket, "GET", "/slow");
    let (first, _) = read(&socket, 1);
    assert_eq!(first, b"HTTP/1.1 200 OK\r\n");
    read(&socket, 1);
    assert!(start.elapsed() >= pause);
}

#[test]
fn what_is_no_request_is_refused() {
    let origin = Origin::start();
    for request in ["HELLO\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / SPDY/3\r\n\r\n"] {
        assert!(ask_text(origin.port(), request).starts_with("HTTP/1.1 400 "), "{request}");
    }
    assert!(origin.received().is_empty());
}
