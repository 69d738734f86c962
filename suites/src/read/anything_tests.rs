//! Whatever stands in a file, reading it comes to an end, and points into the file.

use proptest::prelude::*;

use super::keys::{MATCHERS, STEP, SUBJECTS, SUITE};
use crate::source::{SourceFile, Sources};

/// A key that means something somewhere, or nearly.
fn key() -> impl Strategy<Value = String> {
    let mut words: Vec<String> = Vec::new();
    words.extend(SUITE.keys().chain(STEP.keys()).map(|key| key.name.to_owned()));
    words.extend(MATCHERS.iter().map(|word| word.name.to_owned()));
    words.extend(SUBJECTS.iter().map(|word| format!("{} x", word.name)));
    words.extend(SUBJECTS.iter().map(|word| word.name.to_owned()));
    let odd = [
        "$.a[0]",
        "$..",
        "$",
        "$.{{x}}",
        "regex /(/",
        "regex //",
        "css ..",
        "var {{a}}",
        "é ü",
        "x-a",
        "",
        " ",
        "header",
        "header é",
        "times",
        "from",
        "file",
        "username",
        "name",
    ];
    words.extend(odd.map(str::to_owned));
    proptest::sample::select(words)
}

/// A value that is hard to take.
fn scalar() -> impl Strategy<Value = String> {
    let odd = [
        "null",
        "true",
        "5",
        "-1",
        "1.5",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "'{{x}}'",
        "'{{x[0]}}'",
        "'{{'",
        "'{{{{a}}}}'",
        "'\\{{a}}{{b}}'",
        "10s",
        "0s",
        "99999999w",
        "5MB",
        "/a",
        "'//'",
        "'https://'",
        "'service://'",
        "'http://[::1'",
        "'{{a}}/b'",
        "none",
        "auto",
        "'é\u{301}'",
        "\"\\u0000\"",
        "'$.a'",
        "'$['",
        "header é",
        "2xx",
        "any",
        "'<uuid or x>'",
        "nothing.csv",
        "'.'",
        "now",
        "2026-13-45",
    ];
    proptest::sample::select(odd.map(str::to_owned).to_vec())
}

fn tree() -> impl Strategy<Value = String> {
    scalar().prop_recursive(5, 60, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::btree_map(key(), inner, 0..6).prop_map(|entries| {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| {
                        format!("{}: {value}", serde_json::Value::from(key.as_str()))
                    })
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }),
        ]
    })
}

fn read(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile {
        path: "/nowhere/a.trip.yaml".into(),
        name: "a.trip.yaml".into(),
        text: text.into(),
    });
    let mut diagnostics = Vec::new();
    let tree = crate::yaml::parse(file, text, &mut diagnostics);
    if let Some(tree) = tree {
        let id = "a".try_into().unwrap();
        super::suite(&tree, file, id, &sources, &mut diagnostics);
    }
    for mistake in &diagnostics {
        assert!(mistake.span.start <= mistake.span.end, "{mistake:?}");
        assert!(mistake.span.end as usize <= text.len(), "{mistake:?}");
        assert!(!mistake.message.ends_with('.'), "{mistake:?}");
    }
    crate::diagnostics::render(&diagnostics, &sources, false);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_tree_can_be_read(tree in tree()) {
        read(&tree);
    }

    #[test]
    fn any_step_can_be_read(step in prop::collection::btree_map(key(), tree(), 0..8)) {
        let mut text = "name: a\nservice: shop\nsteps:\n  - get: /a\n".to_owned();
        for (key, value) in step {
            text.push_str(&format!("    {}: {value}\n", serde_json::Value::from(key)));
        }
        read(&text);
    }
}
