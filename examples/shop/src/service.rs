//! The services that the shop is made of.

use std::fmt;

/// One of the four services; each listens on a port of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// The front: what a browser or an app talks to.
    Shop,
    /// Who somebody is: sessions.
    Auth,
    /// What was ordered, and how far it has come.
    Orders,
    /// What was paid, and the receipt for it.
    Payments,
}

impl Service {
    /// All of them, in the order of their ports.
    pub const ALL: [Self; 4] = [Self::Shop, Self::Auth, Self::Orders, Self::Payments];

    /// The name under which suites know it, as in `service://orders`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Auth => "auth",
            Self::Orders => "orders",
            Self::Payments => "payments",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
