//! Which numbers a 64-bit float holds as they are written.

/// Whether the number that `text` writes (in JSON's grammar) is the same as a 64-bit float: the
/// float has exactly that value, or is printed with exactly those digits (`0.1`).
pub fn holds(text: &str) -> bool {
    let Some(float) = text.parse::<f64>().ok().filter(|float| float.is_finite()) else {
        return false;
    };
    let written = Decimal::read(text);
    // 767 significant digits write any 64-bit float out in full.
    written == Decimal::read(&format!("{float:e}"))
        || written == Decimal::read(&format!("{float:.766e}"))
}

/// A decimal number in one spelling: 0.`digits` times ten to the `exponent`, without zeros at
/// either end of `digits`. The sign of nothing is dropped.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn read(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (negative, mantissa) =
            mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let leading = all.len() - significant.len();
        let digits = significant.trim_end_matches('0').to_owned();
        if digits.is_empty() {
            return Self { negative: false, digits, exponent: 0 };
        }
        // An exponent beyond an i64 belongs to a number that no float holds.
        let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX / 2);
        let point = i64::try_from(whole.len()).unwrap_or(i64::MAX / 4)
            - i64::try_from(leading).unwrap_or(i64::MAX / 4);
        Self { negative, digits, exponent: exponent.saturating_add(point) }
    }
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_float_holds_what_it_prints_or_is() {
        for text in [
            "0",
            "-0",
            "-0.0",
            "1",
            "1.0",
            "0.1",
            "1e3",
            "1E+3",
            "12.50",
            "9007199254740992",
            "1152921504606846976",
            "100000000000000000000",
            "1e20",
            "1e308",
            "5e-324",
            "0e999999",
            "0.30000000000000004",
            "123456789012345680000",
        ] {
            assert!(holds(text), "{text}");
        }
    }

    #[test]
    fn a_float_does_not_hold_what_it_rounds() {
        for text in [
            "9007199254740993",
            "-9007199254740993",
            "12345678901234567890123",
            "1e400",
            "1e-400",
            "3.141592653589793238",
            "0.1000000000000000000001",
            "1e99999999999999999999",
            "1234567890123456789",
        ] {
            assert!(!holds(text), "{text}");
        }
    }
}
