//! Text from outside, made fit for a terminal.
//!
//! Whatever a server or a file says can hold escape sequences, line breaks and characters that
//! reorder or hide others. Everything the console prints goes through [`one_line`] or [`lines`].

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How many columns a tab takes where it may stand.
const TAB: &str = "    ";

/// `text` in one line: line breaks, tabs and whatever is not meant to be seen are written as
/// escapes (`\n`, `\x1b`, `\u{202e}`).
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(must_not_be_printed) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push_clean(&mut clean, c));
    Cow::Owned(clean)
}

/// `text` line by line; tabs become spaces, the rest as in [`one_line`].
pub(crate) fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| match line.split_once('\t') {
        None => one_line(line).into_owned(),
        Some(_) => line.split('\t').map(one_line).collect::<Vec<_>>().join(TAB),
    })
}

/// What stands for `c` in a source line, where a tab is only space.
pub(crate) fn shown(c: char) -> Cow<'static, str> {
    if c == '\t' {
        return Cow::Borrowed(TAB);
    }
    let mut clean = String::new();
    push_clean(&mut clean, c);
    Cow::Owned(clean)
}

fn push_clean(clean: &mut String, c: char) {
    match c {
        '\n' => clean.push_str("\\n"),
        '\r' => clean.push_str("\\r"),
        '\t' => clean.push_str("\\t"),
        '\0' => clean.push_str("\\0"),
        c if must_not_be_printed(c) && u32::from(c) < 0x100 => {
            clean.push_str(&format!("\\x{:02x}", u32::from(c)));
        }
        c if must_not_be_printed(c) => clean.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        c => clean.push(c),
    }
}

/// Controls, and characters that reorder, break or hide what stands beside them.
fn must_not_be_printed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{061c}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// At most `columns` columns of `text`; what is left out is shown by `…`.
pub(crate) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// How many columns `text` takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The beginning of `text`: whole characters, at most `bytes` of them.
pub(crate) fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        assert_eq!(one_line("plain ünïcode 世界"), "plain ünïcode 世界");
        assert_eq!(one_line("\x1b[2J\x07\0\r\n\t"), r"\x1b[2J\x07\0\r\n\t");
        assert_eq!(one_line("\u{9b}31m \u{7f}"), r"\x9b31m \x7f");
        assert_eq!(one_line("a\u{202e}b\u{feff}"), r"a\u{202e}b\u{feff}");
    }

    #[test]
    fn a_line_break_of_any_kind_ends_a_line_and_a_lone_return_does_not() {
        let said: Vec<String> = lines("a\tb\r\nc\nover\rwritten").collect();
        assert_eq!(said, ["a    b", "c", r"over\rwritten"]);
    }

    #[test]
    fn cutting_counts_columns_and_keeps_characters_whole() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("世界世界", 5), "世界…");
        assert_eq!(beginning("aé", 2), "a");
        assert_eq!(beginning("aé", 9), "aé");
    }
}
