//! Text for Slack.
//!
//! Slack reads `<…>` as links and mentions; `&`, `<` and `>` are all that must be written otherwise
//! (<https://docs.slack.dev/messaging/formatting-message-text#escaping>).

/// `text`, with nothing in it that Slack would follow, mention or link.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// At most `most` characters of escaped text: cut where a line ends if that costs little, and
/// never within an entity or a link.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    let line = kept.rfind('\n').filter(|end| *end > kept.len() / 2);
    let mut end = line.unwrap_or(kept.len());
    for (open, close) in [('&', ';'), ('<', '>')] {
        let Some(start) = kept[..end].rfind(open) else { continue };
        if !kept[start..end].contains(close) {
            end = start;
        }
    }
    format!("{}…", kept[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_makes_neither_links_nor_mentions() {
        let hostile = "<!channel> <https://evil.test|click> <@U1> &lt;!here&gt;";
        let harmless = "&lt;!channel&gt; &lt;https://evil.test|click&gt; &lt;@U1&gt; \
                        &amp;lt;!here&amp;gt;";
        assert_eq!(escaped(hostile), harmless);
    }

    #[test]
    fn a_cut_leaves_no_half_of_anything() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("a &amp; b", 6), "a…");
        assert_eq!(cut("see <https://a.test|A> and more", 12), "see…");
        assert_eq!(cut("first line\nsecond", 14), "first line…");
        assert_eq!(cut("ünï&lt;", 6), "ünï…");
        let long = cut(&"&lt;".repeat(2000), 3000);
        assert!(long.chars().count() <= 3000 && long.ends_with("&lt;…"), "{}", &long[2980..]);
    }
}
