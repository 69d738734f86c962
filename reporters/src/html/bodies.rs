//! Bodies as text, within what a page can hold.

use std::borrow::Cow;

use runner_model::Body;

use crate::console::{beginning, indented, is_json, lines};
use crate::human;

/// How many bytes of the bodies of steps that are worth a look are shown.
const OF_TROUBLE: usize = 8 * 1024 * 1024;
/// How many bytes of all other bodies are shown.
const OF_THE_REST: usize = 4 * 1024 * 1024;
/// How much of one body is shown, indented as it is.
const OF_ONE: usize = 96 * 1024;
/// How much of a body is shown when there is no more room.
const AT_LEAST: usize = 1024;

/// How much room is left.
pub(super) struct Room {
    trouble: usize,
    rest: usize,
}

impl Room {
    /// All of it.
    pub(super) fn new() -> Self {
        Self { trouble: OF_TROUBLE, rest: OF_THE_REST }
    }

    /// The text of a body, and what to say of what is not shown; JSON is indented.
    pub(super) fn text_of(&mut self, body: &Body, trouble: bool) -> (String, Option<String>) {
        let size = human::size(body.size);
        if body.size == 0 {
            return (String::new(), Some("no body".to_owned()));
        }
        let hash = body.sha256.as_ref().map(|hash| format!(", SHA-256 {hash}"));
        let hash = hash.unwrap_or_default();
        if body.binary {
            return (String::new(), Some(format!("{size} of binary data{hash}")));
        }
        let left = if trouble { &mut self.trouble } else { &mut self.rest };
        let most = OF_ONE.min((*left).max(AT_LEAST));
        // Nothing is laid out that will not be shown.
        let begun = beginning(&body.text, most);
        let whole = if is_json(body) { Cow::Owned(indented(begun)) } else { Cow::Borrowed(begun) };
        let shown = beginning(&whole, most);
        *left = left.saturating_sub(shown.len());
        let cut = begun.len() < body.text.len() || shown.len() < whole.len() || body.cut;
        let said = cut.then(|| format!("only the beginning is shown; {size} in all{hash}"));
        (lines(shown).collect::<Vec<_>>().join("\n"), said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_there_is_no_more_room_a_body_still_shows_its_beginning() {
        let mut room = Room::new();
        let body = Body::of("x".repeat(Body::SHOWN + 1).as_bytes());
        let first = room.text_of(&body, false);
        assert_eq!(first.0.len(), Body::SHOWN);
        let said = first.1.unwrap();
        let (said, hash) = said.split_once(", SHA-256 ").expect("it names the whole");
        assert_eq!(said, "only the beginning is shown; 65.5 kB in all");
        assert_eq!(hash, "1abe08ebecf1c18cab71f6fe28aaddf20268f85bad78bb9a72f88ca47c874662");
        for _ in 0..100 {
            room.text_of(&body, false);
        }
        assert_eq!(room.text_of(&body, false).0.len(), AT_LEAST);
        assert_eq!(room.text_of(&body, true).0.len(), Body::SHOWN);
    }

    #[test]
    fn what_is_no_text_is_named() {
        let said = |bytes: &[u8]| Room::new().text_of(&Body::of(bytes), true).1;
        assert_eq!(said(b"").unwrap(), "no body");
        assert_eq!(said(&[0xff; 1234]).unwrap(), "1.2 kB of binary data");
        assert_eq!(said(b"text"), None);
    }
}
