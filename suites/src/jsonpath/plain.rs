//! Paths of names, indexes and `[*]` only: most of them, read without a grammar.
//!
//! Parsing is the largest part of loading a suite; what is read here is read the same way by
//! `jsonpath-rust`, which a property test shows.

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};

/// The query of a path in canonical spelling, such as `$["orders"][0]["lines"][*]`; `None` when
/// there is more to it.
pub(super) fn plain(canonical: &str) -> Option<JpQuery> {
    let mut rest = canonical.strip_prefix('$')?;
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[')?;
        let (selector, after) = match inner.strip_prefix('"') {
            Some(name) => quoted(name)?,
            None => index_or_all(inner)?,
        };
        segments.push(Segment::Selector(selector));
        rest = after;
    }
    // Thousands of suites are kept for months, and most paths are short.
    segments.shrink_to_fit();
    Some(JpQuery::new(segments))
}

/// A name without escapes, up to its quote and bracket.
fn quoted(rest: &str) -> Option<(Selector, &str)> {
    let (name, after) = rest.split_once('"')?;
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let after = after.strip_prefix(']').filter(|_| name.bytes().all(legal))?;
    Some((Selector::Name(name.to_owned()), after))
}

/// `*`, or at most six digits without a sign or a leading zero.
fn index_or_all(rest: &str) -> Option<(Selector, &str)> {
    let (digits, after) = rest.split_once(']')?;
    if digits == "*" {
        return Some((Selector::Wildcard, after));
    }
    let fits = (1..=6).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    if fits { Some((Selector::Index(digits.parse().ok()?), after)) } else { None }
}

#[cfg(test)]
mod tests {
    use jsonpath_rust::parser::parse_json_path;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_more_than_plain_is_left_alone() {
        for path in
            ["$..*", "$[?@[\"b\"]]", "$[-1]", "$[01]", r#"$["\n"]"#, r#"$["a""#, "$[", "$[]", "a"]
        {
            assert_eq!(plain(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_as_the_grammar_does(
            path in r#"\$(\["[a-z_-]{0,5}"\]|\[(0|[1-9][0-9]{0,4})\]|\[\*\]){0,6}"#,
        ) {
            prop_assert_eq!(plain(&path).unwrap(), parse_json_path(&path).unwrap());
        }

        #[test]
        fn it_takes_nothing_that_the_grammar_refuses(path in r#"\$[a-z0-9*é "\[\]-]{0,8}"#) {
            if let Some(query) = plain(&path) {
                prop_assert_eq!(Ok(query), parse_json_path(&path).map_err(|e| e.to_string()));
            }
        }
    }
}
