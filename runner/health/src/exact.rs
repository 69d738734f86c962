//! Numbers without rounding.
//!
//! Lives here: [`Fraction`], the way to it from ratios and durations, and its text for people.
//! No floating point: it never decides a verdict.

use std::time::Duration;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use runner_model::Ratio;

/// A rational number of any size, in lowest terms.
pub type Fraction = BigRational;

/// `numerator` in `denominator`, which is not zero.
pub fn fraction(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Fraction {
    Fraction::new(numerator.into(), denominator.into())
}

/// A whole number.
pub fn whole(number: impl Into<BigInt>) -> Fraction {
    Fraction::from_integer(number.into())
}

/// The same number.
pub fn exactly(ratio: Ratio) -> Fraction {
    fraction(ratio.numerator(), ratio.denominator())
}

/// A duration in seconds.
pub fn seconds(duration: Duration) -> Fraction {
    fraction(duration.as_nanos(), 1_000_000_000_u32)
}

/// `part` in `all`; `None` when there is nothing of which it could be a part.
pub(crate) fn share(part: u128, all: u128) -> Option<Fraction> {
    (all > 0).then(|| fraction(part, all))
}

/// As [`share`], of time.
pub(crate) fn share_of_time(part: Duration, all: Duration) -> Option<Fraction> {
    share(part.as_nanos(), all.as_nanos())
}

/// The largest whole number that is not over `number`; 0 for a negative one.
pub(crate) fn floor(number: &Fraction) -> u128 {
    number.floor().to_integer().to_u128().unwrap_or(if number.is_negative() {
        0
    } else {
        u128::MAX
    })
}

/// With so many decimals, the last one rounded to the nearest, halves to the even one.
pub fn decimal_text(number: &Fraction, places: u8) -> String {
    let scaled = number * whole(BigInt::from(10).pow(places));
    let (below, half) = (scaled.floor(), fraction(1, 2));
    let over = &scaled - &below;
    let odd = below.to_integer().bit(0);
    let up = over > half || (over == half && odd);
    let rounded = below.to_integer() + if up { BigInt::one() } else { BigInt::zero() };
    with_point(&rounded, places)
}

/// As [`decimal_text`], without zeros at the end: `14.4`.
pub fn plain_text(number: &Fraction, most_places: u8) -> String {
    let text = decimal_text(number, most_places);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// As a percentage with so many decimals, cut off: 99.9996 % never becomes 100 %.
pub fn percent_text(number: &Fraction, places: u8) -> String {
    let scaled = number * whole(BigInt::from(10).pow(places) * 100);
    format!("{} %", with_point(&scaled.to_integer(), places))
}

/// `digits` with a point before the last `places` of them.
fn with_point(digits: &BigInt, places: u8) -> String {
    let places = usize::from(places);
    let text = format!("{:0>1$}", digits.magnitude().to_string(), places + 1);
    let (before, after) = text.split_at(text.len() - places);
    let sign = if digits.is_negative() { "-" } else { "" };
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

/// The square root of a number that is not negative: exact when it is rational, else the numbers
/// with 30 decimals below and above it.
pub(crate) fn square_root(number: &Fraction) -> (Fraction, Fraction) {
    let (above, below) = (number.numer(), number.denom());
    let (root_above, root_below) = (above.sqrt(), below.sqrt());
    if &root_above * &root_above == *above && &root_below * &root_below == *below {
        let root = fraction(root_above, root_below);
        return (root.clone(), root);
    }
    let scale = BigInt::from(10).pow(30_u8);
    // √(a/b) = √(a·b)/b, and the scale goes under the root twice.
    let under = (above * below * &scale * &scale).sqrt();
    let divisor = below * &scale;
    (fraction(under.clone(), divisor.clone()), fraction(under + 1, divisor))
}

/// The whole nanoseconds of a fraction of a second; 0 for a negative one.
pub(crate) fn duration_of(seconds: &Fraction) -> Duration {
    let nanos = floor(&(seconds * whole(1_000_000_000)));
    let second = 1_000_000_000;
    u64::try_from(nanos / second).map_or(Duration::MAX, |whole| {
        Duration::new(whole, u32::try_from(nanos % second).expect("a remainder of a billion"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_to_the_nearest_and_halves_to_the_even_one() {
        assert_eq!(decimal_text(&fraction(1, 3), 12), "0.333333333333");
        assert_eq!(decimal_text(&fraction(-2, 3), 2), "-0.67");
        assert_eq!(decimal_text(&fraction(5, 2), 0), "2");
        assert_eq!(decimal_text(&fraction(7, 2), 0), "4");
        assert_eq!(decimal_text(&fraction(-1, 2), 0), "0");
    }

    #[test]
    fn a_percentage_never_flatters() {
        assert_eq!(percent_text(&fraction(999_996, 1_000_000), 3), "99.999 %");
        assert_eq!(percent_text(&fraction(1, 1), 2), "100.00 %");
        assert_eq!(percent_text(&fraction(-71, 54), 1), "-131.4 %");
    }

    #[test]
    fn a_square_root_is_exact_when_it_can_be() {
        let half = fraction(1, 2);
        assert_eq!(square_root(&fraction(1, 4)), (half.clone(), half));
        let (low, high) = square_root(&whole(2));
        assert!(&low * &low < whole(2) && &high * &high > whole(2));
    }
}
