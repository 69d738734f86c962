//! I-Regexp (RFC 9485), the patterns of `match` and `search`.
//!
//! What the RFC calls an I-Regexp is translated to the syntax of the `regex` crate; anything else
//! is refused. `^` at the beginning and `$` at the end of an alternative are anchors, as the
//! mappings in section 5 of the RFC leave them; elsewhere they are ordinary characters.

use regex::Regex;

mod class;
mod translate;

/// How much of a text a pattern must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it: `match`.
    Whole,
    /// Any part of it: `search`.
    Part,
}

/// The text is no I-Regexp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotIRegexp {
    /// Which character is wrong, counted from 0.
    pub at: usize,
    /// How many of them.
    pub length: usize,
    /// One sentence.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

/// Compiles a pattern.
pub fn compile(pattern: &str, extent: Extent) -> Result<Regex, NotIRegexp> {
    let translated = translate::translate(pattern)?;
    let anchored = match extent {
        Extent::Whole => format!(r"\A(?:{translated})\z"),
        Extent::Part => translated,
    };
    Regex::new(&anchored).map_err(|_| NotIRegexp {
        at: 0,
        length: pattern.chars().count(),
        message: "this pattern is too large".to_owned(),
        help: Some("write smaller numbers in `{ }`".to_owned()),
    })
}

#[cfg(test)]
mod tests;
