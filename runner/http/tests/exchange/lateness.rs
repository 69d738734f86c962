//! Running out of time, in each phase.

use std::time::{Duration, Instant};

use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Greeting, Lie, Origin, Reply};
use tokio::net::{TcpSocket, TcpStream};

use crate::sending::*;

/// Cuts measured times out: `in 0.2 ms` → `in …`.
fn untimed(message: &str) -> String {
    let words: Vec<&str> = message.split(' ').collect();
    let measured =
        |at: usize| matches!(words.get(at + 1), Some(&("ms" | "s")) | Some(&"ms," | &"s,"));
    let mut out: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_number = word.parse::<f64>().is_ok() && measured(at);
        let after = at > 0 && ["in", "waited", "for"].contains(&words[at - 1]);
        out.push(if is_number && after { "…" } else { word });
    }
    out.join(" ")
}

#[tokio::test]
async fn no_first_byte() {
    let origin = Origin::start();
    for lie in [Lie::StallBeforeHead, Lie::StallInHead] {
        let url = origin.url(&format!("/lie/{}", lie.name()));
        let began = Instant::now();
        let exchanged = Sender::new().send(within(200, get(&url))).await;
        assert!(began.elapsed() < Duration::from_secs(5));
        let error = broken(&exchanged);
        assert_eq!((error.kind, error.phase), (Kind::Timeout, Phase::Wait));
        let message = format!(
            "no answer within 200 ms: connected to {} in … ms, then waited … ms for the first byte",
            origin.addr()
        );
        assert_eq!(untimed(&error.message), message);
        let timings = exchanged.exchange.timings;
        assert!(
            timings.connect.is_some() && timings.wait >= Duration::from_millis(150),
            "{timings:?}"
        );
    }
}

#[tokio::test]
async fn no_first_byte_over_a_kept_connection() {
    let origin = Origin::start();
    let sender = Sender::new();
    whole(&sender.get(&origin.url("/")).await);
    let exchanged = sender.send(within(200, get(&origin.url("/lie/stall-before-head")))).await;
    let message = format!(
        "no answer within 200 ms: shared a connection to {} with an earlier request, then waited … ms for the first byte",
        origin.addr()
    );
    assert_eq!(untimed(&broken(&exchanged).message), message);
    assert_eq!(origin.received().len(), 2, "a timeout is no reason to send it again");
}

#[tokio::test]
async fn no_end_of_the_body() {
    let origin = Origin::start();
    let exchanged = Sender::new().send(within(200, get(&origin.url("/lie/stall-in-body")))).await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Phase::Receive));
    let message = format!(
        "the answer of {} did not end within 200 ms: 17 of 100 bytes of the body came, then nothing for … ms",
        origin.addr()
    );
    assert_eq!(untimed(&error.message), message);
    assert_eq!(exchanged.exchange.answer.response().unwrap().status, 200);
    assert_eq!(exchanged.body.len(), 17);
}

#[tokio::test]
async fn no_handshake() {
    let origin = Origin::start_greeting(Greeting::Silence);
    let exchanged = Sender::new().send(within(300, get(&origin.https_url("/")))).await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Phase::Tls));
    let at = origin.addr();
    let message = format!(
        "no TLS connection to {at} within 300 ms: connected to {at} in … ms, then waited … ms for the handshake"
    );
    assert_eq!(untimed(&error.message), message);
    assert!(exchanged.exchange.timings.tls.is_some());
}

#[tokio::test]
async fn no_connection() {
    // A queue of one that nobody empties: the machine lets further connections wait.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = socket.listen(1).unwrap();
    let at = full.local_addr().unwrap();
    let mut waiting = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(at)).await {
            Ok(stream) => waiting.push(stream.unwrap()),
            Err(_) => break,
        }
        if waiting.len() > 64 {
            return; // This machine's queues cannot be filled.
        }
    }
    let exchanged = Sender::new().send(within(250, get(&format!("http://{at}/")))).await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Phase::Connect));
    let message = format!("no connection to {at} within 250 ms: waited … ms for it to be accepted");
    assert_eq!(untimed(&error.message), message);
}

#[tokio::test]
async fn no_room_for_the_request() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let accepting = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
        drop(socket);
    });
    let big = vec![b'x'; 64_000_000];
    let exchanged = Sender::new().send(within(500, post(&format!("http://{at}/"), big))).await;
    accepting.abort();
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Timeout, Phase::Send));
    assert!(
        error.message.starts_with("the request could not be sent within 500 ms: "),
        "{}",
        error.message
    );
    assert!(error.message.ends_with(" of 64000000 bytes"), "{}", error.message);
}

#[tokio::test]
async fn the_deadline_is_for_all_redirects_together() {
    let origin = Origin::start();
    origin.on("/a", Reply::redirect(302, "/b").delay(Duration::from_millis(200)));
    origin.on("/b", Reply::text("late").delay(Duration::from_millis(200)));
    let exchanged = Sender::new().send(within(300, following(3, get(&origin.url("/a"))))).await;
    assert_eq!(broken(&exchanged).kind, Kind::Timeout);
    assert_eq!(exchanged.exchange.hops.len(), 1);
    assert!(exchanged.exchange.took < Duration::from_millis(1000));
}
