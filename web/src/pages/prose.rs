//! Sentences in which some words are code.

use serde::Serialize;

/// A stretch of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    code: bool,
    text: String,
}

/// A sentence, in which words between backticks are code.
pub(crate) fn prose(sentence: &str) -> Vec<Piece> {
    let pieces = sentence
        .split('`')
        .enumerate()
        .map(|(place, text)| Piece { code: place % 2 == 1, text: text.to_owned() });
    pieces.filter(|piece| !piece.text.is_empty()).collect()
}

/// With a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code() {
        let piece = |code, text: &str| Piece { code, text: text.to_owned() };
        assert_eq!(prose("no run `7`"), [piece(false, "no run "), piece(true, "7")]);
        assert_eq!(prose(""), []);
    }
}
