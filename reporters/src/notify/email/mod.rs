//! Mail, over the first route that takes it.
//!
//! Lives here: the message, the conversation with a server, and whether another try is of use.
//! Lives elsewhere: the words (`messages`).

mod gate;
mod letter;
mod mailer;
mod route;

pub(super) use mailer::Mailer;
