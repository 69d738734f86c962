//! Random paths that RFC 9535 allows, in all the spellings it allows.

use proptest::prelude::*;

/// A path from `$`.
pub(super) fn path() -> impl Strategy<Value = String> {
    query("$", 3)
}

/// Blanks where they may stand.
fn blank() -> BoxedStrategy<String> {
    prop_oneof![8 => Just(String::new()), 1 => "[ \t\r\n]{1,2}"].boxed()
}

fn query(root: &'static str, depth: u32) -> BoxedStrategy<String> {
    let segments = prop::collection::vec((blank(), segment(depth)), 0..4);
    segments
        .prop_map(move |segments| {
            let text: String = segments.into_iter().map(|(blank, text)| blank + &text).collect();
            format!("{root}{text}")
        })
        .boxed()
}

fn segment(depth: u32) -> BoxedStrategy<String> {
    let name = "[A-Za-z_é中][A-Za-z_0-9é中]{0,3}";
    let brackets =
        (prop::collection::vec((blank(), selector(depth), blank()), 1..3)).prop_map(|parts| {
            let parts: Vec<_> = parts.into_iter().map(|(a, text, b)| a + &text + &b).collect();
            format!("[{}]", parts.join(","))
        });
    prop_oneof![
        name.prop_map(|name| format!(".{name}")),
        name.prop_map(|name| format!("..{name}")),
        Just(".*".to_owned()),
        Just("..*".to_owned()),
        brackets.clone(),
        brackets.prop_map(|brackets| format!("..{brackets}")),
    ]
    .boxed()
}

fn selector(depth: u32) -> BoxedStrategy<String> {
    let plain = prop_oneof![
        string(),
        Just("*".to_owned()),
        integer(),
        (bound(), blank(), bound())
            .prop_map(|(start, blank, end)| format!("{start}{blank}:{blank}{end}")),
        (bound(), blank(), bound(), integer()).prop_map(|(start, blank, end, step)| format!(
            "{start}:{blank}{end}{blank}:{blank}{step}"
        )),
    ];
    if depth == 0 {
        return plain.boxed();
    }
    let filter =
        (blank(), condition(depth - 1)).prop_map(|(blank, text)| format!("?{blank}{text}"));
    prop_oneof![2 => plain, 1 => filter].boxed()
}

fn integer() -> BoxedStrategy<String> {
    prop_oneof![
        (-12i64..12).prop_map(|index| index.to_string()),
        (-9_007_199_254_740_991i64..=9_007_199_254_740_991).prop_map(|index| index.to_string()),
    ]
    .boxed()
}

fn bound() -> BoxedStrategy<String> {
    prop_oneof![Just(String::new()), integer()].boxed()
}

fn string() -> BoxedStrategy<String> {
    prop_oneof![
        "'([ -&(-Z^-~é\u{2028}😀]|\\\\(\\\\|/|'|n|u00e9|u000b|ud83d\\\\ude00)){0,4}'",
        "\"([ !#-Z^-~é\u{a0}]|\\\\(\\\\|/|\"|t|u0000|u00E9)){0,4}\"",
    ]
    .prop_filter("a template", |text| !text.contains("{{"))
    .boxed()
}

fn literal() -> BoxedStrategy<String> {
    prop_oneof![
        string(),
        integer().boxed(),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("-0".to_owned()),
        "-?[1-9][0-9]{0,3}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
    ]
    .boxed()
}

fn singular() -> BoxedStrategy<String> {
    let segment = prop_oneof![
        "\\.[a-z_][a-z0-9]{0,3}",
        string().prop_map(|text| format!("[{text}]")),
        integer().prop_map(|index| format!("[{index}]")),
    ];
    let segments = prop::collection::vec((blank(), segment), 0..3);
    (prop::sample::select(vec!["@", "$"]), segments)
        .prop_map(|(root, segments)| {
            let text: String = segments.into_iter().map(|(blank, text)| blank + &text).collect();
            format!("{root}{text}")
        })
        .boxed()
}

/// Something that gives one value.
fn value(depth: u32) -> BoxedStrategy<String> {
    let plain = prop_oneof![literal(), singular()];
    if depth == 0 {
        return plain.boxed();
    }
    let nodes = prop_oneof![query("@", depth - 1), query("$", depth - 1)].boxed();
    prop_oneof![
        4 => plain,
        1 => (blank(), value(depth - 1)).prop_map(|(b, text)| format!("length({b}{text}{b})")),
        1 => nodes.clone().prop_map(|text| format!("count({text})")),
        1 => (blank(), nodes).prop_map(|(b, text)| format!("value({b}{text}{b})")),
    ]
    .boxed()
}

fn test(depth: u32) -> BoxedStrategy<String> {
    let pattern = prop::sample::select(vec!["'a.*'", "'[a-c]|d{2}'", "@.p", "\"\\\\p{Lu}\""]);
    prop_oneof![
        query("@", depth.saturating_sub(1)),
        query("$", depth.saturating_sub(1)),
        (value(0), blank(), pattern, prop::sample::select(vec!["match", "search"]))
            .prop_map(|(text, b, pattern, name)| format!("{name}({text}{b},{b}{pattern}{b})")),
    ]
    .boxed()
}

fn condition(depth: u32) -> BoxedStrategy<String> {
    let operator = prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let not = prop_oneof![3 => Just(String::new()), 1 => blank().prop_map(|b| format!("!{b}"))];
    let leaf = prop_oneof![
        (value(depth), blank(), operator, value(depth))
            .prop_map(|(left, b, operator, right)| format!("{left}{b}{operator}{b}{right}")),
        (not.clone(), test(depth)).prop_map(|(not, text)| not + &text),
    ];
    leaf.prop_recursive(2, 6, 2, move |inner| {
        prop_oneof![
            (inner.clone(), blank(), prop::sample::select(vec!["&&", "||"]), inner.clone())
                .prop_map(|(left, b, joint, right)| format!("{left}{b}{joint}{b}{right}")),
            (not.clone(), blank(), inner).prop_map(|(not, b, text)| format!("{not}({b}{text}{b})")),
        ]
    })
    .boxed()
}
