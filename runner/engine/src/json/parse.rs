//! A body to a value, or a sentence that says what is wrong with it.

use serde_json::Value;
use serde_json::error::Category;

use super::reserved::names_reserved_key;

/// Reads a body as JSON (RFC 8259). Of keys that come twice, the last counts.
///
/// # Errors
///
/// A sentence: ``not JSON: expected `,` or `}` at line 3, column 14``.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("the body is empty".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = position(bytes, error.valid_up_to());
        format!("not JSON: a byte that is not UTF-8 at line {line}, column {column}")
    })?;
    if names_reserved_key(text) {
        return Err(
            "an object has the key `$serde_json::private::Number`, which is not read".to_owned()
        );
    }
    serde_json::from_str(text).map_err(|error| sentence(text, &error))
}

fn sentence(text: &str, error: &serde_json::Error) -> String {
    let message = error.to_string();
    if message.starts_with("recursion limit exceeded") {
        return "nested deeper than 127".to_owned();
    }
    if matches!(error.classify(), Category::Eof) {
        let within = ["a list", "an object", "a string"]
            .into_iter()
            .find(|within| message.starts_with(&format!("EOF while parsing {within}")));
        return match within {
            Some(within) => format!("not JSON: it ends in the middle of {within}"),
            None => "not JSON: it ends where a value should begin".to_owned(),
        };
    }
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let what = match what {
        "expected value" => "expected a value",
        "expected ident" => "expected `true`, `false` or `null`",
        "key must be a string" => "expected a key in double quotes",
        "trailing characters" => "something follows the value",
        "trailing comma" => "a comma with nothing behind it",
        "invalid escape" => "an escape that JSON does not have",
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            "half of a surrogate pair"
        }
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a control character in a string"
        }
        other => other,
    };
    let (line, column) = in_characters(text, error.line(), error.column());
    format!("not JSON: {what} at line {line}, column {column}")
}

/// The column counts characters, as editors do.
fn in_characters(text: &str, line: usize, column: usize) -> (usize, usize) {
    let found = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let end = found.floor_char_boundary(column);
    (line, found[..end].chars().count().max(1))
}

fn position(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = String::from_utf8_lossy(&bytes[..at]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrong(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn numbers_are_kept_as_they_are_written() {
        for text in ["12345678901234567890123", "0.10", "1e+1000000000", "-0.0"] {
            assert_eq!(parse(text.as_bytes()).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_mark_before_the_body_and_keys_that_come_twice_are_read() {
        assert_eq!(parse(b"\xef\xbb\xbf[1]").unwrap().to_string(), "[1]");
        assert_eq!(parse(br#"{"a":1,"a":2}"#).unwrap().to_string(), r#"{"a":2}"#);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(wrong(""), "the body is empty");
        assert_eq!(wrong(" \n"), "the body is empty");
        assert_eq!(
            wrong("{\n  \"a\": 1,\n  \"größe\": 1 \"b\": 2 }"),
            "not JSON: expected `,` or `}` at line 3, column 14"
        );
        assert_eq!(wrong("<html>"), "not JSON: expected a value at line 1, column 1");
        assert_eq!(wrong("[1,]"), "not JSON: a comma with nothing behind it at line 1, column 4");
        assert_eq!(wrong("[1] x"), "not JSON: something follows the value at line 1, column 5");
        assert_eq!(
            wrong("{a: 1}"),
            "not JSON: expected a key in double quotes at line 1, column 2"
        );
        assert_eq!(wrong("nul"), "not JSON: it ends where a value should begin");
        assert_eq!(
            wrong("nulL"),
            "not JSON: expected `true`, `false` or `null` at line 1, column 4"
        );
        assert_eq!(wrong("[1, 2"), "not JSON: it ends in the middle of a list");
        assert_eq!(wrong("{\"a\":"), "not JSON: it ends where a value should begin");
        assert_eq!(wrong("\"abc"), "not JSON: it ends in the middle of a string");
        assert_eq!(
            parse(b"[\"a\",\n\"\xff\"]").unwrap_err(),
            "not JSON: a byte that is not UTF-8 at line 2, column 2"
        );
    }

    #[test]
    fn an_object_is_never_taken_for_a_number() {
        let text = r#"{"$serde_json::private::Number":"5"}"#;
        assert!(wrong(text).starts_with("an object has the key"), "{}", wrong(text));
        assert!(parse(br#"{"a":"$serde_json::private::Number"}"#).is_ok());
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(127).as_bytes()).is_ok());
        assert_eq!(wrong(&nested(128)), "nested deeper than 127");
        assert_eq!(wrong(&nested(1_000_000)), "nested deeper than 127");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            drop(parse(&bytes));
        }

        #[test]
        fn what_almost_is_json_never_panics(text in r#"[\[\]{}",:0-9a-z\\u. \n-]{0,60}"#) {
            drop(parse(text.as_bytes()));
        }

        #[test]
        fn a_value_that_was_written_is_read_back(value in crate::json::testing::values()) {
            let read = parse(value.to_string().as_bytes()).unwrap();
            prop_assert!(crate::json::equal(&read, &value));
        }
    }
}
