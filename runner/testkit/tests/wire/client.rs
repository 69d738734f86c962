//! A client that understands as little as possible, so that it sees everything.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How what was read came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The other side closed.
    Closed,
    /// The other side reset.
    Reset,
    /// Nothing more came for a while.
    Silent,
    /// More came than was wanted.
    Enough,
}

/// Long enough for anything that is to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// Long enough to say that nothing more comes.
const SILENCE: Duration = Duration::from_millis(200);

/// A connection to this port; reading gives up after 10 s.
pub(crate) fn connect(port: u16) -> TcpStream {
    let socket = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    socket.set_read_timeout(Some(PATIENCE)).expect("10 s is a valid timeout");
    socket
}

/// Sends a request without a body over an open connection.
pub(crate) fn send(socket: &mut TcpStream, method: &str, path: &str) {
    let request = format!("{method} {path} HTTP/1.1\r\nHost: here\r\n\r\n");
    socket.write_all(request.as_bytes()).expect("the server reads");
}

/// Reads to the end, or to `limit` bytes.
pub(crate) fn read(mut from: impl Read, limit: usize) -> (Vec<u8>, End) {
    let mut all = Vec::new();
    let mut some = [0; 64 * 1024];
    loop {
        match from.read(&mut some) {
            Ok(0) => return (all, End::Closed),
            Ok(size) => all.extend_from_slice(&some[..size]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return (all, End::Reset),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return (all, End::Closed),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return (all, End::Silent);
            }
            Err(error) => panic!("this error was not expected: {error}"),
        }
        if all.len() >= limit {
            return (all, End::Enough);
        }
    }
}

/// Reads `length` bytes, then looks whether there are more and how it ends.
pub(crate) fn read_beyond(socket: &TcpStream, length: usize) -> (Vec<u8>, End) {
    let (mut all, end) = if length == 0 { (Vec::new(), End::Enough) } else { read(socket, length) };
    if end != End::Enough {
        return (all, end);
    }
    socket.set_read_timeout(Some(SILENCE)).expect("200 ms is a valid timeout");
    let (more, end) = read(socket, usize::MAX);
    socket.set_read_timeout(Some(PATIENCE)).expect("10 s is a valid timeout");
    all.extend(more);
    (all, end)
}

/// Asks once, without keep-alive, and reads what comes, up to 4 MB more than 100 MB.
pub(crate) fn ask(port: u16, method: &str, path: &str) -> (Vec<u8>, End) {
    let mut socket = connect(port);
    let request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).expect("the server reads");
    read(socket, 104 << 20)
}

/// Asks once and reads all the text until the server closes.
pub(crate) fn ask_text(port: u16, request: &str) -> String {
    let mut socket = connect(port);
    socket.write_all(request.as_bytes()).expect("the server reads");
    let (bytes, end) = read(socket, usize::MAX);
    assert_eq!(end, End::Closed);
    String::from_utf8(bytes).expect("the answer is text")
}

/// `GET`s over a connection of its own and reads all the text.
pub(crate) fn get(port: u16, path: &str) -> String {
    ask_text(port, &format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n"))
}

/// What follows the head.
pub(crate) fn body(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("there is a head");
    &answer[end + 4..]
}
