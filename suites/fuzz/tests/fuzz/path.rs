//! JSONPath: the grammar of RFC 9535, with templates in it.

use suites::source::SourceFile;
use suites::{Sources, Span, jsonpath};
use suites_fuzz::Corpus;

use crate::said::is_well_said;

/// One of each kind of thing that a path may hold.
const PATHS: &[&str] = &[
    "$",
    "$.a.b_c[0][-1]",
    "$['a','b'][1:5:2]",
    "$..*",
    "$..a[?@.b]",
    "$.a[?@.b == 1.5e3 && !@.c]",
    "$[?length(@.a) >= 2 || count($..b) != 0]",
    "$[?match(@.a, '[a-z]+') && search(@.b, \"x\\u00e9\")]",
    "$[?value(@..c) == null]",
    "$[?@['é'] < 'ü']",
    "$.repos[?@.name == {{repo}}].id",
    "$[{{index}}]",
    "$[?match(@.a, {{pattern}})]",
    "$.user-id",
    "$.items.length()",
    "$.a.b c",
    "a.b",
    "$[?(@.a)]",
    "$.a[?@.b =~ /c/i]",
    "$[(@.length-1)]",
    "$.a['b\\'c']",
    "$[\"a\\ud83d\\ude00\"]",
    "$[::-1]",
    "$[9007199254740991]",
    "$[?@.a > 9007199254740993]",
];

#[test]
fn any_text_is_a_path_or_a_mistake() {
    let corpus = Corpus::of(PATHS.iter().map(|path| path.as_bytes().to_vec()));
    crate::hunt("path", corpus, |input| {
        let text = String::from_utf8_lossy(input);
        let mut sources = Sources::default();
        let file = sources.add(SourceFile {
            path: "/nowhere/a.trip.yaml".into(),
            name: "a.trip.yaml".into(),
            text: text.as_ref().into(),
        });
        let end = u32::try_from(text.len()).expect("inputs are short");
        match jsonpath::parse(&text, Span { file, start: 0, end }) {
            Ok(path) if path.source != text => Err(format!("it was read as `{}`", path.source)),
            Ok(_) => Ok(()),
            Err(mistake) => is_well_said(&[*mistake], &sources),
        }
    });
}
