//! Nothing outlives its server.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use runner_testkit::{Greeting, Origin, refused_port};

use crate::client::{End, connect, read, read_beyond, send};

#[test]
fn dropping_an_origin_ends_its_connections_and_frees_its_port() {
    let origin = Origin::start();
    let port = origin.port();
    let mut stalled = connect(port);
    send(&mut stalled, "GET", "/lie/stall-in-body");
    let mut endless = connect(port);
    send(&mut endless, "GET", "/lie/endless-body");
    let idle = connect(port);
    assert_eq!(origin.wait_received(2, Duration::from_secs(5)).len(), 2);
    let start = Instant::now();
    drop(origin);
    assert!(start.elapsed() < Duration::from_secs(2));
    for socket in [stalled, endless, idle] {
        let (_, end) = read(socket, usize::MAX);
        assert!(matches!(end, End::Closed | End::Reset), "{end:?}");
    }
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn a_stall_ends_when_the_client_leaves() {
    let origin = Origin::start();
    let mut socket = connect(origin.port());
    send(&mut socket, "GET", "/lie/stall-before-head");
    assert_eq!(origin.wait_received(1, Duration::from_secs(5)).len(), 1);
    assert_eq!(origin.open_connections(), 1);
    drop(socket);
    let start = Instant::now();
    while origin.open_connections() > 0 {
        assert!(start.elapsed() < Duration::from_secs(5), "the connection is still open");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn waiting_for_a_request_that_does_not_come_has_an_end() {
    let origin = Origin::start();
    assert!(origin.wait_received(1, Duration::from_millis(20)).is_empty());
}

#[test]
fn a_refused_port_refuses() {
    let error = TcpStream::connect(("127.0.0.1", refused_port())).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
}

#[test]
fn each_greeting_comes_before_any_answer() {
    let cases: [(Greeting, &[u8], End); 7] = [
        (Greeting::Close, b"", End::Closed),
        (Greeting::Reset, b"", End::Reset),
        (Greeting::Silence, b"", End::Silent),
        (Greeting::TlsAlert, &[21, 3, 3, 0, 2, 2, 40], End::Closed),
        (Greeting::TlsAlertOf(80), &[21, 3, 3, 0, 2, 2, 80], End::Closed),
        (
            Greeting::PlainText,
            b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 17\r\n\r\nspeak HTTP please",
            End::Closed,
        ),
        (Greeting::OtherProtocol, b"220 mail.example ESMTP at your service\r\n", End::Silent),
    ];
    for (greeting, wanted, end) in cases {
        let origin = Origin::start_greeting(greeting);
        let mut socket = connect(origin.port());
        if matches!(greeting, Greeting::TlsAlert | Greeting::TlsAlertOf(_) | Greeting::PlainText) {
            send(&mut socket, "GET", "/");
        }
        assert_eq!(read_beyond(&socket, wanted.len()), (wanted.to_vec(), end), "{greeting:?}");
        assert!(origin.received().is_empty());
        assert_eq!(origin.connections(), 1);
    }
}
