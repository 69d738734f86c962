//! Where a value lies.

use std::fmt;

use super::node::Step;

/// The way to a value. Displayed as a Normalized Path (RFC 9535, section 2.7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Location(Vec<Key>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Name(String),
    Index(usize),
}

impl Location {
    /// The location at the end of these steps.
    pub(super) fn of(steps: &[Step<'_>]) -> Self {
        let key = |step: &Step<'_>| match step {
            Step::Member(name) => Key::Name((*name).to_owned()),
            Step::Element(index) => Key::Index(*index),
        };
        Self(steps.iter().map(key).collect())
    }

    /// As a JSON Pointer (RFC 6901), for [`serde_json::Value::pointer_mut`].
    pub(crate) fn pointer(&self) -> String {
        self.0.iter().fold(String::new(), |pointer, key| match key {
            Key::Name(name) => format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")),
            Key::Index(index) => format!("{pointer}/{index}"),
        })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for key in &self.0 {
            match key {
                Key::Name(name) => write!(f, "[{}]", Quoted(name))?,
                Key::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A name as Normalized Paths write it.
pub(super) struct Quoted<'n>(pub(super) &'n str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'")?;
        for c in self.0.chars() {
            match c {
                '\u{8}' => f.write_str("\\b")?,
                '\u{c}' => f.write_str("\\f")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\'' => f.write_str("\\'")?,
                '\\' => f.write_str("\\\\")?,
                '\0'..='\x1f' => write!(f, "\\u{:04x}", u32::from(c))?,
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("'")
    }
}
