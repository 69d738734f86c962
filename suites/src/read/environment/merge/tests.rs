use proptest::prelude::*;

use super::*;
use crate::source::FileId;
use crate::yaml::parse;

fn tree(text: &str) -> Node {
    let mut diagnostics = Vec::new();
    let node = parse(FileId(0), text, &mut diagnostics).unwrap();
    assert_eq!(diagnostics, [], "{text}");
    Node::clone(&node)
}

/// The tree on one line.
fn shown(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar(scalar) => scalar.text.clone(),
        NodeKind::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(item)).collect();
            format!("[{}]", items.join(", "))
        }
        NodeKind::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|entry| format!("{}: {}", entry.key.value, shown(&entry.value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn merged(base: &str, top: &str) -> String {
    shown(&over(&tree(base), &tree(top)))
}

/// What two parents say together, and about what they disagree.
fn parents(one: &str, other: &str, child: &str) -> (String, Vec<String>) {
    let mut found = Vec::new();
    let node = beside(&tree(one), &tree(other), &tree(child), &mut found);
    (shown(&node), found.iter().map(|disagreement| disagreement.path.join(".")).collect())
}

#[test]
fn a_child_is_merged_over_its_parent_key_by_key() {
    let cases = [
        // Maps merge, to any depth in vars.
        ("vars: {a: 1, b: 2}", "vars: {b: 3, c: 4}", "{vars: {a: 1, b: 3, c: 4}}"),
        (
            "vars: {user: {email: x, name: y}}",
            "vars: {user: {email: z}}",
            "{vars: {user: {email: z, name: y}}}",
        ),
        // Lists and single values are replaced whole.
        ("vars: {l: [1, 2]}", "vars: {l: [3]}", "{vars: {l: [3]}}"),
        ("vars: {a: {b: 1}}", "vars: {a: 5}", "{vars: {a: 5}}"),
        ("protected: true", "protected: false", "{protected: false}"),
        (
            "matrix: {tenant: [{name: a}]}",
            "matrix: {tenant: [{name: b}]}",
            "{matrix: {tenant: [{name: b}]}}",
        ),
        (
            "matrix: {tenant: [{name: a}]}",
            "matrix: {region: [{name: b}]}",
            "{matrix: {tenant: [{name: a}], region: [{name: b}]}}",
        ),
        // So is each entry of secrets and services, and auth.
        (
            "services: {pay: {url: u, timeout: 5s}, shop: s}",
            "services: {pay: {url: v}}",
            "{services: {pay: {url: v}, shop: s}}",
        ),
        ("secrets: {s: {env: E}}", "secrets: {s: {file: f}}", "{secrets: {s: {file: f}}}"),
        ("auth: {basic: {username: u}}", "auth: {bearer: t}", "{auth: {bearer: t}}"),
        ("tls: {ca: a, verify: true}", "tls: {ca: b}", "{tls: {ca: b, verify: true}}"),
        // Header names have no case.
        ("headers: {X-Team: a}", "headers: {x-team: b}", "{headers: {x-team: b}}"),
        // `null` stays as the mark that it removes.
        ("vars: {a: 1, b: 2}", "vars: {a: null}", "{vars: {a: null, b: 2}}"),
        ("vars: {a: null}", "vars: {a: {b: 1}}", "{vars: {a: {b: 1}}}"),
        // What an environment says of itself is not handed down.
        ("{abstract: true, extends: x, overlay: true}", "extends: base", "{extends: base}"),
    ];
    for (base, top, expected) in cases {
        assert_eq!(merged(base, top), expected, "{top} over {base}");
    }
}

#[test]
fn a_value_keeps_the_place_it_came_from() {
    let base = tree("vars: {a: 1, b: 2}");
    let node = over(&base, &tree("vars: {b: 3}"));
    let place = |key: &str| node.get("vars").unwrap().get(key).unwrap().span.start;
    assert_eq!((place("a"), place("b")), (10, 10));
    assert_eq!(node.get("vars").unwrap().span.end, 12);
}

#[test]
fn parents_that_say_the_same_agree() {
    let (node, disagree) =
        parents("vars: {a: 1, b: 2}", "vars: {b: 2, c: '3'}", "{extends: [x, y]}");
    assert_eq!(node, "{vars: {a: 1, b: 2, c: 3}}");
    assert_eq!(disagree, Vec::<String>::new());
}

#[test]
fn parents_that_disagree_need_their_child_to_decide() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("vars: {a: 1}", "vars: {a: 2}", "{abstract: true}", &["vars.a"]),
        ("vars: {a: 1}", "vars: {a: 2}", "vars: {a: 3}", &[]),
        ("vars: {a: 1}", "vars: {a: 2}", "vars: {a: null}", &[]),
        ("vars: {a: 1}", "vars: {a: 2}", "vars: {b: 3}", &["vars.a"]),
        ("vars: {u: {x: 1, y: 1}}", "vars: {u: {x: 2, y: 2}}", "vars: {u: {x: 3}}", &["vars.u.y"]),
        ("vars: {u: {x: 1}}", "vars: {u: {x: 2}}", "vars: {u: 5}", &[]),
        ("vars: {u: {x: 1}}", "vars: {u: 5}", "{abstract: true}", &["vars.u"]),
        ("services: {a: u}", "services: {a: {url: u}}", "{abstract: true}", &["services.a"]),
        ("services: {a: {url: u}}", "services: {a: {url: v}}", "services: {a: w}", &[]),
        ("headers: {A: 1}", "headers: {a: 2}", "{abstract: true}", &["headers.a"]),
        ("abstract: true", "abstract: false", "{protected: true}", &[]),
        ("vars: {a: 1}", "vars: {a: null}", "{protected: true}", &["vars.a"]),
        ("vars: {a: '1'}", "vars: {a: 1}", "{protected: true}", &["vars.a"]),
    ];
    for (one, other, child, expected) in cases {
        assert_eq!(parents(one, other, child).1, *expected, "{one} | {other} | {child}");
    }
}

/// Environments whose vars have keys that no other has.
fn disjoint() -> impl Strategy<Value = [String; 3]> {
    let vars = |prefix: &'static str| {
        proptest::collection::btree_map("[a-z]{1,3}", "[1-9][0-9]{0,2}|\\[1, 2\\]|\\{k: v\\}", 0..4)
            .prop_map(move |vars| {
                let vars: Vec<String> =
                    vars.iter().map(|(key, value)| format!("{prefix}{key}: {value}")).collect();
                format!("vars: {{{}}}", vars.join(", "))
            })
    };
    (vars("a_"), vars("b_"), vars("c_")).prop_map(|(a, b, c)| [a, b, c])
}

proptest! {
    #[test]
    fn merging_is_associative_for_disjoint_keys(trees in disjoint()) {
        let [a, b, c] = trees.map(|text| tree(&text));
        prop_assert_eq!(shown(&over(&over(&a, &b), &c)), shown(&over(&a, &over(&b, &c))));
    }

    #[test]
    fn an_environment_over_itself_is_itself(trees in disjoint()) {
        for text in trees {
            let node = tree(&text);
            prop_assert_eq!(shown(&over(&node, &node)), shown(&node));
        }
    }
}
