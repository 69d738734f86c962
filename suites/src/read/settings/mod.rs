//! How requests are made: headers, auth, TLS, retry, connection.
//!
//! Lives here: the settings of every level, from the project's defaults to a step.
//! Lives elsewhere: which level wins (`runner-engine`), the keys themselves (`keys`).

mod auth;
mod connection;
mod headers;
mod retry;
mod tls;

pub(crate) use connection::Level;
