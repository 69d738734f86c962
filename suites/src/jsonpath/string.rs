//! Strings: in quotes, with JSON's escapes.

use super::cursor::{Cursor, Read};
use crate::diagnostics::Diagnostic;

/// A string literal that was read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What it denotes.
    pub(super) value: String,
    /// Where each character of `value` is written.
    pub(super) places: Vec<usize>,
}

impl Cursor<'_, '_> {
    /// Reads a string and writes it down.
    pub(super) fn string(&mut self) -> Read<Text> {
        let from = self.at;
        let quote = self.peek().unwrap_or('\'');
        self.at += quote.len_utf8();
        let mut text = Text { value: String::new(), places: Vec::new() };
        loop {
            let at = self.at;
            let Some(c) = self.peek() else {
                let mistake = self.wrong(from, 1, format!("`{quote}` is never closed"));
                return Err(mistake.help(format!("end the text with `{quote}`")).into());
            };
            self.at += c.len_utf8();
            let meant = match c {
                c if c == quote => break,
                '\\' => self.escape(at, quote)?,
                '{' if self.rest().starts_with('{') => {
                    return Err(self.template_in_quotes(at, from, quote).into());
                }
                c if c < ' ' => return Err(self.control(at, c).into()),
                c => c,
            };
            text.value.push(meant);
            text.places.push(at);
        }
        self.check_no_placeholder(&text.value, from)?;
        self.write_string(&text.value);
        Ok(text)
    }

    /// What stands after the backslash at `at`.
    fn escape(&mut self, at: usize, quote: char) -> Read<char> {
        let Some(c) = self.peek() else {
            return Err(self.wrong(at, 1, "nothing follows the backslash").into());
        };
        self.at += c.len_utf8();
        Ok(match c {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '/' | '\\' => c,
            'u' => self.unicode(at)?,
            c if c == quote => c,
            c => return Err(self.no_escape(at, c).into()),
        })
    }

    /// `\u` with four digits, or two of them that make one character.
    fn unicode(&mut self, at: usize) -> Read<char> {
        let first = self.four_digits(at)?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        let half = format!("`\\u{first:04X}` is half a character");
        if first >= 0xDC00 || !self.take("\\u") {
            let mistake = self.wrong(at, self.at - at, half);
            return Err(mistake.help("write the character itself").into());
        }
        let second = self.four_digits(at + 6)?;
        if !(0xDC00..=0xDFFF).contains(&second) {
            let mistake = self.wrong(at, 6, half);
            return Err(mistake.help("write the character itself").into());
        }
        let scalar = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        Ok(char::from_u32(scalar).expect("two surrogates make a character"))
    }

    fn four_digits(&mut self, at: usize) -> Read<u32> {
        let digits = self.rest().bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        if digits < 4 {
            let mistake = self.wrong(at, 2 + digits, "four hexadecimal digits follow `\\u`");
            return Err(mistake.into());
        }
        let code = u32::from_str_radix(&self.rest()[..4], 16).expect("four hexadecimal digits");
        self.at += 4;
        Ok(code)
    }

    fn no_escape(&self, at: usize, c: char) -> Diagnostic {
        let mistake = self.wrong(at, 1 + c.len_utf8(), format!("`\\{c}` is no escape"));
        match c {
            '\'' | '"' => mistake.help(format!("write `{c}` without the backslash")),
            'd' => mistake.help("in a pattern, write `[0-9]`"),
            'w' => mistake.help("in a pattern, write `[A-Za-z0-9_]`"),
            's' => mistake.help("in a pattern, write `[ \\\\t\\\\n\\\\r]`"),
            c => mistake.help(format!("write `\\\\{c}` for a backslash and `{c}`")),
        }
    }

    fn control(&self, at: usize, c: char) -> Diagnostic {
        let (name, escape) = match c {
            '\n' => ("a line break", "\\n".to_owned()),
            '\t' => ("a tab", "\\t".to_owned()),
            '\r' => ("a carriage return", "\\r".to_owned()),
            c => ("a control character", format!("\\u{:04x}", u32::from(c))),
        };
        self.wrong(at, 1, format!("{name} in text is escaped")).help(format!("write `{escape}`"))
    }

    /// Writes `text` down as a string literal that every reader reads alike.
    pub(super) fn write_string(&mut self, text: &str) {
        self.canonical.push('"');
        for c in text.chars() {
            match c {
                '\0'..='\x1f' | '"' | '\'' | '\\' => {
                    self.canonical.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => self.canonical.push(c),
            }
        }
        self.canonical.push('"');
    }
}
