//! The tree of `jsonpath-rust` in the canonical spelling: what it has understood.

use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, FnArg, JpQuery, Literal, Segment, Selector,
    SingularQuery, SingularQuerySegment, Test, TestFunction,
};

pub(super) fn query(query: &JpQuery) -> String {
    format!("${}", segments(&query.segments))
}

fn segments(segments: &[Segment]) -> String {
    segments.iter().map(segment).collect()
}

fn segment(segment_: &Segment) -> String {
    match segment_ {
        Segment::Descendant(inner) => format!("..{}", segment(inner)),
        Segment::Selector(selector_) => format!("[{}]", selector(selector_)),
        Segment::Selectors(selectors) => {
            format!("[{}]", joined(selectors.iter().map(selector), ","))
        }
    }
}

fn selector(selector: &Selector) -> String {
    let bound = |bound: &Option<i64>| bound.map_or(String::new(), |bound| bound.to_string());
    match selector {
        Selector::Name(name) => string(name),
        Selector::Wildcard => "*".to_owned(),
        Selector::Index(index) => index.to_string(),
        Selector::Slice(start, end, None) => format!("{}:{}", bound(start), bound(end)),
        Selector::Slice(start, end, step) => {
            format!("{}:{}:{}", bound(start), bound(end), bound(step))
        }
        Selector::Filter(filter_) => format!("?{}", filter(filter_)),
    }
}

fn filter(filter_: &Filter) -> String {
    match filter_ {
        Filter::Or(parts) => joined(parts.iter().map(filter), "||"),
        Filter::And(parts) => joined(parts.iter().map(filter), "&&"),
        Filter::Atom(FilterAtom::Filter { expr, not }) => {
            format!("{}({})", bang(*not), filter(expr))
        }
        Filter::Atom(FilterAtom::Test { expr, not }) => format!("{}{}", bang(*not), test(expr)),
        Filter::Atom(FilterAtom::Comparison(comparison_)) => comparison(comparison_),
    }
}

fn bang(not: bool) -> &'static str {
    if not { "!" } else { "" }
}

fn comparison(comparison: &Comparison) -> String {
    let operator = match comparison {
        Comparison::Eq(..) => "==",
        Comparison::Ne(..) => "!=",
        Comparison::Gt(..) => ">",
        Comparison::Gte(..) => ">=",
        Comparison::Lt(..) => "<",
        Comparison::Lte(..) => "<=",
    };
    let (left, right) = comparison.vals();
    format!("{}{operator}{}", comparable(left), comparable(right))
}

fn comparable(comparable: &Comparable) -> String {
    match comparable {
        Comparable::Literal(literal_) => literal(literal_),
        Comparable::Function(function_) => function(function_),
        Comparable::SingularQuery(SingularQuery::Current(segments)) => {
            format!("@{}", joined(segments.iter().map(singular), ""))
        }
        Comparable::SingularQuery(SingularQuery::Root(segments)) => {
            format!("${}", joined(segments.iter().map(singular), ""))
        }
    }
}

fn singular(segment: &SingularQuerySegment) -> String {
    match segment {
        SingularQuerySegment::Index(index) => format!("[{index}]"),
        SingularQuerySegment::Name(name) => format!("[{}]", string(name)),
    }
}

fn test(test: &Test) -> String {
    match test {
        Test::RelQuery(segments_) => format!("@{}", segments(segments_)),
        Test::AbsQuery(query_) => query(query_),
        Test::Function(function_) => function(function_),
    }
}

fn function(function: &TestFunction) -> String {
    match function {
        TestFunction::Custom(name, _) => panic!("`{name}` is not in RFC 9535"),
        TestFunction::Length(argument_) => format!("length({})", argument(argument_)),
        TestFunction::Value(argument_) => format!("value({})", argument(argument_)),
        TestFunction::Count(argument_) => format!("count({})", argument(argument_)),
        TestFunction::Search(text, pattern) => {
            format!("search({},{})", argument(text), argument(pattern))
        }
        TestFunction::Match(text, pattern) => {
            format!("match({},{})", argument(text), argument(pattern))
        }
    }
}

fn argument(argument: &FnArg) -> String {
    match argument {
        FnArg::Literal(literal_) => literal(literal_),
        FnArg::Test(test_) => test(test_),
        FnArg::Filter(_) => panic!("no function of RFC 9535 takes a condition"),
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Int(number) => number.to_string(),
        Literal::Float(number) => format!("{number:e}"),
        Literal::String(text) => string(text),
        Literal::Bool(value) => value.to_string(),
        Literal::Null => "null".to_owned(),
    }
}

fn string(text: &str) -> String {
    let plain = |c: char| c >= ' ' && !"\"'\\".contains(c);
    let escaped = |c: char| {
        if plain(c) { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

fn joined(parts: impl Iterator<Item = String>, by: &str) -> String {
    parts.collect::<Vec<_>>().join(by)
}
