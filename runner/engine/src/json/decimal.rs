//! Numbers as JSON writes them, compared exactly.
//!
//! A number is its digits and the place of the first one; an exponent is never written out, so
//! `1e1000000000` costs as much as `1`.

use std::cmp::{Ordering, Reverse};

use serde_json::Number;

/// Which of two numbers is greater, exactly.
pub(crate) fn compare(a: &Number, b: &Number) -> Ordering {
    Decimal::of(a).cmp(&Decimal::of(b))
}

/// A number: `0.d₁d₂d₃… × 10^magnitude`, where `d₁` is not zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'n> {
    negative: bool,
    /// The digits, in two pieces: before the point and behind it.
    digits: [&'n [u8]; 2],
    magnitude: i128,
}

impl<'n> Decimal<'n> {
    /// The number that `number` is.
    pub(crate) fn of(number: &'n Number) -> Self {
        Self::read(number.as_str())
    }

    /// Reads what the grammar of JSON allows; what it does not allow is cut off.
    fn read(text: &'n str) -> Self {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (mut whole, mut part) = (digits_of(whole), digits_of(part));
        let exponent = read_exponent(exponent);
        whole = trim_start(whole);
        let magnitude = if whole.is_empty() {
            let zeros = part.len() - trim_start(part).len();
            part = trim_start(part);
            exponent.saturating_sub(length(zeros))
        } else {
            exponent.saturating_add(length(whole.len()))
        };
        part = trim_end(part);
        if part.is_empty() {
            whole = trim_end(whole);
        }
        let zero = whole.is_empty() && part.is_empty();
        Self {
            negative: negative && !zero,
            digits: [whole, part],
            magnitude: if zero { 0 } else { magnitude },
        }
    }

    /// The same number with the other sign.
    pub(crate) fn negated(self) -> Self {
        Self { negative: !self.negative && !self.is_zero(), ..self }
    }

    /// It has no digits behind the point: `5`, `5.0`, `1e2`.
    pub(crate) fn is_whole(&self) -> bool {
        self.low() >= 0
    }

    /// One text for all ways of writing a number.
    pub(crate) fn canonical(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let digits: String = self.all_digits().map(char::from).collect();
        format!("{sign}{digits}e{}", self.magnitude)
    }

    fn is_zero(&self) -> bool {
        self.digits.iter().all(|piece| piece.is_empty())
    }

    /// The digits as characters, from the first that is not zero to the last.
    fn all_digits(&self) -> impl Iterator<Item = u8> {
        self.digits[0].iter().chain(self.digits[1]).copied()
    }

    fn width(&self) -> usize {
        self.digits[0].len() + self.digits[1].len()
    }

    /// The power of ten of the last digit.
    fn low(&self) -> i128 {
        self.magnitude.saturating_sub(length(self.width()))
    }

    fn cmp_unsigned(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Without zeros at the end, the shorter of two with the same beginning is smaller.
            (false, false) => self
                .magnitude
                .cmp(&other.magnitude)
                .then_with(|| self.all_digits().cmp(other.all_digits())),
        }
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.cmp_unsigned(other),
            (true, true) => other.cmp_unsigned(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal<'_> {}

/// The sign of a sum of a few numbers, exactly. The cost grows with the digits that are written,
/// not with the exponents: digits that lie far below the others are looked at only when those
/// cancel out.
pub(crate) fn sign_of_sum(terms: &[Decimal<'_>]) -> Ordering {
    let mut terms: Vec<&Decimal<'_>> = terms.iter().filter(|term| !term.is_zero()).collect();
    terms.sort_by_key(|term| Reverse(term.magnitude));
    let mut rest = terms.as_slice();
    while let Some(first) = rest.first() {
        let mut low = first.low();
        let mut taken = 1;
        // Fewer than a hundred terms that begin two places lower cannot reach the last digit.
        while let Some(next) = rest.get(taken).filter(|next| next.magnitude.saturating_add(2) > low)
        {
            low = low.min(next.low());
            taken += 1;
        }
        let (near, far) = rest.split_at(taken);
        let sign = sign_of_near(near, first.magnitude, low);
        if sign.is_ne() {
            return sign;
        }
        rest = far;
    }
    Ordering::Equal
}

/// The sign of the sum of numbers whose digits lie side by side, from `top` down to `low`.
fn sign_of_near(terms: &[&Decimal<'_>], top: i128, low: i128) -> Ordering {
    let width = usize::try_from(top.saturating_sub(low)).unwrap_or(0);
    let mut columns = vec![0_i32; width];
    for term in terms {
        let from = usize::try_from(top.saturating_sub(term.magnitude)).unwrap_or(width);
        for (column, digit) in columns.iter_mut().skip(from).zip(term.all_digits()) {
            let digit = i32::from(digit - b'0');
            *column += if term.negative { -digit } else { digit };
        }
    }
    let mut carry = 0;
    let mut rest = false;
    for column in columns.iter().rev() {
        let sum = column + carry;
        carry = sum.div_euclid(10);
        rest |= sum.rem_euclid(10) != 0;
    }
    let sign = carry.cmp(&0);
    if sign.is_eq() && rest { Ordering::Greater } else { sign }
}

fn digits_of(text: &str) -> &[u8] {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    &bytes[..end]
}

/// An exponent too large to be counted with is as large as one can count.
fn read_exponent(text: &str) -> i128 {
    match text.parse() {
        Ok(exponent) => exponent,
        Err(_) if text.starts_with('-') => i128::MIN,
        Err(_) => i128::MAX,
    }
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    &digits[zeros..]
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().rev().take_while(|&&digit| digit == b'0').count();
    &digits[..digits.len() - zeros]
}

fn length(length: usize) -> i128 {
    i128::try_from(length).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order(a: &str, b: &str) -> Ordering {
        Decimal::read(a).cmp(&Decimal::read(b))
    }

    #[test]
    fn the_same_number_may_be_written_in_many_ways() {
        for (a, b) in [
            ("5", "5.0"),
            ("1e2", "100"),
            ("1E+2", "100.000"),
            ("0.001", "1e-3"),
            ("0", "-0.0e7"),
            ("120e-1", "12"),
            ("0.5e1", "5"),
            ("1e1000000000", "10e999999999"),
        ] {
            assert_eq!(order(a, b), Ordering::Equal, "{a} {b}");
            assert_eq!(Decimal::read(a).canonical(), Decimal::read(b).canonical(), "{a} {b}");
        }
    }

    #[test]
    fn numbers_are_ordered_beyond_64_bit_floats() {
        for (less, more) in [
            ("12345678901234567890123", "12345678901234567890124"),
            ("0.1", "0.10000000000000000000000000001"),
            ("-1e1000000000", "-1"),
            ("1e999999999", "1e1000000000"),
            ("1e-1000000000", "1e-999999999"),
            ("0", "1e-1000000000"),
            ("-2", "-1.5"),
            ("9", "10"),
            ("-1", "0"),
        ] {
            assert_eq!(order(less, more), Ordering::Less, "{less} {more}");
            assert_eq!(order(more, less), Ordering::Greater, "{less} {more}");
        }
    }

    #[test]
    fn an_exponent_beyond_counting_does_no_harm() {
        let huge = format!("1e{}", "9".repeat(100));
        let tiny = format!("1e-{}", "9".repeat(100));
        assert_eq!(order(&huge, "1e1000"), Ordering::Greater);
        assert_eq!(order(&tiny, "0"), Ordering::Greater);
        assert_eq!(order(&tiny, "1e-1000"), Ordering::Less);
        let sum = [Decimal::read(&huge), Decimal::read(&tiny).negated(), Decimal::read("-5")];
        assert_eq!(sign_of_sum(&sum), Ordering::Greater);
    }

    #[test]
    fn a_sum_of_numbers_far_apart_is_exact() {
        let sign = |terms: &[&str]| {
            sign_of_sum(&terms.iter().map(|term| Decimal::read(term)).collect::<Vec<_>>())
        };
        assert_eq!(sign(&["1e1000000000", "-1e1000000000", "1e-1000000000"]), Ordering::Greater);
        assert_eq!(sign(&["1", "-0.9", "-0.1"]), Ordering::Equal);
        assert_eq!(sign(&["1", "-0.9", "-0.1", "-1e-9"]), Ordering::Less);
        assert_eq!(sign(&["100", "-99", "-1"]), Ordering::Equal);
        assert_eq!(sign(&["1e50", "-9e49", "-1e49", "3"]), Ordering::Greater);
        assert_eq!(sign(&[]), Ordering::Equal);
    }

    #[test]
    fn whole_numbers_have_nothing_behind_the_point() {
        for whole in ["5", "5.0", "-3", "1e2", "1.5e1", "0", "0.0", "1e1000000000"] {
            assert!(Decimal::read(whole).is_whole(), "{whole}");
        }
        for broken in ["5.5", "1e-1", "1.25e1", "1e-1000000000"] {
            assert!(!Decimal::read(broken).is_whole(), "{broken}");
        }
    }

    /// `mantissa × 10^-scale`, written in one of several ways.
    fn written(mantissa: i64, scale: u8, way: u8) -> String {
        let scale = usize::from(scale);
        let sign = if mantissa < 0 { "-" } else { "" };
        let digits = mantissa.unsigned_abs().to_string();
        match way % 3 {
            0 => format!("{sign}{digits}e-{scale}"),
            1 => {
                let digits = format!("{digits:0>width$}", width = scale + 1);
                let (whole, part) = digits.split_at(digits.len() - scale);
                if part.is_empty() {
                    format!("{sign}{whole}")
                } else {
                    format!("{sign}{whole}.{part}")
                }
            }
            _ => format!("{sign}{digits}000E-{}", scale + 3),
        }
    }

    /// As a whole number of 10^-12.
    fn exact(mantissa: i64, scale: u8) -> i128 {
        i128::from(mantissa) * 10_i128.pow(u32::from(12 - scale))
    }

    proptest! {
        #[test]
        fn comparing_agrees_with_whole_numbers(
            a in any::<i64>(), b in any::<i64>(), near in -3_i64..3, same in any::<bool>(),
            scales in (0_u8..12, 0_u8..12), ways in (any::<u8>(), any::<u8>()),
        ) {
            let b = if same { a.saturating_add(near) } else { b };
            let scales = if same { (scales.0, scales.0) } else { scales };
            let (left, right) = (written(a, scales.0, ways.0), written(b, scales.1, ways.1));
            let (x, y) = (exact(a, scales.0), exact(b, scales.1));
            prop_assert_eq!(order(&left, &right), x.cmp(&y), "{} {}", left, right);
            let same_text = Decimal::read(&left).canonical() == Decimal::read(&right).canonical();
            prop_assert_eq!(same_text, x == y);
        }

        #[test]
        fn the_sign_of_a_sum_agrees_with_whole_numbers(
            terms in proptest::collection::vec((any::<i64>(), 0_u8..12, any::<u8>()), 0..5),
            cancel in any::<bool>(),
        ) {
            let mut terms = terms;
            if cancel {
                let others: Vec<_> = terms.iter().map(|&(m, s, w)| (m.saturating_neg(), s, w)).collect();
                terms.extend(others);
            }
            let texts: Vec<String> = terms.iter().map(|&(m, s, w)| written(m, s, w)).collect();
            let decimals: Vec<Decimal<'_>> = texts.iter().map(|text| Decimal::read(text)).collect();
            let sum: i128 = terms.iter().map(|&(m, s, _)| exact(m, s)).sum();
            prop_assert_eq!(sign_of_sum(&decimals), sum.cmp(&0));
        }

        #[test]
        fn reading_never_panics(text in "[-+0-9.eE]{0,40}|\\PC{0,12}") {
            let number = Decimal::read(&text);
            prop_assert_eq!(number.cmp(&number), Ordering::Equal);
            prop_assert_eq!(sign_of_sum(&[number, number.negated()]), Ordering::Equal);
        }
    }
}
