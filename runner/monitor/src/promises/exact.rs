//! Exact numbers, as they are kept.

use std::fmt;

use runner_health::exact::{Fraction, fraction};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A number that is kept without rounding: `43157/43200`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Exact(pub Fraction);

/// What was kept is no number.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` is no fraction")]
pub struct NotExact(String);

impl TryFrom<String> for Exact {
    type Error = NotExact;

    fn try_from(text: String) -> Result<Self, NotExact> {
        let found = text.split_once('/').and_then(|(above, below)| {
            let below: num_bigint::BigInt = below.parse().ok()?;
            let above: num_bigint::BigInt = above.parse().ok()?;
            (below.sign() == num_bigint::Sign::Plus).then(|| fraction(above, below))
        });
        found.map(Self).ok_or(NotExact(text))
    }
}

impl From<Exact> for String {
    fn from(exact: Exact) -> Self {
        exact.to_string()
    }
}

impl fmt::Display for Exact {
    /// `43157/43200`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.numer(), self.0.denom())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_as_the_same() {
        for number in [fraction(43_157, 43_200), fraction(-3, 2), fraction(1, 1)] {
            let text = Exact(number.clone()).to_string();
            assert_eq!(Exact::try_from(text), Ok(Exact(number)));
        }
        for wrong in ["1", "1/0", "1/-2", "a/b", ""] {
            assert!(Exact::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
