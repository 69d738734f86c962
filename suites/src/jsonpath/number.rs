//! Numbers: integers that select, and literals to compare with.

use super::cursor::{Cursor, Read, is_in_name};
use super::float;

/// The largest integer that may select (RFC 9535, section 2.1): 2^53 − 1.
const MAX_EXACT: i64 = 9_007_199_254_740_991;

impl Cursor<'_, '_> {
    /// Reads an index, or a bound or step of a slice, and writes it down.
    pub(super) fn integer(&mut self) -> Read<()> {
        let from = self.at;
        if self.peek() == Some('+') {
            let mistake = self.wrong(from, 1, "a number has no `+` before it");
            return Err(mistake.help("leave it out").into());
        }
        let negative = self.take("-");
        let digits = self.take_while(|c| c.is_ascii_digit());
        let text = &self.source[from..self.at];
        if digits.is_empty() {
            return Err(self.wrong(from, 1, "digits follow `-`").into());
        }
        self.no_leading_zero(from, digits)?;
        if negative && digits == "0" {
            let mistake = self.wrong(from, 2, "`-0` is no index");
            return Err(mistake.help("write `0`; the last element is `-1`").into());
        }
        if let Some(c) = self.peek()
            && (is_in_name(c) || c == '.')
        {
            let message = format!("`{c}` cannot stand in an index");
            return Err(self.wrong_here(message).help("an index is an integer").into());
        }
        if !text.parse::<i64>().is_ok_and(|number| number.abs() <= MAX_EXACT) {
            let message = format!("an index is at most {MAX_EXACT}");
            return Err(self.wrong(from, text.len(), message).into());
        }
        self.write(text);
        Ok(())
    }

    /// Reads a number to compare with, and writes it down.
    pub(super) fn number(&mut self) -> Read<()> {
        let from = self.at;
        self.take("-");
        let digits = self.take_while(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return Err(self.wrong(from, 1, "digits follow `-`").into());
        }
        self.no_leading_zero(from, digits)?;
        if self.peek() == Some('.') {
            self.at += 1;
            if self.take_while(|c| c.is_ascii_digit()).is_empty() {
                let mistake = self.wrong(self.at - 1, 1, "digits follow the `.` of a number");
                return Err(mistake.help("write `1.0`, or `1`").into());
            }
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.at += 1;
            if matches!(self.peek(), Some('+' | '-')) {
                self.at += 1;
            }
            if self.take_while(|c| c.is_ascii_digit()).is_empty() {
                let text = &self.source[from..self.at];
                let mistake = self.wrong(from, text.len(), format!("`{text}` has no exponent"));
                return Err(mistake.help("write `1e3`, or `1000`").into());
            }
        }
        if let Some(c) = self.peek()
            && (is_in_name(c) || c == '.')
        {
            let message = format!("`{c}` cannot stand in a number");
            return Err(self.wrong_here(message).help("write numbers as JSON does: `31`").into());
        }
        self.write_number(from)
    }

    fn no_leading_zero(&self, from: usize, digits: &str) -> Read<()> {
        if digits.len() == 1 || !digits.starts_with('0') {
            return Ok(());
        }
        let plain = digits.trim_start_matches('0');
        let plain = if plain.is_empty() { "0" } else { plain };
        let mistake = self.wrong(from, self.at - from, "a number does not begin with `0`");
        Err(mistake.help(format!("write `{plain}`")).into())
    }

    /// Writes the number down that begins at `from`, if a filter can hold it.
    fn write_number(&mut self, from: usize) -> Read<()> {
        let text = &self.source[from..self.at];
        if !float::holds(text) {
            let message = format!("`{text}` does not fit a filter, which compares 64-bit floats");
            let mistake = self.wrong(from, text.len(), message);
            return Err(mistake
                .help("select the value and compare it in the matcher, which is exact")
                .into());
        }
        match text.parse::<i64>() {
            Ok(number) if number.abs() <= MAX_EXACT => self.write(&number.to_string()),
            // `jsonpath-rust` takes larger integers only with an exponent.
            Ok(_) | Err(_) => {
                let float = text.parse::<f64>().expect("`holds` has parsed it");
                self.write(&format!("{float:e}"));
            }
        }
        Ok(())
    }
}
