use super::*;

fn node(name: &str) -> Part {
    Part::ours(PartKind::Node(NodeName::try_from(name.to_owned()).unwrap()))
}

fn named(name: &str) -> CompositionName {
    CompositionName::try_from(name).unwrap()
}

fn composition(name: &str) -> Part {
    Part::ours(PartKind::Composition(named(name)))
}

fn series(of: Vec<Part>) -> Part {
    Part::ours(PartKind::Series(of))
}

fn at_least(n: u32, of: Vec<Part>) -> Part {
    Part::ours(PartKind::AtLeast { n, of })
}

fn tree(name: &str, all: Vec<(&str, Part)>) -> Result<Tree, CompositionError> {
    Tree::of(&named(name), &all.into_iter().map(|(name, part)| (named(name), part)).collect())
}

#[test]
fn a_node_that_is_used_twice_is_one() {
    let all = vec![
        ("shop", series(vec![node("web"), composition("data")])),
        ("data", Part::ours(PartKind::AnyOf(vec![node("db"), node("web")]))),
    ];
    let tree = tree("shop", all).unwrap();
    let names: Vec<&str> = tree.nodes().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["web", "db"]);
}

#[test]
fn no_composition_contains_itself() {
    let all = vec![
        ("shop", series(vec![node("web"), composition("data")])),
        ("data", series(vec![composition("shop")])),
    ];
    assert_eq!(tree("shop", all), Err(CompositionError::ContainsItself(named("shop"))));
}

#[test]
fn an_unknown_composition_is_named() {
    let all = vec![("shop", series(vec![composition("date")]))];
    assert_eq!(tree("shop", all), Err(CompositionError::Unknown(named("date"))));
}

#[test]
fn no_more_are_needed_than_there_are() {
    let of = || vec![node("a"), node("b")];
    assert_eq!(
        Tree::of_part(&at_least(3, of())),
        Err(CompositionError::TooManyNeeded { needed: 3, members: 2 })
    );
    assert_eq!(Tree::of_part(&at_least(0, of())), Err(CompositionError::NothingNeeded));
    assert_eq!(Tree::of_part(&at_least(1, vec![])), Err(CompositionError::EmptyGroup));
    assert!(Tree::of_part(&at_least(2, of())).is_ok());
}

#[test]
fn no_more_are_needed_than_are_ours() {
    let customers = Part { customer_responsible: true, ..node("b") };
    assert_eq!(
        Tree::of_part(&at_least(2, vec![node("a"), customers])).unwrap_err().to_string(),
        "at least 2 are needed, but without those the customer is responsible for only 1 are left"
    );
}

#[test]
fn a_node_is_ours_or_the_customers_everywhere() {
    let customers = Part::customers(PartKind::AnyOf(vec![node("sso"), node("web")]));
    let error = Tree::of_part(&series(vec![node("sso"), customers])).unwrap_err();
    assert!(matches!(error, CompositionError::BothOurs(name) if name.as_str() == "sso"));
}

#[test]
fn a_composition_that_doubles_itself_is_refused_before_it_is_built() {
    let names: Vec<String> = (0..40).map(|level| format!("level-{level}")).collect();
    let mut all: Vec<(&str, Part)> = names
        .windows(2)
        .map(|pair| (pair[0].as_str(), series(vec![composition(&pair[1]), composition(&pair[1])])))
        .collect();
    all.push(("level-39", node("leaf")));
    assert_eq!(tree("level-0", all), Err(CompositionError::TooLarge));
}

#[test]
fn a_composition_has_a_bottom() {
    let deep = (0..150).fold(node("leaf"), |inner, _| series(vec![inner]));
    assert_eq!(Tree::of_part(&deep), Err(CompositionError::TooLarge));
}
