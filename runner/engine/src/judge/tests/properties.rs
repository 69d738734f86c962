//! What is true of all values and claims.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Number, Value};
use suites::{
    Comparison, Condition, Matcher, Order, Pattern, Span, Spanned, ValueTemplate, ValueType,
};

use super::answer::{Told, now};
use super::stage::Stage;
use crate::json::testing::values;
use crate::judge::bind::Binder;
use crate::judge::claim::Site;
use crate::judge::found::{Found, Lack};
use crate::judge::judge;
use crate::judge::scale::Scale;
use crate::judge::words::Words;

static STAGE: LazyLock<Stage> =
    LazyLock::new(|| Stage::of("name: x\nsteps:\n  - get: https://shop.example.com/\n"));

fn one(matcher: Matcher) -> Condition {
    Condition { matchers: vec![Spanned::new(matcher, Span::default())], span: Span::default() }
}

fn fixed() -> impl Strategy<Value = ValueTemplate> {
    values().prop_map(ValueTemplate::Fixed)
}

fn number() -> impl Strategy<Value = ValueTemplate> {
    "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,2})?([eE][+-]?[0-9]{1,9})?"
        .prop_map(|text| Value::Number(text.parse::<Number>().unwrap()).into())
}

fn pattern() -> impl Strategy<Value = Pattern> {
    prop::sample::select(vec!["^a", "b$", ".", "^$", "[0-9]+"]).prop_map(|source| Pattern {
        source: source.to_owned(),
        regex: regex::Regex::new(source).unwrap(),
    })
}

fn matchers() -> impl Strategy<Value = Matcher> {
    let comparison = prop::sample::select(vec![
        Comparison::Over,
        Comparison::Under,
        Comparison::AtLeast,
        Comparison::AtMost,
    ]);
    let text = || "[a-c]{0,2}".prop_map(|text| ValueTemplate::Fixed(Value::from(text)));
    let simple = prop_oneof![
        fixed().prop_map(Matcher::Is),
        any::<bool>().prop_map(Matcher::Exists),
        any::<bool>().prop_map(Matcher::Empty),
        prop::sample::select(ValueType::ALL).prop_map(Matcher::Type),
        (comparison, number()).prop_map(|(comparison, limit)| Matcher::Compare(comparison, limit)),
        (number(), number()).prop_map(|ends| Matcher::Between(Box::new(ends))),
        (number(), number()).prop_map(|two| Matcher::CloseTo(Box::new(two))),
        fixed().prop_map(Matcher::Contains),
        text().prop_map(Matcher::StartsWith),
        text().prop_map(Matcher::EndsWith),
        pattern().prop_map(Matcher::Matches),
        prop::collection::vec(fixed(), 1..4).prop_map(Matcher::OneOf),
        any::<bool>().prop_map(Matcher::Unique),
        prop::sample::select(vec![Order::Ascending, Order::Descending]).prop_map(Matcher::Sorted),
        Just(Matcher::Before(suites::Moment::Now)),
        (0_u64..1 << 40).prop_map(|ms| Matcher::Within(std::time::Duration::from_millis(ms))),
        fixed().prop_map(Matcher::Like),
    ];
    let counted = || number().prop_map(|number| one(Matcher::Is(number)));
    simple.prop_recursive(3, 12, 3, move |inner| {
        let condition = || {
            prop::collection::vec(inner.clone(), 1..3).prop_map(|matchers| Condition {
                matchers: matchers.into_iter().map(|m| Spanned::new(m, Span::default())).collect(),
                span: Span::default(),
            })
        };
        prop_oneof![
            condition().prop_map(Matcher::Not),
            condition().prop_map(Matcher::Each),
            condition().prop_map(Matcher::Any),
            condition().prop_map(Matcher::NoneOf),
            counted().prop_map(Matcher::Length),
            counted().prop_map(Matcher::Count),
            prop::collection::vec(condition(), 1..3).prop_map(Matcher::AnyOf),
            prop::collection::vec(condition(), 1..3).prop_map(Matcher::AllOf),
        ]
    })
}

/// Whether a matcher holds of what was found.
fn holds(stage: &Stage, matcher: Matcher, found: &Found<'_>) -> bool {
    let filler = stage.filler();
    let site = Site {
        words: Words { masker: stage.masker(), hidden: false },
        scale: Scale::Plain,
        elements: Scale::Plain,
        origin: "$",
        element_origin: "$[*]",
        now: now(),
    };
    let binder = Binder { filler: &filler, schemas: None, subject: "$", site };
    let condition = one(matcher);
    let claims = binder.condition(&condition).unwrap();
    let phrase = claims.phrase();
    let broken = claims.check(found);
    if let Some(broken) = &broken {
        assert!(!broken.got.is_empty() && !phrase.text().is_empty());
        assert!(!broken.expected.text().is_empty());
    }
    broken.is_none()
}

fn absent() -> Found<'static> {
    Found::Absent(Lack::nothing("it is not there"))
}

proptest! {
    #[test]
    fn not_is_the_opposite_of_what_it_denies(value in values(), matcher in matchers()) {
        let stage = &STAGE;
        let found = Found::value(&value);
        let denied = Matcher::Not(one(matcher.clone()));
        prop_assert_ne!(holds(stage, matcher, &found), holds(stage, denied, &found));
    }

    #[test]
    fn nothing_is_neither_so_nor_not_so(matcher in matchers()) {
        let stage = &STAGE;
        prop_assert!(!holds(stage, Matcher::Not(one(matcher)), &absent()));
    }

    #[test]
    fn of_what_cannot_be_read_nothing_holds(matcher in matchers()) {
        let stage = &STAGE;
        let found = Found::Unreadable(Lack::nothing("it cannot be read"));
        prop_assert!(!holds(stage, matcher, &found));
    }

    #[test]
    fn a_value_is_itself_and_looks_like_itself(value in values()) {
        let stage = &STAGE;
        let found = Found::value(&value);
        let fixed = || ValueTemplate::Fixed(value.clone());
        prop_assert!(holds(stage, Matcher::Is(fixed()), &found));
        prop_assert!(holds(stage, Matcher::OneOf(vec![fixed()]), &found));
        prop_assert!(holds(stage, Matcher::Like(fixed()), &found));
        prop_assert!(holds(stage, Matcher::Exists(true), &found));
    }

    #[test]
    fn several_conditions_agree_with_each_alone(
        value in values(), a in matchers(), b in matchers(),
    ) {
        let stage = &STAGE;
        let found = Found::value(&value);
        let (left, right) = (holds(stage, a.clone(), &found), holds(stage, b.clone(), &found));
        let both = || vec![one(a.clone()), one(b.clone())];
        prop_assert_eq!(holds(stage, Matcher::AllOf(both()), &found), left && right);
        prop_assert_eq!(holds(stage, Matcher::AnyOf(both()), &found), left || right);
    }

    #[test]
    fn each_any_and_none_agree_with_the_elements_alone(
        items in prop::collection::vec(values(), 0..4), matcher in matchers(),
    ) {
        let stage = &STAGE;
        let held = items.iter().filter(|item| holds(stage, matcher.clone(), &Found::value(item)));
        let held = held.count();
        let list = Value::Array(items.clone());
        let of_list = |matcher| holds(stage, matcher, &Found::value(&list));
        let some = !items.is_empty();
        prop_assert_eq!(of_list(Matcher::Each(one(matcher.clone()))), some && held == items.len());
        prop_assert_eq!(of_list(Matcher::Any(one(matcher.clone()))), held > 0);
        prop_assert_eq!(of_list(Matcher::NoneOf(one(matcher))), held == 0);
    }

    #[test]
    fn a_list_is_sorted_when_sorting_does_not_change_it(mut items in prop::collection::vec(number(), 0..5)) {
        let stage = &STAGE;
        let numbers = |items: &[ValueTemplate]| {
            Value::Array(items.iter().map(|item| match item {
                ValueTemplate::Fixed(value) => value.clone(),
                ValueTemplate::Template(_) | ValueTemplate::List(_) | ValueTemplate::Map(_) => Value::Null,
            }).collect())
        };
        let ascending = |list: &Value| holds(stage, Matcher::Sorted(Order::Ascending), &Found::value(list));
        let before = numbers(&items);
        items.sort_by(|a, b| match (a, b) {
            (ValueTemplate::Fixed(Value::Number(a)), ValueTemplate::Fixed(Value::Number(b))) => crate::json::compare(a, b),
            _ => std::cmp::Ordering::Equal,
        });
        let after = numbers(&items);
        prop_assert!(ascending(&after));
        prop_assert_eq!(ascending(&before), crate::json::equal(&before, &after));
    }
}

static LOOKING_INSIDE: LazyLock<Stage> = LazyLock::new(|| {
    let mut suite = "name: x\nsteps:\n".to_owned();
    for check in [
        "$: { exists: true }",
        "$.a: 1",
        "$..a: { each: { over: 1 } }",
        "$[?@.a > 1]: { count: 1 }",
        "body: { like: { a: <uuid> } }",
        "body: { schema: order.json }",
        "body: { ends_with: a }",
        "body: { length: { over: 5 } }",
        "css p: { any: a }",
        "regex /(a+)|b/: a",
    ] {
        suite += &format!("  - get: https://shop.example.com/\n    expect:\n      {check}\n");
    }
    Stage::of(&suite)
});

/// Judges every check of the stage on a body.
fn look_inside(body: &[u8]) {
    let told = Told { body: body.to_vec(), ..Told::plain() };
    for step in &LOOKING_INSIDE.suite().tests[0].steps {
        let facts = LOOKING_INSIDE.facts(&told);
        judge(&step.expect[0], &facts).unwrap();
    }
}

proptest! {
    #[test]
    fn no_body_is_too_odd_to_be_judged(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        look_inside(&bytes);
    }

    #[test]
    fn no_json_is_too_odd_to_be_judged(value in values()) {
        look_inside(value.to_string().as_bytes());
    }

    #[test]
    fn no_page_is_too_odd_to_be_judged(page in "(<p>|</p>|<table>|<a b=|a|\"|'|<!--|&#x|\\PC){0,20}") {
        look_inside(page.as_bytes());
    }
}
