//! Whatever comes in, it stays open for others.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::house::{ADMIN, Answered, House, READ};

#[tokio::test]
async fn every_answer_says_how_it_may_be_used() {
    let house = House::open().await;
    for (token, way, status) in [
        (READ, "GET /healthz", 200),
        (READ, "GET /readyz", 200),
        (READ, "GET /metrics", 200),
        (READ, "GET /api/v1/status", 200),
        (ADMIN, "POST /api/v1/heartbeats/backup", 204),
        (READ, "POST /api/v1/heartbeats/backup", 403),
        ("trip_wrong", "GET /api/v1/status", 401),
        (READ, "GET /nowhere", 404),
        (READ, "DELETE /healthz", 405),
    ] {
        let shown =
            [format!("authorization: Bearer {token}"), "origin: http://evil.test".to_owned()];
        let answered = house.send(way, &shown, "").await;
        assert_eq!(answered.status, status, "{way}");
        assert_eq!(answered.header("x-content-type-options"), Some("nosniff"), "{way}");
        assert_eq!(answered.header("cache-control"), Some("no-store"), "{way}");
        let policy = "default-src 'none'; frame-ancestors 'none'";
        assert_eq!(answered.header("content-security-policy"), Some(policy), "{way}");
        assert_eq!(answered.header("access-control-allow-origin"), None, "{way}");
    }
}

#[tokio::test]
async fn what_leads_nowhere_is_a_problem() {
    let house = House::open().await;
    for way in
        ["GET /nowhere", "GET /api/v1", "GET /api/v1/status/", "POST /api/v1/nothing/7", "GET /%"]
    {
        let answered = house.ask(way).await;
        assert_eq!(
            (answered.status, answered.problem()),
            (404, "there is nothing here".to_owned())
        );
    }
    for (way, allowed) in [
        ("POST /healthz", "GET,HEAD"),
        ("PUT /api/v1/heartbeats/backup", "GET,HEAD,POST"),
        ("GET /api/v1/incidents/7/ack", "POST"),
        ("OPTIONS /api/v1/status", "GET,HEAD"),
    ] {
        let answered = house.ask_with(ADMIN, way).await;
        let problem = answered.problem();
        assert_eq!(
            (answered.status, problem.as_str()),
            (405, "the header `allow` names the methods there are"),
            "{way}"
        );
        assert_eq!(answered.header("allow"), Some(allowed), "{way}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let house = House::open().await;
    house.incident(7, true).await;
    let body = format!(r#"{{"text": "{}"}}"#, "a".repeat(64 * 1024));
    let answered = house.tell(ADMIN, "POST /api/v1/incidents/7/notes", &body).await;
    assert_eq!(
        (answered.status, answered.problem()),
        (413, "the body of a request has at most 64 KiB".to_owned())
    );
    // A length is not believed, and one that is not said is counted.
    let head = format!(
        "POST /api/v1/incidents/7/notes HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {ADMIN}\r\n"
    );
    let huge = format!("{head}content-length: 9223372036854775807\r\n\r\n");
    assert_eq!(Answered::of(&house.raw(huge.as_bytes()).await).status, 413);
    let chunk = format!("8000\r\n{}\r\n", "a".repeat(0x8000));
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk.repeat(3));
    assert_eq!(Answered::of(&house.raw(chunked.as_bytes()).await).status, 413);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let house = House::open().await;
    let long = format!("GET /healthz HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "a".repeat(20_000));
    let many: String = (0..70).map(|number| format!("x{number}: a\r\n")).collect();
    let many = format!("GET /healthz HTTP/1.1\r\nhost: a\r\n{many}\r\n");
    for request in [long, many] {
        let answer = house.raw(request.as_bytes()).await;
        assert!(answer.starts_with(b"HTTP/1.1 431"), "{}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn what_is_no_http_hurts_nobody() {
    let house = House::open().await;
    let shown = format!("authorization: Bearer {ADMIN}\r\n");
    let requests: Vec<Vec<u8>> = vec![
        b"\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"GET /healthz HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /healthz\r\n\r\n".to_vec(),
        b"GET http://[::1 HTTP/1.1\r\n\r\n".to_vec(),
        b"GET * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_vec(),
        b"CONNECT evil.test:443 HTTP/1.1\r\nconnection: close\r\n\r\n".to_vec(),
        b"GET /\xff\xfe HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_vec(),
        b"GET /healthz HTTP/1.1\r\nhost : a\r\n\r\n".to_vec(),
        b"GET /healthz HTTP/1.1\r\nx: \0\r\n\r\n".to_vec(),
        b"POST /api/v1/status HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n".to_vec(),
        format!("POST /api/v1/incidents/7/notes HTTP/1.1\r\n{shown}transfer-encoding: chunked\r\n\r\nzz\r\n").into(),
        [
            format!("POST /api/v1/incidents/7/notes HTTP/1.1\r\n{shown}content-length: 4\r\nconnection: close\r\n\r\n").as_bytes(),
            b"\"\xff\xfe\"",
        ]
        .concat(),
        format!("GET /api/v1/runs/{} HTTP/1.1\r\n{shown}connection: close\r\n\r\n", "%00".repeat(2000)).into(),
        format!("GET /api/v1/heartbeats/{} HTTP/1.1\r\n{shown}connection: close\r\n\r\n", "a".repeat(9000)).into(),
    ];
    for request in &requests {
        let mut stream = house.connect().await;
        stream.write_all(request).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP/1.1 5"), "{:?}", String::from_utf8_lossy(request));
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{:?}", String::from_utf8_lossy(request));
    }
    // Every good request, cut off at every place.
    let good = format!("POST /api/v1/heartbeats/backup HTTP/1.1\r\nhost: a\r\n{shown}\r\n");
    for end in 0..good.len() {
        let mut stream = house.connect().await;
        stream.write_all(&good.as_bytes()[..end]).await.unwrap();
    }
    assert_eq!(house.ask("GET /healthz").await.status, 200);
    assert_eq!(house.store.orders().claim(crate::house::start()).await.unwrap(), []);
    house.close().await;
}

#[tokio::test]
async fn who_sends_nothing_keeps_nobody_out() {
    let house = House::open().await;
    // More than there is room for: the oldest ones make room.
    let mut half_open = Vec::new();
    for number in 0..400 {
        let mut stream = house.connect().await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost").await.unwrap();
        half_open.push(stream);
        if number == 199 {
            let began = Instant::now();
            assert_eq!(house.ask("GET /healthz").await.status, 200);
            assert!(began.elapsed() < Duration::from_secs(5));
        }
    }
    let began = Instant::now();
    assert_eq!(house.ask("GET /healthz").await.status, 200);
    assert_eq!(house.ask_with(READ, "GET /api/v1/status").await.status, 200);
    assert!(began.elapsed() < Duration::from_secs(5));
    let mut first = half_open.remove(0);
    let mut rest = Vec::new();
    let _ = first.read_to_end(&mut rest).await;
    assert_eq!(rest, b"", "it made room");
    house.close().await;
}

#[tokio::test]
async fn a_head_that_does_not_come_is_not_waited_for() {
    let house = House::open().await;
    let mut stream = house.connect().await;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nx: ").await.unwrap();
    // From here on time passes as soon as nobody has anything else to do.
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(!rest.starts_with(b"HTTP/1.1 2"));
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let house = House::open().await;
    let head = format!(
        "POST /api/v1/incidents/7/notes HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {ADMIN}\r\ncontent-length: 100\r\n\r\n{{"
    );
    let answered = Answered::of(&house.raw(head.as_bytes()).await);
    assert_eq!(
        (answered.status, answered.problem()),
        (408, "the body of the request did not come in time".to_owned())
    );
}
