//! What is claimed of a subject.

use crate::language::{Comparison, Condition, Matcher, Moment, ValueTemplate};

/// A matcher.
#[derive(Debug)]
pub(crate) struct MatcherWord {
    /// As written.
    pub(crate) name: &'static str,
    /// What it is followed by, and what the two make.
    pub(crate) operand: Operand,
    /// What it means, in a sentence without a full stop.
    pub(crate) about: &'static str,
}

/// What a matcher is followed by, with the [`Matcher`] that is made of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand {
    /// A value of the subject's own kind.
    Same(fn(ValueTemplate) -> Matcher),
    /// A part of the subject: a piece of text, an element, a key.
    Part(fn(ValueTemplate) -> Matcher),
    /// Text.
    Text(fn(ValueTemplate) -> Matcher),
    /// A number, or a quantity with its unit.
    Ordered(Comparison),
    /// Two of them.
    Two(fn(Box<(ValueTemplate, ValueTemplate)>) -> Matcher),
    /// Values of the subject's own kind.
    Several(fn(Vec<ValueTemplate>) -> Matcher),
    /// A condition on the subject.
    Condition(fn(Condition) -> Matcher),
    /// A condition on the elements of the subject.
    Elements(fn(Condition) -> Matcher),
    /// A condition on a number of things.
    Number(fn(Condition) -> Matcher),
    /// Several conditions on the subject.
    Conditions(fn(Vec<Condition>) -> Matcher),
    /// `true` or `false`.
    Boolean(fn(bool) -> Matcher),
    /// A point in time.
    Moment(fn(Moment) -> Matcher),
    /// The name of a type.
    Type,
    /// A regular expression.
    Pattern,
    /// `ascending` or `descending`.
    Order,
    /// A duration.
    Within,
    /// A value with types in it.
    Like,
    /// The file of a JSON Schema.
    Schema,
    /// Not supported yet.
    Later,
}

const fn word(name: &'static str, operand: Operand, about: &'static str) -> MatcherWord {
    MatcherWord { name, operand, about }
}

/// All matchers.
pub(crate) static MATCHERS: &[MatcherWord] = &[
    word(
        "is",
        Operand::Same(Matcher::Is),
        "Equal, and of the same type; how to compare with a map",
    ),
    word(
        "not",
        Operand::Condition(Matcher::Not),
        "This does not hold; fails where there is nothing",
    ),
    word("exists", Operand::Boolean(Matcher::Exists), "Whether it is there"),
    word("empty", Operand::Boolean(Matcher::Empty), "Whether it is absent, null, \"\", [] or {}"),
    word("type", Operand::Type, "Of this type"),
    word("over", Operand::Ordered(Comparison::Over), "Greater"),
    word("under", Operand::Ordered(Comparison::Under), "Smaller"),
    word("at_least", Operand::Ordered(Comparison::AtLeast), "Greater or equal"),
    word("at_most", Operand::Ordered(Comparison::AtMost), "Smaller or equal"),
    word("between", Operand::Two(Matcher::Between), "From the first to the second, both included"),
    word("close_to", Operand::Two(Matcher::CloseTo), "At most the second away from the first"),
    word(
        "contains",
        Operand::Part(Matcher::Contains),
        "A piece of text, an element of a list, a key of a map",
    ),
    word("starts_with", Operand::Text(Matcher::StartsWith), "Text that begins so"),
    word("ends_with", Operand::Text(Matcher::EndsWith), "Text that ends so"),
    word("matches", Operand::Pattern, "Text in which this regular expression is found"),
    word("one_of", Operand::Several(Matcher::OneOf), "Equal to one of these"),
    word("length", Operand::Number(Matcher::Length), "How many characters, elements or keys"),
    word("count", Operand::Number(Matcher::Count), "How many elements"),
    word("each", Operand::Elements(Matcher::Each), "Every element; fails on an empty list"),
    word("any", Operand::Elements(Matcher::Any), "At least one element; fails on an empty list"),
    word("none", Operand::Elements(Matcher::NoneOf), "No element; holds on an empty list"),
    word("unique", Operand::Boolean(Matcher::Unique), "Whether no two elements are equal"),
    word("sorted", Operand::Order, "In this order: `ascending` or `descending`"),
    word("before", Operand::Moment(Matcher::Before), "A time before this one, or before `now`"),
    word("after", Operand::Moment(Matcher::After), "A time after this one, or after `now`"),
    word("within", Operand::Within, "A time at most so far from now, past or future"),
    word(
        "like",
        Operand::Like,
        "At least these keys; lists element by element; `<uuid>` is a type",
    ),
    word("schema", Operand::Schema, "Valid by the JSON Schema in this file"),
    word("any_of", Operand::Conditions(Matcher::AnyOf), "At least one of these holds"),
    word("all_of", Operand::Conditions(Matcher::AllOf), "All of these hold"),
    word("snapshot", Operand::Later, "Equal to what was recorded"),
    word("ignore", Operand::Later, "What a snapshot leaves out"),
];

/// Operators and words of other tools, each with the matcher that is meant.
pub(crate) static OTHER_MATCHERS: &[(&str, &str)] = &[
    ("equals", "is"),
    ("equal", "is"),
    ("equal_to", "is"),
    ("eq", "is"),
    ("=", "is"),
    ("==", "is"),
    ("===", "is"),
    ("value", "is"),
    ("be", "is"),
    ("same_as", "is"),
    ("!=", "not"),
    ("!==", "not"),
    ("<>", "not"),
    ("ne", "not"),
    ("neq", "not"),
    ("not_equal", "not"),
    ("not_equals", "not"),
    ("is_not", "not"),
    ("not_equal_to", "not"),
    (">", "over"),
    ("gt", "over"),
    ("greater", "over"),
    ("greater_than", "over"),
    ("more_than", "over"),
    ("above", "over"),
    ("<", "under"),
    ("lt", "under"),
    ("less", "under"),
    ("less_than", "under"),
    ("below", "under"),
    (">=", "at_least"),
    ("gte", "at_least"),
    ("ge", "at_least"),
    ("min", "at_least"),
    ("minimum", "at_least"),
    ("from", "at_least"),
    ("<=", "at_most"),
    ("lte", "at_most"),
    ("le", "at_most"),
    ("max", "at_most"),
    ("maximum", "at_most"),
    ("up_to", "at_most"),
    ("range", "between"),
    ("within_range", "between"),
    ("approximately", "close_to"),
    ("near", "close_to"),
    ("includes", "contains"),
    ("include", "contains"),
    ("contain", "contains"),
    ("has", "contains"),
    ("has_key", "contains"),
    ("substring", "contains"),
    ("not_contains", "not: { contains: … }"),
    ("prefix", "starts_with"),
    ("begins_with", "starts_with"),
    ("suffix", "ends_with"),
    ("match", "matches"),
    ("regex", "matches"),
    ("pattern", "matches"),
    ("=~", "matches"),
    ("in", "one_of"),
    ("enum", "one_of"),
    ("not_in", "not: { one_of: … }"),
    ("size", "length"),
    ("len", "length"),
    ("items", "each"),
    ("every", "each"),
    ("all", "each"),
    ("some", "any"),
    ("is_null", "is: null"),
    ("null", "is: null"),
    ("not_null", "not: null"),
    ("is_empty", "empty: true"),
    ("not_empty", "empty: false"),
    ("present", "exists: true"),
    ("defined", "exists: true"),
    ("absent", "exists: false"),
    ("missing", "exists: false"),
    ("is_type", "type"),
    ("type_of", "type"),
    ("json_schema", "schema"),
    ("matches_schema", "schema"),
    ("partial", "like"),
    ("subset", "like"),
    ("or", "any_of"),
    ("and", "all_of"),
    ("order", "sorted"),
    ("distinct", "unique"),
];
