//! An exact share or factor.
//!
//! Lives here: [`Ratio`], with the text forms that people write: `99.9%`, `14.4`.
//! May touch: std, serde. No floating point: what is written is what is compared.
//! Lives elsewhere: what may be a target (`runner-health`), where a ratio stands in a file
//! (`suites`).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How many digits a written number may have: what still fits with two more for the percent.
const MOST_DIGITS: usize = 17;

/// A number that is not negative, kept as a fraction in lowest terms: `99.9%` is 999/1000.
///
/// It may be over one, as burn rates are. Whoever wants a share compares with [`Ratio::ONE`].
/// What [`Display`](fmt::Display) writes, [`FromStr`] reads back as the same ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ratio {
    numerator: u64,
    denominator: u64,
}

/// What was written or given is not a [`Ratio`].
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum InvalidRatio {
    /// Not digits, perhaps a point, and `%`.
    #[error("`{0}` is not a percentage: write it like `99.9%`")]
    NotAPercentage(String),
    /// Not digits and perhaps a point.
    #[error("`{0}` is not a number of this kind: write it like `14.4`")]
    NotADecimal(String),
    /// More digits than are kept exactly.
    #[error("`{0}` has more than 17 digits: write fewer")]
    TooManyDigits(String),
    /// A fraction whose denominator is zero.
    #[error("a ratio to zero does not exist")]
    ToZero,
}

impl Ratio {
    /// `0%`.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// `100%`.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator` in `denominator`.
    ///
    /// # Errors
    /// [`InvalidRatio::ToZero`].
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, InvalidRatio> {
        if denominator == 0 {
            return Err(InvalidRatio::ToZero);
        }
        let divisor = greatest_common_divisor(numerator, denominator);
        Ok(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// Reads `99.9%`: digits as JSON writes a number, without sign and exponent, and `%`.
    ///
    /// # Errors
    /// [`InvalidRatio::NotAPercentage`], [`InvalidRatio::TooManyDigits`].
    pub fn from_percent_text(text: &str) -> Result<Self, InvalidRatio> {
        let wrong = || InvalidRatio::NotAPercentage(text.to_owned());
        let number = text.strip_suffix('%').ok_or_else(wrong)?;
        let (numerator, denominator) = decimal(number, text)?.ok_or_else(wrong)?;
        Self::new(numerator, denominator * 100)
    }

    /// Reads `14.4`: digits as JSON writes a number, without sign and exponent.
    ///
    /// # Errors
    /// [`InvalidRatio::NotADecimal`], [`InvalidRatio::TooManyDigits`].
    pub fn from_decimal_text(text: &str) -> Result<Self, InvalidRatio> {
        let wrong = || InvalidRatio::NotADecimal(text.to_owned());
        let (numerator, denominator) = decimal(text, text)?.ok_or_else(wrong)?;
        Self::new(numerator, denominator)
    }

    /// The upper number of the fraction in lowest terms.
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// The lower number of the fraction in lowest terms; never zero.
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// What is missing to one; `None` when it is over one.
    pub fn complement(self) -> Option<Self> {
        let numerator = self.denominator.checked_sub(self.numerator)?;
        Some(Self { numerator, denominator: self.denominator })
    }

    /// As a percentage of at most [`MOST_DIGITS`] digits, when it is one.
    fn as_percent(self) -> Option<String> {
        let mut scale: u128 = 1;
        for places in 0..MOST_DIGITS {
            let scaled = u128::from(self.numerator) * 100 * scale;
            if scaled.is_multiple_of(u128::from(self.denominator)) {
                let digits = format!("{:0>1$}", scaled / u128::from(self.denominator), places + 1);
                if digits.len() > MOST_DIGITS {
                    return None;
                }
                let (whole, part) = digits.split_at(digits.len() - places);
                let point = if places == 0 { "" } else { "." };
                return Some(format!("{whole}{point}{part}%"));
            }
            scale *= 10;
        }
        None
    }
}

/// `99.9` as 999 and 10; `None` when it is not a plain decimal. `whole` is for the message.
fn decimal(text: &str, whole: &str) -> Result<Option<(u64, u64)>, InvalidRatio> {
    let (before, after) = text.split_once('.').map_or((text, None), |(b, a)| (b, Some(a)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let padded = before.len() > 1 && before.starts_with('0');
    if !digits(before) || padded || !after.is_none_or(digits) {
        return Ok(None);
    }
    let after = after.unwrap_or_default();
    if before.len() + after.len() > MOST_DIGITS {
        return Err(InvalidRatio::TooManyDigits(whole.to_owned()));
    }
    let numerator = before.bytes().chain(after.bytes());
    let numerator = numerator.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    Ok(Some((numerator, after.bytes().fold(1, |power, _| power * 10))))
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = u128::from(self.numerator) * u128::from(other.denominator);
        left.cmp(&(u128::from(other.numerator) * u128::from(self.denominator)))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    /// `99.9%`; a fraction that no short percentage equals as `1/3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_percent() {
            Some(percent) => f.write_str(&percent),
            None => write!(f, "{}/{}", self.numerator, self.denominator),
        }
    }
}

impl FromStr for Ratio {
    type Err = InvalidRatio;

    /// Reads both forms that [`Display`](fmt::Display) writes: `99.9%` and `1/3`.
    fn from_str(text: &str) -> Result<Self, InvalidRatio> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return Self::from_percent_text(text);
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        match (numerator.parse(), denominator.parse()) {
            (Ok(above), Ok(below)) if digits(numerator) && digits(denominator) => {
                Self::new(above, below)
            }
            _ => Err(InvalidRatio::NotAPercentage(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Ratio {
    type Error = InvalidRatio;

    fn try_from(text: String) -> Result<Self, InvalidRatio> {
        text.parse()
    }
}

impl From<Ratio> for String {
    fn from(ratio: Ratio) -> Self {
        ratio.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn percent(text: &str) -> Ratio {
        Ratio::from_percent_text(text).unwrap()
    }

    #[test]
    fn a_percentage_is_an_exact_fraction() {
        let target = percent("99.9%");
        assert_eq!((target.numerator(), target.denominator()), (999, 1000));
        assert_eq!(percent("99.90%"), target);
        assert_eq!(percent("0%"), Ratio::ZERO);
        assert_eq!(percent("100%"), Ratio::ONE);
        assert!(percent("99.95%") > target);
        assert_eq!(target.complement(), Some(percent("0.1%")));
        assert_eq!(percent("100.1%").complement(), None);
    }

    #[test]
    fn a_ratio_is_written_as_people_write_it() {
        assert_eq!(percent("99.90%").to_string(), "99.9%");
        assert_eq!(percent("100%").to_string(), "100%");
        assert_eq!(percent("0.001%").to_string(), "0.001%");
        assert_eq!(Ratio::from_decimal_text("14.4").unwrap().to_string(), "1440%");
        assert_eq!(Ratio::new(2, 6).unwrap().to_string(), "1/3");
        assert_eq!(serde_json::to_string(&percent("99.9%")).unwrap(), "\"99.9%\"");
    }

    #[test]
    fn what_is_no_percentage_is_refused_with_an_example() {
        for text in
            ["", "%", "99.9", "99.9 %", "-1%", "+1%", ".5%", "5.%", "1e2%", "099%", "9_9%", "٩%"]
        {
            let refused = Ratio::from_percent_text(text).unwrap_err();
            assert_eq!(refused, InvalidRatio::NotAPercentage(text.to_owned()));
        }
        assert_eq!(
            Ratio::from_percent_text("99,9%").unwrap_err().to_string(),
            "`99,9%` is not a percentage: write it like `99.9%`"
        );
        assert!(matches!(
            Ratio::from_percent_text("99.9999999999999999%"),
            Err(InvalidRatio::TooManyDigits(_))
        ));
        assert_eq!(Ratio::new(1, 0), Err(InvalidRatio::ToZero));
        assert_eq!("1/0".parse::<Ratio>(), Err(InvalidRatio::ToZero));
    }

    proptest! {
        #[test]
        fn a_percentage_comes_back_as_it_was_written(whole in 0u32..=1000, part in "[0-9]{0,11}[1-9]|") {
            let text = if part.is_empty() { format!("{whole}%") } else { format!("{whole}.{part}%") };
            prop_assert_eq!(percent(&text).to_string(), text);
        }

        #[test]
        fn every_ratio_is_read_back(numerator: u64, denominator in 1u64..) {
            let ratio = Ratio::new(numerator, denominator).unwrap();
            prop_assert_eq!(ratio.to_string().parse(), Ok(ratio));
        }

        #[test]
        fn the_order_is_that_of_the_numbers(a in 0u64..5000, b in 1u64..5000, c in 0u64..5000, d in 1u64..5000) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            let _ = (text.parse::<Ratio>(), Ratio::from_decimal_text(&text));
        }
    }
}
