//! Matchers of numbers: `over`, `under`, `at_least`, `at_most`, `between`, `close_to`.

use serde_json::{Number, Value};
use suites::Comparison;

use super::broken::Broken;
use super::claim::{Claim, Site};
use super::found::Found;
use crate::json::{Decimal, compare, sign_of_sum};

impl Site<'_> {
    /// Judges a claim about a number.
    pub(super) fn measure(&self, claim: &Claim<'_>, found: &Found<'_>) -> Option<Broken> {
        let number = match found {
            Found::Value(value) => value.as_number(),
            Found::List(_)
            | Found::Body(_)
            | Found::Absent(_)
            | Found::Unreadable(_)
            | Found::Binary(_) => None,
        };
        let Some(number) = number else { return Some(self.no_number(claim, found)) };
        let (holds, limits) = match claim {
            Claim::Compare(comparison, limit) => {
                let order = compare(number, limit);
                let holds = match comparison {
                    Comparison::Over => order.is_gt(),
                    Comparison::Under => order.is_lt(),
                    Comparison::AtLeast => order.is_ge(),
                    Comparison::AtMost => order.is_le(),
                };
                (holds, vec![limit])
            }
            Claim::Between(from, to) => {
                (compare(number, from).is_ge() && compare(number, to).is_le(), vec![from, to])
            }
            Claim::CloseTo(target, distance) => (is_close(number, target, distance), vec![target]),
            _ => return None,
        };
        (!holds).then(|| Broken::new(self.phrase(claim), self.got_number(number, &limits)))
    }

    fn no_number(&self, claim: &Claim<'_>, found: &Found<'_>) -> Broken {
        let broken = self.of_other_type(claim, found);
        let value = found.as_value();
        match (value.as_deref(), found.elements()) {
            (_, Some(_)) => broken.hint("of a list, say it with `each`, `any`, `none` or `count`"),
            (Some(Value::String(text)), None) if text.parse::<Number>().is_ok() => {
                broken.hint("it is a number in quotes")
            }
            (_, None) => broken,
        }
    }
}

/// At most `distance` away from `target`, exactly.
fn is_close(number: &Number, target: &Number, distance: &Number) -> bool {
    let [number, target, distance] = [number, target, distance].map(Decimal::of);
    sign_of_sum(&[distance, target, number.negated()]).is_ge()
        && sign_of_sum(&[distance, number, target.negated()]).is_ge()
}
