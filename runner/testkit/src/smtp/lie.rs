//! Ways for a mail server to misbehave, each for one connection.

/// What a mail server does wrong on one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmtpLie {
    /// Greets with 421: too busy.
    Busy,
    /// Says nothing at all.
    Hang,
    /// Greets, takes the message, and never says whether it did.
    HangAfterMessage,
    /// Closes the connection instead of a greeting.
    CloseAtOnce,
    /// Closes the connection instead of saying whether it took the message.
    CloseAfterMessage,
    /// Greets with a line that does not end.
    EndlessGreeting,
    /// Puts every address off with 450, as greylisting does.
    Greylist,
    /// Does not know this address: 550.
    Unknown(String),
    /// Reads the message and refuses it with 554.
    RefuseMessage,
    /// Answers `STARTTLS` and, in the same breath, as somebody in between might, the `EHLO` that
    /// has not come yet.
    InjectAfterStartTls,
}
