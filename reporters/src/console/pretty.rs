//! JSON, indented for reading.
//!
//! Only white space changes: numbers, escapes and repeated keys are shown as they were sent, which
//! a detour over a parsed value would not do.

/// The widest list or map that stays in one line.
const ONE_LINE: usize = 90;
/// No line is indented further: nesting is up to the server, and so would be the size of the text.
const DEEPEST: usize = 40;

/// `json` with line breaks and indentation. What is no JSON, or breaks off, is not refused: it is
/// laid out as far as it goes.
pub(crate) fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut rest = json.trim_start();
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '"' => string(rest).len(),
            '{' | '[' => match flat(rest) {
                Some((text, length)) if depth > 0 || text.len() == 2 => {
                    out.push_str(&text);
                    rest = rest[length..].trim_start();
                    continue;
                }
                Some(_) | None => {
                    depth += 1;
                    1
                }
            },
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                1
            }
            c => c.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        rest = rest[taken..].trim_start();
        match c {
            '{' | '[' | ',' => break_line(&mut out, depth),
            ':' => out.push(' '),
            _ => {}
        }
    }
    out
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
}

/// The string at the beginning, quotes included; all of it when it does not end.
fn string(json: &str) -> &str {
    let mut escaped = false;
    for (at, c) in json.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &json[..=at],
            _ => {}
        }
    }
    json
}

/// The list or map at the beginning in one line, and how much was read; `None` when it is too long
/// or holds others.
fn flat(json: &str) -> Option<(String, usize)> {
    let mut text = json[..1].to_owned();
    let mut at = 1;
    while text.len() <= ONE_LINE {
        at += json[at..].len() - json[at..].trim_start().len();
        let rest = &json[at..];
        let c = rest.chars().next()?;
        let taken = if c == '"' { string(rest).len() } else { c.len_utf8() };
        text.push_str(&rest[..taken]);
        at += taken;
        match c {
            '{' | '[' => return None,
            '}' | ']' => return (text.len() <= ONE_LINE).then_some((text, at)),
            ',' | ':' => text.push(' '),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_small_stays_together_and_nothing_is_rewritten() {
        let json = r#"{"id":1e10,"a":[],"lines":[{"sku":"a\"b","n":[1,2]},{"n":null}],
            "to":{"city":"S\u00e3o Paulo, {BR}","zip":"01000"},"id":5.0}"#;
        insta::assert_snapshot!(indented(json), @r#"
        {
          "id": 1e10,
          "a": [],
          "lines": [
            {
              "sku": "a\"b",
              "n": [1, 2]
            },
            {"n": null}
          ],
          "to": {"city": "S\u00e3o Paulo, {BR}", "zip": "01000"},
          "id": 5.0
        }
        "#);
    }

    #[test]
    fn what_breaks_off_is_laid_out_as_far_as_it_goes() {
        assert_eq!(indented(r#"{"a":{"b":"c"#), "{\n  \"a\": {\n    \"b\": \"c");
        assert_eq!(indented("]]x"), "\n]\n]x");
        assert_eq!(indented("{}"), "{}");
        assert_eq!(indented("\"é"), "\"é");
    }

    #[test]
    fn nesting_without_end_does_not_make_a_text_without_end() {
        assert!(indented(&"[".repeat(64 * 1024)).len() < 64 * 1024 * (2 * DEEPEST + 2));
    }
}
