//! Filters: what they ask of an element (RFC 9535, section 2.3.5).

use jsonpath_rust::parser::model::{
    Comparable, Comparison, Filter, FilterAtom, Literal, Segment, SingularQuery, Test,
};
use serde_json::Value;

use super::compare::Operand;
use super::evaluate::Evaluation;

impl<'e, 'v: 'e> Evaluation<'e, 'v> {
    /// Whether a filter holds where `@` is `current`.
    pub(super) fn holds(&self, filter: &'e Filter, current: &'v Value) -> bool {
        match filter {
            Filter::Or(parts) => parts.iter().any(|part| self.holds(part, current)),
            Filter::And(parts) => parts.iter().all(|part| self.holds(part, current)),
            Filter::Atom(FilterAtom::Filter { expr, not }) => self.holds(expr, current) != *not,
            Filter::Atom(FilterAtom::Test { expr, not }) => self.passes(expr, current) != *not,
            Filter::Atom(FilterAtom::Comparison(comparison)) => self.compares(comparison, current),
        }
    }

    /// A query passes when it selects anything at all.
    fn passes(&self, test: &'e Test, current: &'v Value) -> bool {
        match test {
            Test::RelQuery(segments) => self.selects_anything(segments, current),
            Test::AbsQuery(query) => self.selects_anything(&query.segments, self.root),
            Test::Function(function) => self.answer(function, current),
        }
    }

    fn selects_anything(&self, segments: &'e [Segment], start: &'v Value) -> bool {
        match self.one(segments, start) {
            Some(found) => found.is_some(),
            None => !self.all(segments, start).is_empty(),
        }
    }

    fn compares(&self, comparison: &'e Comparison, current: &'v Value) -> bool {
        let (left, right) = comparison.vals();
        let left = self.operand(left, current);
        let right = self.operand(right, current);
        match comparison {
            Comparison::Eq(..) => left.equals(&right),
            Comparison::Ne(..) => !left.equals(&right),
            Comparison::Lt(..) => left.is_less_than(&right),
            Comparison::Gt(..) => right.is_less_than(&left),
            Comparison::Lte(..) => left.is_less_than(&right) || left.equals(&right),
            Comparison::Gte(..) => right.is_less_than(&left) || left.equals(&right),
        }
    }

    fn operand(&self, comparable: &'e Comparable, current: &'v Value) -> Operand<'e> {
        match comparable {
            Comparable::Literal(literal) => self.literal(literal),
            Comparable::Function(function) => self.result(function, current),
            Comparable::SingularQuery(SingularQuery::Current(segments)) => {
                Operand::of(self.singular(segments, current))
            }
            Comparable::SingularQuery(SingularQuery::Root(segments)) => {
                Operand::of(self.singular(segments, self.root))
            }
        }
    }

    /// A literal, or the value of the template whose place it holds.
    pub(super) fn literal(&self, literal: &'e Literal) -> Operand<'e> {
        match literal {
            // The reader lets no integer pass that a float does not hold.
            #[expect(clippy::cast_precision_loss, reason = "integers in paths are within 2^53")]
            Literal::Int(number) => Operand::Number(*number as f64),
            Literal::Float(number) => Operand::Number(*number),
            Literal::String(text) => match self.bound_to(text) {
                Some(value) => Operand::of(Some(value)),
                None => Operand::Text(text),
            },
            Literal::Bool(value) => Operand::Bool(*value),
            Literal::Null => Operand::Null,
        }
    }
}
