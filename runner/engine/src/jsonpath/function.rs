//! Functions (RFC 9535, sections 2.4.4 to 2.4.8).

use jsonpath_rust::parser::model::{FnArg, Test, TestFunction};
use serde_json::Value;
use suites::jsonpath::iregexp::Extent;

use super::compare::Operand;
use super::evaluate::Evaluation;

impl<'e, 'v: 'e> Evaluation<'e, 'v> {
    /// What a function that gives a value gives.
    pub(super) fn result(&self, function: &'e TestFunction, current: &'v Value) -> Operand<'e> {
        match function {
            TestFunction::Length(argument) => match self.argument(argument, current) {
                Operand::Text(text) => number(text.chars().count()),
                Operand::Structure(Value::Array(items)) => number(items.len()),
                Operand::Structure(Value::Object(members)) => number(members.len()),
                Operand::Structure(_)
                | Operand::Nothing
                | Operand::Null
                | Operand::Bool(_)
                | Operand::Number(_) => Operand::Nothing,
            },
            TestFunction::Count(argument) => number(self.nodes(argument, current).len()),
            TestFunction::Value(argument) => match self.nodes(argument, current).as_slice() {
                [value] => Operand::of(Some(value)),
                [] | [_, ..] => Operand::Nothing,
            },
            // The reader lets none of these stand where a value is wanted.
            TestFunction::Match(..) | TestFunction::Search(..) | TestFunction::Custom(..) => {
                Operand::Nothing
            }
        }
    }

    /// What a function that answers yes or no answers.
    pub(super) fn answer(&self, function: &'e TestFunction, current: &'v Value) -> bool {
        let (text, pattern, extent) = match function {
            TestFunction::Match(text, pattern) => (text, pattern, Extent::Whole),
            TestFunction::Search(text, pattern) => (text, pattern, Extent::Part),
            // The reader lets none of these stand where an answer is wanted.
            TestFunction::Length(_)
            | TestFunction::Count(_)
            | TestFunction::Value(_)
            | TestFunction::Custom(..) => return false,
        };
        let text = self.argument(text, current);
        let pattern = self.argument(pattern, current);
        if let (Operand::Text(text), Operand::Text(pattern)) = (text, pattern) {
            self.patterns.finds(pattern, extent, text)
        } else {
            false
        }
    }

    /// An argument that is one value, or nothing.
    fn argument(&self, argument: &'e FnArg, current: &'v Value) -> Operand<'e> {
        match argument {
            FnArg::Literal(literal) => self.literal(literal),
            FnArg::Test(test) => match &**test {
                Test::RelQuery(segments) => Operand::of(self.one(segments, current).flatten()),
                Test::AbsQuery(query) => {
                    Operand::of(self.one(&query.segments, self.root).flatten())
                }
                Test::Function(function) => self.result(function, current),
            },
            FnArg::Filter(_) => Operand::Nothing,
        }
    }

    /// An argument that is all that a query selects.
    fn nodes(&self, argument: &'e FnArg, current: &'v Value) -> Vec<&'v Value> {
        match argument {
            FnArg::Test(test) => match &**test {
                Test::RelQuery(segments) => self.all(segments, current),
                Test::AbsQuery(query) => self.all(&query.segments, self.root),
                Test::Function(_) => Vec::new(),
            },
            FnArg::Literal(_) | FnArg::Filter(_) => Vec::new(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "nothing in memory has 2^53 elements")]
fn number(count: usize) -> Operand<'static> {
    Operand::Number(count as f64)
}
