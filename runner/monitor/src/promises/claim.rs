//! What a number must be so that a run is good: a condition of `good_when`, made ready.

use runner_model::Ratio;
use serde_json::Value;
use suites::{Comparison, Condition, Matcher, ValueTemplate};

/// What is claimed of a number: of a status, or of milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Claim {
    /// There is one.
    There,
    Equals(Ratio),
    /// `2xx`: so many hundreds.
    Class(u64),
    Compares(Comparison, Ratio),
    /// Both included.
    Between(Ratio, Ratio),
    Not(Box<Claim>),
    All(Vec<Claim>),
    Any(Vec<Claim>),
}

impl Claim {
    /// Of a condition; `None` when it is about more than one number.
    pub(super) fn of(condition: &Condition) -> Option<Self> {
        let claims: Option<Vec<Self>> =
            condition.matchers.iter().map(|matcher| Self::of_matcher(&matcher.value)).collect();
        claims.map(Self::All)
    }

    fn of_matcher(matcher: &Matcher) -> Option<Self> {
        Some(match matcher {
            Matcher::Is(value) => Self::equal(value)?,
            Matcher::OneOf(values) => {
                Self::Any(values.iter().map(Self::equal).collect::<Option<_>>()?)
            }
            Matcher::Not(condition) => Self::Not(Box::new(Self::of(condition)?)),
            Matcher::Exists(true) => Self::There,
            Matcher::Compare(comparison, value) => Self::Compares(*comparison, number(value)?),
            Matcher::Between(ends) => Self::Between(number(&ends.0)?, number(&ends.1)?),
            Matcher::AnyOf(conditions) => {
                Self::Any(conditions.iter().map(Self::of).collect::<Option<_>>()?)
            }
            Matcher::AllOf(conditions) => {
                Self::All(conditions.iter().map(Self::of).collect::<Option<_>>()?)
            }
            Matcher::Exists(false)
            | Matcher::Empty(_)
            | Matcher::Type(_)
            | Matcher::CloseTo(..)
            | Matcher::Contains(_)
            | Matcher::StartsWith(_)
            | Matcher::EndsWith(_)
            | Matcher::Matches(_)
            | Matcher::Length(_)
            | Matcher::Count(_)
            | Matcher::Each(_)
            | Matcher::Any(_)
            | Matcher::NoneOf(_)
            | Matcher::Unique(_)
            | Matcher::Sorted(_)
            | Matcher::Before(_)
            | Matcher::After(_)
            | Matcher::Within(_)
            | Matcher::Like(_)
            | Matcher::Schema(_) => return None,
        })
    }

    fn equal(value: &ValueTemplate) -> Option<Self> {
        let ValueTemplate::Fixed(Value::String(text)) = value else {
            return number(value).map(Self::Equals);
        };
        match text.as_str() {
            "any" => Some(Self::There),
            class => class.strip_suffix("xx")?.parse().ok().map(Self::Class),
        }
    }

    /// Whether it holds for a number that is there.
    pub(super) fn holds(&self, number: Ratio) -> bool {
        match self {
            Self::There => true,
            Self::Equals(value) => number == *value,
            Self::Class(hundreds) => {
                number.denominator() == 1 && number.numerator() / 100 == *hundreds
            }
            Self::Compares(Comparison::Over, value) => number > *value,
            Self::Compares(Comparison::Under, value) => number < *value,
            Self::Compares(Comparison::AtLeast, value) => number >= *value,
            Self::Compares(Comparison::AtMost, value) => number <= *value,
            Self::Between(low, high) => *low <= number && number <= *high,
            Self::Not(claim) => !claim.holds(number),
            Self::All(claims) => claims.iter().all(|claim| claim.holds(number)),
            Self::Any(claims) => claims.iter().any(|claim| claim.holds(number)),
        }
    }
}

/// A number that was written out.
fn number(value: &ValueTemplate) -> Option<Ratio> {
    let ValueTemplate::Fixed(Value::Number(number)) = value else { return None };
    Ratio::from_decimal_text(&number.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fixed(value: Value) -> ValueTemplate {
        ValueTemplate::Fixed(value)
    }

    fn ratio(number: u64) -> Ratio {
        Ratio::new(number, 1).unwrap()
    }

    #[test]
    fn a_status_is_of_its_class() {
        let claim = Claim::of_matcher(&Matcher::Is(fixed(json!("2xx")))).unwrap();
        assert!(claim.holds(ratio(204)));
        assert!(!claim.holds(ratio(301)));
        assert!(Claim::of_matcher(&Matcher::Is(fixed(json!("any")))).unwrap().holds(ratio(500)));
    }

    #[test]
    fn a_time_is_compared_exactly() {
        let under = Matcher::Compare(Comparison::Under, fixed(json!(0.3)));
        let claim = Claim::of_matcher(&under).unwrap();
        assert!(claim.holds(Ratio::new(299_999, 1_000_000).unwrap()));
        assert!(!claim.holds(Ratio::new(3, 10).unwrap()));
    }

    #[test]
    fn what_is_about_no_number_cannot_be_measured() {
        assert_eq!(Claim::of_matcher(&Matcher::Empty(true)), None);
        assert_eq!(Claim::of_matcher(&Matcher::Is(fixed(json!([1])))), None);
    }
}
