//! The reader takes any text: it loses no key, finishes, and mends only what is wrong.

#![expect(clippy::unwrap_used, reason = "all of this is tests")]

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use suites::diagnostics::{apply, in_order, render, to_github, to_json};
use suites::source::{FileId, SourceFile, Sources};
use suites::yaml::{Node, NodeKind, Style, parse};
use suites::{Code, Diagnostic};

/// A tree to write and to read back.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Text(String),
    Number(i64),
    Bool(bool),
    Null,
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "\\PC{0,12}",
        "[ -~\t\n]{0,12}",
        prop::sample::select(vec![
            "{{a}}", "a: b", "#x", "- a", "> 5", "$.a[0]", "<<", "&a", "*a", "!a", "'", "\"", "\\",
            "@", "`", "%", "null", "true", "1.10", "---", "...", "", " ", "[", "}", "k: [",
        ])
        .prop_map(str::to_owned),
    ]
}

fn any_tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        any_text().prop_map(Tree::Text),
        any::<i64>().prop_map(Tree::Number),
        any::<bool>().prop_map(Tree::Bool),
        Just(Tree::Null),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            prop::collection::btree_map(any_text(), inner, 0..5)
                .prop_map(|map| Tree::Map(map.into_iter().collect())),
        ]
    })
}

/// A text that is safe in double quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn write_inline(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Text(text) => out.push_str(&quoted(text)),
        Tree::Number(number) => write!(out, "{number}").unwrap(),
        Tree::Bool(value) => write!(out, "{value}").unwrap(),
        Tree::Null => out.push_str("null"),
        Tree::List(items) => {
            out.push('[');
            for item in items {
                write_inline(item, out);
                out.push_str(", ");
            }
            out.push(']');
        }
        Tree::Map(entries) => {
            out.push_str("{ ");
            for (key, value) in entries {
                write!(out, "{}: ", quoted(key)).unwrap();
                write_inline(value, out);
                out.push_str(", ");
            }
            out.push('}');
        }
    }
}

/// Lines with dashes and keys; what is empty or no collection goes on the line.
fn write_lines(tree: &Tree, indent: usize, out: &mut String) {
    let nested = |tree: &Tree, out: &mut String| {
        if matches!(tree, Tree::List(items) if !items.is_empty())
            || matches!(tree, Tree::Map(entries) if !entries.is_empty())
        {
            out.push_str("  # a comment\n");
            write_lines(tree, indent + 2, out);
        } else {
            out.push(' ');
            write_inline(tree, out);
            out.push('\n');
        }
    };
    let blanks = " ".repeat(indent);
    match tree {
        Tree::List(items) if !items.is_empty() => {
            for item in items {
                write!(out, "{blanks}-").unwrap();
                nested(item, out);
            }
        }
        Tree::Map(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                write!(out, "{blanks}{}:", quoted(key)).unwrap();
                nested(value, out);
            }
        }
        Tree::Text(_)
        | Tree::Number(_)
        | Tree::Bool(_)
        | Tree::Null
        | Tree::List(_)
        | Tree::Map(_) => {
            write_inline(tree, out);
            out.push('\n');
        }
    }
}

fn read_back(node: &Node) -> Tree {
    match &node.kind {
        NodeKind::Scalar(scalar) if scalar.style != Style::Plain => Tree::Text(scalar.text.clone()),
        NodeKind::Scalar(scalar) => match scalar.value() {
            serde_json::Value::Null => Tree::Null,
            serde_json::Value::Bool(value) => Tree::Bool(value),
            serde_json::Value::Number(number) => Tree::Number(number.to_string().parse().unwrap()),
            serde_json::Value::String(text) => Tree::Text(text),
            value @ (serde_json::Value::Array(_) | serde_json::Value::Object(_)) => {
                unreachable!("a single value is no {value}")
            }
        },
        NodeKind::List(items) => Tree::List(items.iter().map(|item| read_back(item)).collect()),
        NodeKind::Map(entries) => Tree::Map(
            entries
                .iter()
                .map(|entry| (entry.key.value.clone(), read_back(&entry.value)))
                .collect(),
        ),
    }
}

fn sources(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let name = "a.trip.yaml".to_owned();
    let file = sources.add(SourceFile {
        path: "a.trip.yaml".into(),
        name: name.into(),
        text: text.into(),
    });
    (sources, file)
}

fn mistakes(text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    parse(FileId(0), text, &mut diagnostics);
    diagnostics
}

/// The files of the language's own tests.
fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reject");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    files.sort();
    files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// A seed with some characters replaced, inserted or cut out.
fn any_broken_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{{", "}}", "{", "}", "[", "]", ": ", ":", "- ", "-", "\n", "\n  ", "\t", "\"", "'", "#",
        " #", "> ", "|", "!", "&a", "*a", "\\", ",", "@", "é", "\u{feff}", "\r\n", "---\n", "<<: ",
        "? ", "css #", "regex /", "  ", "\u{85}", "\u{0}", "{{{", "",
    ]);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0usize..6, pieces), 0..8);
    (prop::sample::select(seeds()), edits).prop_map(|(mut text, edits)| {
        for (index, cut, piece) in edits {
            let at = text.floor_char_boundary(index.index(text.len() + 1));
            let end = text.floor_char_boundary((at + cut).min(text.len())).max(at);
            text.replace_range(at..end, piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_key_is_lost(tree in any_tree(), lines: bool) {
        let mut text = String::new();
        if lines { write_lines(&tree, 0, &mut text) } else { write_inline(&tree, &mut text) }
        let mut diagnostics = Vec::new();
        let root = parse(FileId(0), &text, &mut diagnostics);
        diagnostics.retain(|diagnostic| diagnostic.code != Code::W112);
        prop_assert_eq!(&diagnostics, &[], "{}", text);
        prop_assert_eq!(root.map(|root| read_back(&root)), Some(tree), "{}", text);
    }

    #[test]
    fn any_text_is_read_to_its_end(text in any_broken_text()) {
        let (sources, _) = sources(&text);
        let diagnostics = mistakes(&text);
        for diagnostic in &diagnostics {
            let places = diagnostic.related.iter().map(|(span, _)| *span);
            let edits = diagnostic.fix.iter().map(|edit| edit.span);
            for span in places.chain(edits).chain([diagnostic.span]) {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?}");
            }
        }
        let shown = in_order(&diagnostics, &sources).len();
        prop_assert!(render(&diagnostics, &sources, false).lines().count() >= shown);
        prop_assert_eq!(to_github(&diagnostics, &sources).lines().count(), shown);
        prop_assert_eq!(to_json(&diagnostics, &sources).as_array().map(Vec::len), Some(shown));
    }

    #[test]
    fn mending_ends_and_adds_no_lines(text in any_broken_text()) {
        let mut text = text;
        for _ in 0..40 {
            let (sources, file) = sources(&text);
            let Some(mended) = apply(&sources, file, &mistakes(&text)) else { return Ok(()) };
            prop_assert_eq!(mended.matches('\n').count(), text.matches('\n').count());
            text = mended;
        }
        prop_assert!(false, "mending goes on and on:\n{}", text);
    }
}

#[test]
fn what_can_be_mended_is_mended_at_once_and_nothing_else_changes() {
    for text in seeds() {
        let (before, file) = sources(&text);
        let diagnostics = mistakes(&text);
        let Some(mended) = apply(&before, file, &diagnostics) else { continue };
        let left = mistakes(&mended);
        let (after, file) = sources(&mended);
        assert_eq!(apply(&after, file, &left), None, "{mended}");
        let fixable =
            |diagnostics: &[Diagnostic]| diagnostics.iter().filter(|d| !d.fix.is_empty()).count();
        let unfixable = diagnostics.len() - fixable(&diagnostics);
        assert!(left.len() <= unfixable, "{}", render(&left, &after, false));
        let comments = |text: &str| text.matches(" # ").count();
        assert_eq!(comments(&mended), comments(&text), "{mended}");
    }
}
