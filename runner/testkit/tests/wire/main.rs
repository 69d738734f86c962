//! What the servers of the testkit do, seen from a raw socket.

mod client;
mod http2;
mod lies;
mod lifetime;
mod mail;
mod proxies;
mod replies;
mod routes;
mod tls;
