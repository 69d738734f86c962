//! The block under a test point: keys, and values in double quotes.
//!
//! A JSON text in quotes is a YAML text in quotes, whatever it holds; nothing is left to the rules
//! for plain values, where `no`, `1.10` and `- x` mean something else.

/// A block in the making.
#[derive(Default)]
pub(super) struct Block {
    lines: Vec<String>,
}

impl Block {
    /// `key: "value"`.
    pub(super) fn text(&mut self, indent: usize, key: &str, value: &str) {
        self.lines.push(format!("{:indent$}{key}: {}", "", quoted(value)));
    }

    /// `key: 12`.
    pub(super) fn number(&mut self, indent: usize, key: &str, value: impl Into<u64>) {
        self.lines.push(format!("{:indent$}{key}: {}", "", value.into()));
    }

    /// `key:`, before what belongs to it.
    pub(super) fn begin(&mut self, indent: usize, key: &str) {
        self.lines.push(format!("{:indent$}{key}:", ""));
    }

    /// `- "value"`.
    pub(super) fn item(&mut self, indent: usize, value: &str) {
        self.lines.push(format!("{:indent$}- {}", "", quoted(value)));
    }

    /// Nothing has been said.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The block, indented by two, between its marks.
    pub(super) fn into_text(self) -> String {
        let mut text = "  ---\n".to_owned();
        for line in self.lines {
            text.push_str("  ");
            text.push_str(&line);
            text.push('\n');
        }
        text.push_str("  ...\n");
        text
    }
}

/// What YAML would not show is written as an escape.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut quoted = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_control()
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        {
            quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            quoted.push(c);
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_said_is_one_line_in_quotes() {
        assert_eq!(
            quoted("- a: \"b\"\n# \u{85}\u{202e}\u{7f}é"),
            r#""- a: \"b\"\n# \u0085\u202e\u007fé""#
        );
    }
}
