//! The name of a node: its identity.

use std::fmt;

use thiserror::Error;

/// Names what has an availability of its own: a monitor or one of its tests, `checkout/pay`. Two
/// nodes of one name are one node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeName(String);

/// A node needs a name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a node of a composition has no name: write that of a monitor, like `checkout`")]
pub struct EmptyNodeName;

impl NodeName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for NodeName {
    type Error = EmptyNodeName;

    fn try_from(text: String) -> Result<Self, EmptyNodeName> {
        if text.trim().is_empty() { Err(EmptyNodeName) } else { Ok(Self(text)) }
    }
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
