//! What is said about paths that are refused, and that what is accepted is read as it was meant.

mod random;
mod written;

use proptest::prelude::*;

use super::cursor::Cursor;
use super::{parse, parse_with};
use crate::{Code, Expr, FileId, JsonPath, Span};

fn span(path: &str) -> Span {
    Span { file: FileId(0), start: 0, end: u32::try_from(path.len()).unwrap() }
}

fn parsed(path: &str) -> JsonPath {
    parse(path, span(path)).unwrap_or_else(|mistake| panic!("{path}: {}", mistake.message))
}

/// The path as it is handed to `jsonpath-rust`, if it is accepted.
fn canonical(path: &str) -> Option<String> {
    let mut exprs = |_: &str, _: Span| Expr::Literal(serde_json::Value::Null);
    let mut cursor = Cursor::new(path, span(path), &mut exprs);
    cursor.query().ok()?;
    Some(cursor.canonical)
}

/// The path, a caret, and what is said.
fn refusal(path: &str) -> String {
    let mistake = parse(path, span(path)).expect_err(path);
    let chars = |from: u32, to: u32| path[from as usize..to as usize].chars().count();
    let caret = "^".repeat(chars(mistake.span.start, mistake.span.end).max(1));
    let before = " ".repeat(chars(0, mistake.span.start));
    let code =
        if mistake.code == Code::E206 { String::new() } else { format!("{} ", mistake.code) };
    let help = mistake.help.map(|help| format!("\n    = {help}")).unwrap_or_default();
    format!("{path}\n{before}{caret} {code}{}{help}\n", mistake.message)
}

#[test]
fn a_refusal_points_at_the_character_and_says_what_to_write() {
    let said: Vec<_> = include_str!("tests/refused.txt").lines().map(refusal).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn names_and_indexes_alone_are_singular() {
    for path in ["$", "$.a", "$['a'][0][-1].b", "$ .a [0]", "$[{{i}}].a", "$[ 'a' ]"] {
        assert!(parsed(path).singular, "{path}");
    }
    for path in ["$.*", "$[*]", "$..a", "$[0,1]", "$[0:1]", "$[?@.a]", "$.a[*].b"] {
        assert!(!parsed(path).singular, "{path}");
    }
}

#[test]
fn a_template_is_kept_with_its_place() {
    let path = parsed("$.repos[?@.name == {{repo}} && @.n > {{length \"}}\"}}][{{i}}]");
    let placed: Vec<_> = path
        .holes
        .iter()
        .map(|hole| &path.source[hole.expr.span.start as usize..hole.expr.span.end as usize])
        .collect();
    assert_eq!(placed, ["{{repo}}", "{{length \"}}\"}}", "{{i}}"]);
    let query = format!("{:?}", path.query);
    for hole in &path.holes {
        assert!(query.contains(&format!("{:?}", hole.placeholder)), "{query}");
    }
}

#[test]
fn the_expression_reader_is_given_braces_and_place() {
    let mut seen = Vec::new();
    let path = "$[?@.a == {{ x }}]";
    let in_file = Span { file: FileId(3), start: 100, end: 200 };
    parse_with(path, in_file, &mut |expr, span| {
        seen.push((expr.to_owned(), span));
        Expr::Literal(serde_json::Value::Null)
    })
    .unwrap();
    let place = Span { file: FileId(3), start: 110, end: 117 };
    assert_eq!(seen, [("{{ x }}".to_owned(), place)]);
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = |n: usize| format!("$[?{}@.a{}]", "(".repeat(n), ")".repeat(n));
    parsed(&deep(31));
    assert!(refusal(&deep(32)).contains("inside each other are not supported"));
    let nested = |n: usize| {
        (0..n).fold("@.a".to_owned(), |inner, _| format!("@[?match(value({inner}),'x')]"))
    };
    parsed(&format!("$[?{}]", nested(10)));
    assert!(refusal(&format!("$[?{}]", nested(11))).contains("inside each other"));
    let long = format!("${}", ".a".repeat(4000));
    assert!(parse(&long, span(&long)).unwrap_err().message.contains("over 8000"));
}

proptest! {
    #[test]
    fn what_is_accepted_is_read_as_it_was_written(path in random::path()) {
        let query = parsed(&path).query;
        prop_assert_eq!(Some(written::query(&query)), canonical(&path));
    }

    #[test]
    fn any_text_is_read_or_refused(path in "\\PC*") {
        let _ = parse(&path, span(&path));
    }

    #[test]
    fn path_like_text_is_read_as_written_or_refused(
        path in "\\$(\\.|\\[|\\]|'|\"|\\?|@|\\(|\\)|a|é| |\\*|0|-|1|,|:|==|<|&&|\\|\\||!|\\{\\{|\\}\\}|\\\\|match|count|null|\n){0,12}"
    ) {
        match parse(&path, span(&path)) {
            Ok(accepted) => {
                prop_assert_eq!(Some(written::query(&accepted.query)), canonical(&path));
            }
            Err(mistake) => prop_assert_ne!(mistake.message, "this path is not supported"),
        }
    }

    #[test]
    fn a_damaged_path_is_read_as_written_or_refused(
        path in random::path(), at in any::<prop::sample::Index>(), cut in 0usize..4, put in "[ -~]{0,2}"
    ) {
        let mut chars: Vec<char> = path.chars().collect();
        let at = at.index(chars.len());
        chars.splice(at..(at + cut).min(chars.len()), put.chars());
        let path: String = chars.into_iter().collect();
        match parse(&path, span(&path)) {
            Ok(accepted) => {
                prop_assert_eq!(Some(written::query(&accepted.query)), canonical(&path));
            }
            Err(mistake) => prop_assert_ne!(mistake.message, "this path is not supported"),
        }
    }
}
