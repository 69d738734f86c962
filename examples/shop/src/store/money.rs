//! An amount of money, exact to the cent.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul};

use serde::{Serialize, Serializer};
use serde_json::Number;

/// Euros and cents. In JSON it is a number, written as short as it can be: `0`, `2.5`, `25.98`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Money {
    cents: u64,
}

impl Money {
    /// Nothing.
    pub(crate) const ZERO: Self = Self { cents: 0 };

    /// An amount in cents.
    pub(crate) const fn cents(cents: u64) -> Self {
        Self { cents }
    }

    /// Always with two decimals, as a person writes it: `2.50`.
    pub(crate) fn to_text(self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_text();
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: Number =
            self.to_string().parse().map_err(|_| serde::ser::Error::custom("not a number"))?;
        number.serialize(serializer)
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { cents: self.cents + other.cents }
    }
}

impl Mul<u32> for Money {
    type Output = Self;

    fn mul(self, times: u32) -> Self {
        Self { cents: self.cents * u64::from(times) }
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_numbers_are_exact_and_short() {
        let written = |cents| serde_json::to_string(&Money::cents(cents)).unwrap();
        assert_eq!(
            [0, 250, 2598, 1000, 5].map(written),
            ["0", "2.5", "25.98", "10", "0.05"].map(String::from)
        );
    }

    #[test]
    fn text_has_two_decimals() {
        assert_eq!(Money::cents(250).to_text(), "2.50");
    }
}
