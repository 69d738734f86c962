//! Whom the door lets in without signing in.

/// Whom the door lets in without signing in. They may do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Nobody.
    ToNobody,
    /// Whoever asks from this machine and for this machine, as long as there is no user.
    ToThisMachine,
    /// Everybody: somebody said so.
    ToEverybody,
}
