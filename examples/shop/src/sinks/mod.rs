//! Where the alerts of a demo go: receivers on this machine that keep what comes, and deliver nothing.
//!
//! Lives here: a mail server and a webhook's other end, both on loopback only, both bounded.
//! May touch: sockets and memory.
//! Lives elsewhere: the shop that is watched (`api`, `store`).

mod alert;
mod alert_sink;
mod encoded_word;
mod latest;
mod mail;
mod mail_sink;
mod smtp;
mod wire;

pub use alert::Alert;
pub use alert_sink::AlertSink;
pub use mail::Mail;
pub use mail_sink::MailSink;
