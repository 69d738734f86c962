//! The one key that must not come in: `serde_json` takes an object with it for a number.

/// With `arbitrary_precision`, an object whose first key is this is read as a number.
const RESERVED: &str = "$serde_json::private::Number";

/// Whether an object in this text has the reserved key, however it is escaped.
///
/// The text need not be JSON; then the answer does not matter, as long as there is one.
pub(super) fn names_reserved_key(text: &str) -> bool {
    // Its characters can only be escaped as `\u00XX`: most bodies end here.
    (text.contains(RESERVED) || text.contains(r"\u00"))
        && strings(text.as_bytes())
            .any(|(string, rest)| is_key(rest) && decodes_to_reserved(string))
}

/// Each string with its quotes, and what follows it.
fn strings(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.iter().position(|&byte| byte == b'"')?;
        let string = &rest[start..];
        let mut end = 1;
        while *string.get(end)? != b'"' {
            end += if string[end] == b'\\' { 2 } else { 1 };
        }
        let (string, after) = string.split_at(end + 1);
        rest = after;
        Some((string, after))
    })
}

fn is_key(rest: &[u8]) -> bool {
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

fn decodes_to_reserved(string: &[u8]) -> bool {
    // Each character takes at most six bytes: `\u0024`.
    string.len() <= 6 * RESERVED.len() + 2
        && serde_json::from_slice::<String>(string).is_ok_and(|text| text == RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_found_however_it_is_escaped() {
        for text in [
            r#"{"$serde_json::private::Number":"5"}"#,
            r#"[{"a": "\"", "\u0024serde_json::private::Number" : "5"}]"#,
            r#"{"\u0024\u0073erde_json::private::\u004eumber":1}"#,
        ] {
            assert!(names_reserved_key(text), "{text}");
        }
    }

    #[test]
    fn as_a_text_it_does_no_harm() {
        for text in [
            r#"{"a":"$serde_json::private::Number"}"#,
            r#"["$serde_json::private::Number", 1]"#,
            r#"{"x$serde_json::private::Number":1}"#,
            r#"{"caf\u00e9":1}"#,
            r#"{"a":"\u00"#,
            r#""\"#,
            "",
        ] {
            assert!(!names_reserved_key(text), "{text}");
        }
    }
}
