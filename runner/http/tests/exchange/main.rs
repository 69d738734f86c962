//! Exchanges with a real origin, good and bad. Nothing leaves this machine.

mod answers;
mod bodies;
mod connections;
mod cookies;
mod failures;
mod guarded;
mod http2;
mod http2_lies;
mod lateness;
mod proxies;
mod redirects;
mod sending;
mod tls;
