//! Finding one's way in a line.

/// What YAML takes for blank: less than Unicode does.
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// The end of the line that a place is on, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// The beginning of the next line, or the end of the text.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The beginning of the line that a place is on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    if text[start..at].starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start }
}

/// The first place from `at` on that is neither a space nor a tab.
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    at + text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len()
}

/// A space, a tab, or the end of a line or of the text begins here.
pub(super) fn is_blank(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
}

/// A comment begins here.
pub(super) fn is_comment(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'#') && (at == 0 || is_blank(text, at - 1))
}

/// Nothing but blanks or a comment is left of the line.
pub(super) fn is_done(text: &str, at: usize) -> bool {
    let at = skip_blanks(text, at);
    matches!(text.as_bytes().get(at), None | Some(b'\r' | b'\n')) || is_comment(text, at)
}

/// Where what begins at `at` ends when it takes the rest of its line: before a comment and the
/// blanks before it.
pub(super) fn content_end(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    let hash = text[at..end].match_indices('#').find(|(hash, _)| is_comment(text, at + hash));
    let end = hash.map_or(end, |(hash, _)| at + hash);
    at + text[at..end].trim_end_matches(BLANKS).len()
}

/// No template is longer.
const LONGEST_TEMPLATE: usize = 2_000;

/// The end of the template that begins here with `{{`, when its line has it.
pub(super) fn template_end(text: &str, at: usize) -> Option<usize> {
    if !text.as_bytes()[at..].starts_with(b"{{") {
        return None;
    }
    let most = text.floor_char_boundary(at + LONGEST_TEMPLATE);
    let rest = &text[at..most];
    let rest = rest.find('\n').map_or(rest, |end| &rest[..end]);
    let close = if rest.starts_with("{{{") { "}}}" } else { "}}" };
    rest.find(close).map(|end| at + end + close.len())
}

/// The end of the line's key that begins here: its `:`, which a blank follows. Templates are
/// passed over.
pub(super) fn key_colon(text: &str, at: usize) -> Option<usize> {
    let end = content_end(text, at);
    let mut here = at;
    while here < end {
        if let Some(template) = template_end(text, here) {
            here = template;
            continue;
        }
        if text.as_bytes()[here] == b':' && is_blank(text, here + 1) {
            return Some(here);
        }
        here += text[here..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_before_its_comment() {
        let text = "a: b#c  # d\r\ne";
        assert_eq!(&text[..content_end(text, 0)], "a: b#c");
        assert_eq!(line_end(text, 0), 11);
        assert_eq!(next_line(text, 0), 13);
        assert!(is_done(text, 6));
        assert!(!is_done(text, 4));
    }

    #[test]
    fn a_key_ends_at_a_colon_and_a_blank() {
        assert_eq!(key_colon("http://x: 1", 0), Some(8));
        assert_eq!(key_colon("http://x", 0), None);
        assert_eq!(key_colon("{{a \": \"}}/b: 1", 0), Some(12));
        assert_eq!(key_colon("a # b: 1", 0), None);
        assert_eq!(key_colon("a:", 0), Some(1));
    }
}
