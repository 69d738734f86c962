//! Text from outside, made fit for Markdown.

use crate::console::one_line;

/// `text` as text, in one line and in the cell of a table.
pub(crate) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in one_line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // It would tell people.
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}

/// `text` as text between tags, where Markdown is not read.
pub(crate) fn as_html(text: &str) -> String {
    one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `text` as it is, in a fence that it cannot close.
pub(crate) fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        assert_eq!(
            inline("a|b <script> *x* [l](u) @team"),
            r"a\|b &lt;script&gt; \*x\* \[l\](u) &#64;team"
        );
        assert_eq!(inline("line\n# head"), r"line\\n\# head");
    }

    #[test]
    fn a_fence_is_longer_than_any_inside() {
        assert_eq!(fenced("a ```` b\n"), "`````text\na ```` b\n`````\n");
        assert_eq!(fenced("plain"), "```text\nplain\n```\n");
    }
}
