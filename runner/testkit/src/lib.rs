//! For tests only: a local origin that stalls, resets and lies on request.
//!
//! Lives here: [`Origin`], a real server on a free port of 127.0.0.1, written on raw sockets so
//! that it can misbehave; the certificates it shows ([`Authority`]); proxies to reach it through
//! ([`Proxy`], [`Socks`]); a mail server ([`Smtp`]); the forms in which a secret could be read
//! ([`readable_forms`]).
//! May touch: the loopback interface, a thread for each server.
//! Lives elsewhere: the sample service with real business rules (`examples-shop`).
//!
//! Every server runs on a thread of its own, so it works in synchronous and asynchronous tests
//! alike, and is gone, with all its connections, when it is dropped.
//!
//! ```
//! use runner_testkit::{Lie, Origin, Reply};
//!
//! let origin = Origin::start();
//! origin.on("GET /orders/{id}", Reply::json(200, r#"{"id": 7}"#).header("ETag", "\"1\""));
//! origin.on("/poll", [Reply::status(503), Reply::text("done")]);
//! origin.on("POST /half", Reply::lie(Lie::ResetInBody));
//! origin.on_request("/hello", |request| Reply::text(format!("you sent {}", request.method)));
//! assert_eq!(origin.url("/status/404"), format!("http://127.0.0.1:{}/status/404", origin.port()));
//! assert!(origin.received().is_empty());
//! ```

mod act;
mod authority;
mod background;
mod bomb;
mod builtin;
mod coding;
mod connection;
mod frame;
mod greeting;
mod http1;
mod http2;
mod http2_liar;
mod http2_lie;
mod lie;
mod link;
mod origin;
mod port;
mod proxy;
mod readable;
mod received;
mod reply;
mod routes;
mod seen;
mod smtp;
mod socks;
mod telling;
mod tls;

pub use authority::{Authority, Certificate, Identity};
pub use builtin::SAMPLE;
pub use greeting::Greeting;
pub use http2_lie::Http2Lie;
pub use lie::Lie;
pub use origin::Origin;
pub use port::refused_port;
pub use proxy::{Proxied, Proxy};
pub use readable::readable_forms;
pub use received::Received;
pub use reply::Reply;
pub use routes::Replies;
pub use smtp::{Mail, Smtp, SmtpLie, SmtpWay};
pub use socks::{Socks, Tunnelled};
pub use tls::{Tls, TlsVersion};
