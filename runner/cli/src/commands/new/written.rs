//! Text as YAML writes it, and names as JSONPath writes them.

use std::fmt::Write as _;

/// Words that some YAML parser takes for something else than text.
const OTHERWISE: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Names longer than that are not worth a line.
const LONGEST_NAME: usize = 60;

/// A single value that is text, wherever it stands: plain if nobody can misread it, quoted
/// otherwise.
pub(super) fn text(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || " -_./?=&%+~:".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(fits)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !OTHERWISE.contains(&text.to_ascii_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        let code = u32::from(c);
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if is_printable(c) => quoted.push(c),
            _ if code <= 0xffff => write!(quoted, "\\u{code:04x}").expect("it is a string"),
            _ => write!(quoted, "\\U{code:08x}").expect("it is a string"),
        }
    }
    quoted.push('"');
    quoted
}

/// What YAML lets stand as it is, without marks that change how text is laid out.
fn is_printable(c: char) -> bool {
    let code = u32::from(c);
    !(c.is_control()
        || matches!(code, 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff)
        || code & 0xfffe == 0xfffe)
}

/// The path to a member of what `path` leads to; `None` for names that are not worth writing.
pub(super) fn member(path: &str, name: &str) -> Option<String> {
    let mut chars = name.chars();
    let first = chars.next()?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !first.is_ascii_digit() && name.chars().all(is_word) && name.len() <= LONGEST_NAME {
        return Some(format!("{path}.{name}"));
    }
    let fits = |c: char| c.is_alphanumeric() || " -_./:@#$+&%".contains(c);
    let writable = name.chars().all(fits) && name.chars().count() <= LONGEST_NAME;
    writable.then(|| format!("{path}['{name}']"))
}

/// A path as the key of a line.
pub(super) fn key(path: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "$._*[]".contains(c);
    if path.chars().all(fits) { path.to_owned() } else { quoted(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_it_could_be_misread() {
        for plain in
            ["ok", "in stock", "https://h:80/a?b=c&d", "/health", "api.example.com/x answers"]
        {
            assert_eq!(text(plain), plain);
        }
        for (odd, written) in [
            ("", r#""""#),
            ("no", r#""no""#),
            ("5", r#""5""#),
            ("a: b", r#""a: b""#),
            ("https://h/a:", r#""https://h/a:""#),
            ("say \"hi\"\\", r#""say \"hi\"\\""#),
            ("a\n\tb\u{7f}\u{2028}", "\"a\\n\\tb\\u007f\\u2028\""),
            ("{{x}}", r#""{{x}}""#),
            ("größe", r#""größe""#),
        ] {
            assert_eq!(text(odd), written);
        }
    }

    #[test]
    fn names_are_written_as_their_letters_allow() {
        assert_eq!(member("$", "order_id").unwrap(), "$.order_id");
        assert_eq!(member("$.a", "7up").unwrap(), "$.a['7up']");
        assert_eq!(member("$", "größe").unwrap(), "$['größe']");
        assert_eq!(key("$['größe']"), r#""$['größe']""#);
        assert_eq!(key("$.items[*].id"), "$.items[*].id");
        for odd in ["", "{{x}}", "it's", "a\"b", "a\\b", "a\nb"] {
            assert_eq!(member("$", odd), None, "{odd}");
        }
    }
}
