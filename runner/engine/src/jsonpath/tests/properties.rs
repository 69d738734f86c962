use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::slice;
use super::{misplaced, nearest_of, path, select};

/// Values with few names and many likenesses.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3i64..4).prop_map(Value::from),
        prop::sample::select(vec![0.5, 1.0, -2.0]).prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[abc]", 1 => "['\\\\/~ é\u{b}\n0-]{0,2}"]
}

/// Paths that such values have something for.
fn query() -> impl Strategy<Value = String> {
    let comparable = "(@|@\\.a|@\\[0\\]|\\$\\.b|1|'a'|null|true|0\\.5|length\\(@\\)|count\\(@\\.\\*\\)|value\\(@\\.\\.a\\))";
    let condition = format!(
        "!?(@\\.[abc]|@\\.\\*|@\\.\\.b|@\\[\\?@ == 1\\]|match\\(@,'a\\.\\?'\\)|search\\(@\\.a,@\\.b\\))|{comparable}(==|!=|<|<=|>|>=){comparable}"
    );
    let selector = format!(
        "'[abc]'|\\*|-?[1-3]|0|(-?[1-3])?:(-?[1-3])?(:-?[1-3])?|\\?({condition})((&&|\\|\\|)({condition}))?"
    );
    let segment = format!("(\\.\\.?([abc]|\\*)|(\\.\\.)?\\[({selector})(,({selector}))?\\])");
    let pattern = format!("\\$({segment}){{0,4}}");
    proptest::string::string_regex(&pattern).unwrap()
}

proptest! {
    #[test]
    fn each_place_leads_to_just_its_value(source in query(), root in value()) {
        prop_assert_eq!(misplaced(&path(&source), &root), None);
    }

    #[test]
    fn the_nearest_path_is_a_path_that_selects(source in query(), root in value()) {
        let whole = path(&source);
        let nearest = nearest_of(&whole, &[], &root);
        prop_assert!(!select(&path(&nearest.path), &[], &root).is_empty(), "{nearest}");
        let exists = !select(&whole, &[], &root).is_empty();
        prop_assert_eq!(exists, nearest.path == source, "{}", nearest);
        if let Some(meant) = &nearest.meant {
            path(meant);
        }
    }

    #[test]
    fn all_descendants_are_visited_once_parents_first(root in value()) {
        fn count(value: &Value) -> usize {
            1 + match value {
                Value::Array(items) => items.iter().map(count).sum(),
                Value::Object(members) => members.values().map(count).sum(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
            }
        }
        let places = super::locate(&path("$..*"), &[], &root);
        prop_assert_eq!(places.len() + 1, count(&root));
        let pointers: Vec<_> = places.iter().map(|place| place.pointer()).collect();
        for (at, pointer) in pointers.iter().enumerate() {
            let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(parent.is_empty() || pointers[..at].iter().any(|p| p == parent), "{pointer}");
        }
    }

    #[test]
    fn slices_follow_the_pseudocode_of_the_rfc(
        start in prop::option::of(-9i64..9), end in prop::option::of(-9i64..9),
        step in prop::option::of(-4i64..4), length in 0usize..7
    ) {
        let found: Vec<_> = slice::indexes((start, end, step), length).collect();
        prop_assert_eq!(found, by_the_rfc(start, end, step.unwrap_or(1), length));
    }
}

/// Section 2.3.4.2.2, word for word.
fn by_the_rfc(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let len = i64::try_from(length).unwrap();
    let normalize = |i: i64| if i >= 0 { i } else { len + i };
    let (start, end) = if step >= 0 {
        (start.unwrap_or(0), end.unwrap_or(len))
    } else {
        (start.unwrap_or(len - 1), end.unwrap_or(-len - 1))
    };
    let (n_start, n_end) = (normalize(start), normalize(end));
    let (lower, upper) = if step >= 0 {
        (n_start.max(0).min(len), n_end.max(0).min(len))
    } else {
        (n_end.max(-1).min(len - 1), n_start.max(-1).min(len - 1))
    };
    let mut selected = Vec::new();
    let mut i = if step >= 0 { lower } else { upper };
    while (step > 0 && i < upper) || (step < 0 && lower < i) {
        selected.push(usize::try_from(i).unwrap());
        i += step;
    }
    selected
}

#[test]
fn depth_is_no_danger() {
    let mut deep = json!({ "leaf": 1 });
    for _ in 0..200 {
        // Not by `json!`, which recurses.
        deep = Value::Array(vec![Value::Object(Map::from_iter([("a".to_owned(), deep)]))]);
    }
    assert_eq!(select(&path("$..leaf"), &[], &deep), [&json!(1)]);
    assert_eq!(select(&path("$..*"), &[], &deep).len(), 401);
    assert_eq!(select(&path("$[?@ == @]"), &[], &deep).len(), 1);
    assert_eq!(super::locate(&path("$..leaf"), &[], &deep).len(), 1);
}
