//! Encoded words: how a mail says `ü` in a header (RFC 2047).

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Some mailers leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text of a header, encoded words decoded. What cannot be decoded stays as it is.
pub(super) fn decoded(header: &str) -> String {
    let mut text = String::new();
    // A letter may begin in one word and end in the next, so bytes are gathered first.
    let mut bytes = Vec::new();
    let mut rest = header;
    while !rest.is_empty() {
        let gap = rest.len() - rest.trim_start().len();
        let after_gap = &rest[gap..];
        // Spaces between two encoded words are no part of the text.
        let between = if bytes.is_empty() { &rest[..gap] } else { "" };
        if let Some((word, more)) = encoded_word(after_gap) {
            text += between;
            bytes.extend(word);
            rest = more;
            continue;
        }
        text += &String::from_utf8_lossy(&std::mem::take(&mut bytes));
        let plain = after_gap.find(char::is_whitespace).unwrap_or(after_gap.len());
        text += &rest[..gap + plain];
        rest = &after_gap[plain..];
    }
    text + &String::from_utf8_lossy(&bytes)
}

/// `=?utf-8?q?caf=C3=A9?=` at the beginning of `text`: its bytes, and what follows it.
fn encoded_word(text: &str) -> Option<(Vec<u8>, &str)> {
    let (charset, rest) = text.strip_prefix("=?")?.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (word, rest) = rest.split_once("?=")?;
    let known = ["utf-8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known));
    if !known {
        return None;
    }
    let bytes = match encoding {
        "B" | "b" => BASE64.decode(word).ok()?,
        "Q" | "q" => unquoted(word)?,
        _ => return None,
    };
    Some((bytes, rest))
}

fn unquoted(word: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'_' => b' ',
            b'=' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn encoded_words_are_decoded() {
        for (header, text) in [
            ("payments is down", "payments is down"),
            ("=?utf-8?q?caf=C3=A9_is_down?= again", "café is down again"),
            ("a =?UTF-8?B?w7w=?= b", "a ü b"),
            ("=?utf-8?b?w7w?=", "ü"),
            ("=?utf-8?b?ww==?=  =?utf-8?b?vA==?= x", "ü x"),
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ] {
            assert_eq!(decoded(header), text, "{header}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_stays_as_it_is() {
        for header in [
            "",
            "=?",
            "=?utf-8?",
            "=?utf-8?q?",
            "=?utf-8?q?=4?=",
            "=?utf-8?q?=zz?=",
            "=?utf-8?b?!?=",
            "=?koi8-r?q?a?=",
            "=?utf-8?x?a?=",
            "  two  spaces ",
            "ü=?é?",
        ] {
            assert_eq!(decoded(header), header);
        }
    }
}
