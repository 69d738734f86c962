//! A labelled line of a message.

use serde::Serialize;

use crate::notify::said::{long, short};

/// `Owner: team-orders`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    label: &'static str,
    value: String,
    /// The value, when it is an address that may be followed: only such as the project or
    /// tripline itself wrote.
    href: Option<String>,
    /// To be copied.
    code: bool,
}

impl Line {
    /// Words.
    pub(super) fn plain(label: &'static str, value: &str) -> Self {
        Self { label, value: short(value), href: None, code: false }
    }

    /// Something to be copied.
    pub(super) fn code(label: &'static str, value: &str) -> Self {
        Self { label, value: long(value), href: None, code: true }
    }

    /// Something to be followed, if it is an address.
    pub(super) fn link(label: &'static str, value: &str) -> Self {
        let value = long(value);
        let is_address = ["https://", "http://"].iter().any(|scheme| value.starts_with(scheme));
        // What would end an address in a mail, in HTML or in Slack has no place in one.
        let harmless = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '|' | '"' | '\'');
        let href = (is_address && value.chars().all(harmless)).then(|| value.clone());
        Self { label, value, href, code: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_is_a_link() {
        let href = |value: &str| Line::link("Runbook", value).href;
        assert!(href("https://wiki.example.com/runbooks/checkout?a=b#c").is_some());
        for no_address in ["ask Kim", "javascript:alert(1)", "https://a.test/|evil", "https://a b"]
        {
            assert_eq!(href(no_address), None, "{no_address}");
        }
    }
}
