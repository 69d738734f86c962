//! One request out, one exchange back, and where the time went.
//!
//! Lives here: connections and how they are kept ([`Http`], [`Connect`]), redirects, cookies
//! ([`CookieJar`]), decoding under a cap, the phases of an exchange, and every transport error as
//! a sentence.
//! May touch: the network, the machine's CA certificates (where `SSL_CERT_FILE` and `SSL_CERT_DIR`
//! say, if they are set). Nothing else of the environment is read: no proxy, no home.
//! Lives elsewhere: what is asked of the answer (`runner-engine`), the shape of what is kept of
//! it (`runner-model`).

mod body;
mod cause;
mod certificate;
mod client;
mod connect;
mod connecting;
mod cookies;
mod deadline;
mod decode;
mod exchange;
mod guard;
mod hop;
mod inflate;
mod lateness;
mod loss;
mod outgoing;
mod phases;
mod receiving;
mod redirect;
mod request;
mod resolver;
mod sessions;
mod tls;
mod tls_cause;
mod unreachable;
mod unsent;
mod verifier;

pub use connect::{Connect, HttpVersion, Proxy, Tls};
pub use cookies::CookieJar;
pub use exchange::{Exchanged, Http};
pub use request::{Request, RequestHeader};
pub use unsent::Unsent;
