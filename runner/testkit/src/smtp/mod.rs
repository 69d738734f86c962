//! A mail server that keeps what it gets, and misbehaves on request.

mod dialogue;
mod lie;
mod mail;
mod server;

pub use lie::SmtpLie;
pub use mail::Mail;
pub use server::{Smtp, SmtpWay};
