//! The routes that are always there.

use std::io::Read;
use std::time::{Duration, Instant};

use runner_testkit::{Origin, SAMPLE};
use serde_json::{Value, json};

use crate::client::{ask, ask_text, body, get};

fn get_json(origin: &Origin, path: &str) -> Value {
    let answer = get(origin.port(), path);
    serde_json::from_slice(body(answer.as_bytes())).expect("the answer is JSON")
}

#[test]
fn each_route_begins_its_answer_as_documented() {
    let origin = Origin::start();
    let cases = [
        ("/", "HTTP/1.1 200 OK\r\n"),
        ("/status/503", "HTTP/1.1 503 Service Unavailable\r\n"),
        ("/status/799", "HTTP/1.1 799 Unnamed\r\n"),
        ("/status/oops", "HTTP/1.1 404 Not Found\r\n"),
        ("/html", "HTTP/1.1 200 OK\r\nContent-Type: text/html"),
        ("/xml", "HTTP/1.1 200 OK\r\nContent-Type: application/xml"),
        ("/text", "HTTP/1.1 200 OK\r\nContent-Type: text/plain"),
        ("/redirect/3", "HTTP/1.1 302 Found\r\nLocation: /redirect/2\r\n"),
        ("/redirect/0", "HTTP/1.1 200 OK\r\n"),
        ("/redirect-loop", "HTTP/1.1 302 Found\r\nLocation: /redirect-loop\r\n"),
        ("/redirect-to?url=http%3A%2F%2Fa%2F", "HTTP/1.1 302 Found\r\nLocation: http://a/\r\n"),
        ("/redirect-to?url=/x&status=307", "HTTP/1.1 307 Temporary Redirect\r\nLocation: /x\r\n"),
        ("/basic-auth", "HTTP/1.1 401 Unauthorized\r\n"),
        ("/bearer/t", "HTTP/1.1 401 Unauthorized\r\n"),
        ("/lie/no-such-lie", "HTTP/1.1 404 Not Found\r\n"),
        ("/nowhere", "HTTP/1.1 404 Not Found\r\n"),
    ];
    for (path, start) in cases {
        let answer = get(origin.port(), path);
        assert!(answer.starts_with(start), "{path}: {answer}");
    }
}

#[test]
fn echo_tells_what_was_sent() {
    let origin = Origin::start();
    let answer = ask_text(
        origin.port(),
        "POST /echo/a?x=1&y=2&y=3 HTTP/1.1\r\nX-A: b\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{\"a\":1}",
    );
    let echo: Value = serde_json::from_slice(body(answer.as_bytes())).unwrap();
    let wanted = json!({
        "method": "POST",
        "path": "/echo/a",
        "query": {"x": "1", "y": ["2", "3"]},
        "query_string": "x=1&y=2&y=3",
        "headers": {"x-a": "b", "content-length": "7", "connection": "close"},
        "body": "{\"a\":1}",
        "body_base64": "eyJhIjoxfQ==",
        "json": {"a": 1},
        "version": "HTTP/1.1",
        "connection": 1,
    });
    assert_eq!(echo, wanted);
}

#[test]
fn credentials_open_the_guarded_routes() {
    let origin = Origin::start();
    let status = |path: &str, authorization: &str| {
        let head = format!("GET {path} HTTP/1.1\r\nAuthorization: {authorization}\r\n");
        ask_text(origin.port(), &format!("{head}Connection: close\r\n\r\n"))[9..12].to_owned()
    };
    assert_eq!(status("/basic-auth", "Basic dXNlcjpwYXNzd29yZA=="), "200");
    assert_eq!(status("/basic-auth/ada/x", "Basic YWRhOng="), "200");
    assert_eq!(status("/basic-auth/ada/x", "Basic dXNlcjpwYXNzd29yZA=="), "401");
    assert_eq!(status("/bearer/abc", "Bearer abc"), "200");
}

#[test]
fn cookies_are_set_and_shown() {
    let origin = Origin::start();
    let answer = get(origin.port(), "/set-cookie?a=1&b=2%3B%20Secure");
    assert!(answer.contains("Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Secure\r\n"), "{answer}");
    let request = "GET /cookies HTTP/1.1\r\nCookie: a=1; b=2=2\r\nConnection: close\r\n\r\n";
    assert!(ask_text(origin.port(), request).ends_with(r#"{"cookies":{"a":"1","b":"2=2"}}"#));
}

#[test]
fn encodings_unpack_to_the_sample() {
    let origin = Origin::start();
    let packed = |name: &str| {
        let (bytes, _) = ask(origin.port(), "GET", &format!("/{name}"));
        let head = String::from_utf8_lossy(&bytes).into_owned();
        assert!(head.contains(&format!("Content-Encoding: {name}\r\n")), "{head}");
        body(&bytes).to_vec()
    };
    let text = |mut unpack: Box<dyn Read>| {
        let mut text = String::new();
        unpack.read_to_string(&mut text).unwrap();
        text
    };
    let of = |bytes: Vec<u8>| std::io::Cursor::new(bytes);
    assert_eq!(text(Box::new(flate2::read::GzDecoder::new(of(packed("gzip"))))), SAMPLE);
    assert_eq!(text(Box::new(flate2::read::ZlibDecoder::new(of(packed("deflate"))))), SAMPLE);
    assert_eq!(text(Box::new(brotli::Decompressor::new(of(packed("br")), 4096))), SAMPLE);
    assert_eq!(text(Box::new(zstd::Decoder::new(of(packed("zstd"))).unwrap())), SAMPLE);
    assert_eq!(get_json(&origin, "/json"), serde_json::from_str::<Value>(SAMPLE).unwrap());
}

#[test]
fn sizes_are_as_asked() {
    let origin = Origin::start();
    assert!(get(origin.port(), "/bytes/30").ends_with(
        "Content-Length: 30\r\nConnection: close\r\n\r\nabcdefghijklmnopqrstuvwxyzabcd"
    ));
    let stream = get(origin.port(), "/stream/30");
    assert!(
        stream.ends_with("1a\r\nabcdefghijklmnopqrstuvwxyz\r\n4\r\nabcd\r\n0\r\n\r\n"),
        "{stream}"
    );
    assert!(get(origin.port(), "/bytes/0").ends_with("\r\n\r\n"));
    assert!(get(origin.port(), "/deep-json/3").ends_with("\r\n\r\n[[[]]]"));
    assert!(get(origin.port(), "/headers?X-A=1&X-A=2").contains("X-A: 1\r\nX-A: 2\r\n"));
}

#[test]
fn slow_routes_take_their_time() {
    let origin = Origin::start();
    for (path, least) in [("/delay/120", 120), ("/slow-head/120", 120), ("/drip?ms=20&n=5", 100)] {
        let start = Instant::now();
        let answer = get(origin.port(), path);
        assert!(start.elapsed() >= Duration::from_millis(least), "{path}");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    }
}

#[test]
fn counted_routes_keep_their_names_apart() {
    let origin = Origin::start();
    let status = |path| get(origin.port(), path)[9..12].to_owned();
    assert_eq!([(); 4].map(|()| status("/flaky/a/2")), ["503", "503", "200", "200"]);
    assert_eq!(status("/flaky/b/1"), "503");
    assert_eq!([(); 3].map(|()| status("/sequence/a/500,201")), ["500", "201", "201"]);
    let polled = [(); 2].map(|()| get_json(&origin, "/poll/a/1")["status"].clone());
    assert_eq!(polled, ["pending", "done"]);
    assert_eq!([(); 2].map(|()| get_json(&origin, "/count/a")["count"].clone()), [1, 2]);
}
