//! Values in the words of a failure.
//!
//! Text is masked before it is cut: half a secret would not be recognised afterwards.

use std::borrow::Cow;
use std::io::Write;

use runner_model::Masker;
use serde_json::Value;

use super::scale::Scale;
use crate::fill::describe;

/// Characters of a text that are shown.
const SHOWN: usize = 120;

/// How values of a subject are spoken of.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) masker: &'a Masker,
    /// The value is never shown: a cookie, an authorization.
    pub(super) hidden: bool,
}

impl Words<'_> {
    /// The same for what the suite says itself.
    pub(super) fn open(self) -> Self {
        Self { hidden: false, ..self }
    }

    /// A value where its type goes without saying: `404`, `"open"`, `1.2 s`.
    pub(super) fn short(&self, value: &Value, scale: Scale) -> String {
        match value {
            Value::Number(number) => scale.rounded(number),
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::String(text) => self.quoted(text),
            Value::Array(_) | Value::Object(_) => {
                self.compact(value).unwrap_or_else(|| self.long(value))
            }
        }
    }

    /// A value with its type: `the string "12.50"`.
    pub(super) fn long(&self, value: &Value) -> String {
        match value {
            Value::String(text) => format!("the string {}", self.quoted(text)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => describe(value),
        }
    }

    /// Text in quotes, cut to a length worth reading.
    pub(super) fn quoted(&self, text: &str) -> String {
        if text.chars().nth(SHOWN).is_none() {
            return quote(&self.masked(text));
        }
        let masked = self.masked(text);
        let shown: String = masked.chars().take(SHOWN).collect();
        format!("{}… ({} characters)", quote(&shown), text.chars().count())
    }

    /// The beginning of a text that is shown only to say what it is.
    pub(super) fn beginning(&self, text: &str) -> String {
        const BEGINNING: usize = 60;
        let masked = self.masked(text.trim());
        let shown: String = masked.chars().take(BEGINNING).collect();
        let more = if masked.chars().nth(BEGINNING).is_some() { "…" } else { "" };
        format!("{}{more}", quote(&shown))
    }

    /// The end of a text.
    pub(super) fn ending(&self, text: &str) -> String {
        let count = text.chars().count();
        if count <= SHOWN {
            return quote(&self.masked(text));
        }
        let masked = self.masked(text);
        let skipped = masked.chars().count().saturating_sub(SHOWN);
        let shown: String = masked.chars().skip(skipped).collect();
        format!("…{} ({count} characters)", quote(&shown))
    }

    /// A sentence of somebody else, cut to a length worth reading.
    pub(super) fn cut(&self, sentence: &str) -> String {
        const CUT: usize = 160;
        let masked = self.masked(sentence);
        let shown: String = masked.chars().take(CUT).collect();
        if masked.chars().nth(CUT).is_some() { format!("{shown}…") } else { shown }
    }

    pub(super) fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.hidden { Cow::Borrowed(runner_model::MASK) } else { self.masker.mask(text) }
    }

    /// A list or map on one line, if it is short enough to be read.
    pub(super) fn compact(&self, value: &Value) -> Option<String> {
        let mut line = Line(Vec::new());
        serde_json::to_writer(&mut line, value).ok()?;
        String::from_utf8(line.0).ok()
    }
}

/// Text in quotes; in backticks when it has quotes itself, as most bodies do.
pub(super) fn quote(text: &str) -> String {
    if !text.contains('"') || text.contains('`') {
        return Value::from(text).to_string();
    }
    let readable: String = text
        .chars()
        .flat_map(|c| {
            let (plain, escaped) =
                if c.is_control() { (None, Some(c.escape_default())) } else { (Some(c), None) };
            plain.into_iter().chain(escaped.into_iter().flatten())
        })
        .collect();
    format!("`{readable}`")
}

/// Takes no more than what is worth showing.
struct Line(Vec<u8>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > SHOWN {
            return Err(std::io::ErrorKind::WriteZero.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
