//! What is supposed of parts: in the address, as `if.payments=99.5` for each, or all in one as the
//! API takes it, `what_if=payments=99.5%`.

use std::collections::BTreeMap;

use crate::pages::asked::Asked;

/// The words of the address that suppose something of a part begin so.
const IF: &str = "if.";

/// What is supposed of each part, in percent as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Supposed(BTreeMap<String, String>);

impl Supposed {
    pub(super) fn of(asked: &Asked) -> Self {
        let whole = asked.word("what_if").unwrap_or_default();
        let parts = whole.split(',').filter(|text| !text.is_empty());
        let mut all: BTreeMap<String, String> = parts
            .map(|text| text.split_once('=').unwrap_or((text, "")))
            .map(|(node, share)| (node.to_owned(), bare(share)))
            .collect();
        let each = asked.beginning(IF).map(|(node, share)| (node.to_owned(), bare(share)));
        all.extend(each);
        Self(all)
    }

    /// What is supposed of this part.
    pub(super) fn of_part(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// As the API takes it: `payments=99.5%,sso=99%`.
    pub(super) fn written(&self) -> String {
        let each = |(node, share): (&String, &String)| match share.as_str() {
            "" => node.clone(),
            share => format!("{node}={share}%"),
        };
        self.0.iter().map(each).collect::<Vec<_>>().join(",")
    }
}

/// Without the sign.
fn bare(share: &str) -> String {
    share.trim().trim_end_matches('%').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_the_address_say_the_same() {
        let whole = Supposed::of(&Asked::of("what_if=payments%3D99.5%25%2Csso%3D99%25"));
        let each = Supposed::of(&Asked::of("if.payments=99.5&if.sso=99&if.orders="));
        assert_eq!(whole, each, "what is left empty supposes nothing");
        assert_eq!(each.written(), "payments=99.5%,sso=99%");
        assert_eq!(each.of_part("sso"), Some("99"));
        assert_eq!(Supposed::of(&Asked::of("what_if=nonsense")).written(), "nonsense");
    }
}
