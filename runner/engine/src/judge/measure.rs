//! Matchers of numbers: `over`, `under`, `at_least`, `at_most`, `between`, `close_to`.

use serde_json::{Number, Value};
use suites::Comparison;

use super::broken::Broken;
use super::claim::Site;
use super::found::Found;
use super::phrase::Phrase;
use super::scale::Scale;
use crate::json::{Decimal, compare, sign_of_sum};

/// A claim about a number.
#[derive(Debug)]
pub(super) enum Measure {
    Compare(Comparison, Number),
    /// Both included.
    Between(Number, Number),
    /// At most the second away from the first.
    CloseTo(Number, Number),
}

impl Measure {
    fn holds_of(&self, number: &Number) -> bool {
        match self {
            Self::Compare(comparison, limit) => {
                let order = compare(number, limit);
                match comparison {
                    Comparison::Over => order.is_gt(),
                    Comparison::Under => order.is_lt(),
                    Comparison::AtLeast => order.is_ge(),
                    Comparison::AtMost => order.is_le(),
                }
            }
            Self::Between(from, to) => compare(number, from).is_ge() && compare(number, to).is_le(),
            Self::CloseTo(target, distance) => {
                let [number, target, distance] = [number, target, distance].map(Decimal::of);
                sign_of_sum(&[distance, target, number.negated()]).is_ge()
                    && sign_of_sum(&[distance, number, target.negated()]).is_ge()
            }
        }
    }

    fn limits(&self) -> Vec<&Number> {
        match self {
            Self::Compare(_, limit) | Self::CloseTo(limit, _) => vec![limit],
            Self::Between(from, to) => vec![from, to],
        }
    }
}

impl Site<'_> {
    pub(super) fn measure_phrase(&self, measure: &Measure) -> Phrase {
        let exact = |number| self.scale.exact(number);
        let relation = match measure {
            Measure::Compare(comparison, limit) => {
                let word = match comparison {
                    Comparison::Over => "over",
                    Comparison::Under => "under",
                    Comparison::AtLeast => "at least",
                    Comparison::AtMost => "at most",
                };
                format!("{word} {}", exact(limit))
            }
            Measure::Between(from, to) => format!("between {} and {}", exact(from), exact(to)),
            Measure::CloseTo(target, distance) => {
                format!("within {} of {}", exact(distance), exact(target))
            }
        };
        // That it is a number goes without saying where it always is.
        Phrase::noun(match self.scale {
            Scale::Plain | Scale::Text | Scale::Body => format!("a number {relation}"),
            Scale::Status | Scale::Count | Scale::Duration | Scale::Size => relation,
        })
    }

    pub(super) fn measure(&self, measure: &Measure, found: &Found<'_>) -> Option<Broken> {
        let value = found.as_value();
        match value.as_deref().and_then(Value::as_number) {
            Some(number) if measure.holds_of(number) => None,
            Some(number) => {
                let got = self.scale.beside(number, &measure.limits());
                Some(Broken::new(self.measure_phrase(measure), got))
            }
            None => {
                let broken = self.of_other_type(self.measure_phrase(measure), found);
                Some(match (found.as_text(), found.elements()) {
                    (_, Some(_)) => {
                        broken.hint("of a list, say it with `each`, `any`, `none` or `count`")
                    }
                    (Some(text), None) if text.parse::<Number>().is_ok() => {
                        broken.hint("it is a number in quotes")
                    }
                    (_, None) => broken,
                })
            }
        }
    }
}
