//! How to tell that we ourselves are offline.

use url::Url;

use crate::source::Spanned;

/// How to tell that we ourselves are offline: none of these can be reached.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connectivity {
    /// Asked when a service cannot be reached; nobody is asked when it is empty.
    pub reference: Vec<Spanned<Reference>>,
}

/// A host that is there when we are online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `tcp://1.1.1.1:443`: it takes a connection.
    Tcp {
        /// A name or an address; IPv6 without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// `https://example.com/`: it answers, whatever it says.
    Http(Url),
}
