//! A port nobody listens on.

use std::net::TcpListener;

/// A port of 127.0.0.1 that refuses connections: it was free a moment ago.
#[must_use]
pub fn refused_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("the loopback has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}
