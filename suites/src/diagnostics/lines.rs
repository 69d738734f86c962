//! Bytes of a text to lines and columns.

/// Where the lines of a text begin. Made once per text: looking up is then cheap.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// A line and a column, in characters, both counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A byte order mark is no character of the first line.
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let after = |(at, _): (usize, &str)| at + 1;
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(after)).collect();
        Self { text, starts }
    }

    /// The place of a byte; a place past the end is the end.
    pub(super) fn position(&self, at: u32) -> Position {
        let at = self.text.floor_char_boundary(at as usize);
        let line = self.starts.partition_point(|&start| start <= at).max(1);
        let start = self.starts[line - 1].min(at);
        Position { line, column: self.text[start..at].chars().count() + 1 }
    }

    /// The bytes of a line, without its end.
    pub(super) fn range(&self, line: usize) -> (usize, usize) {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        (start, end)
    }

    /// What the bytes are of.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_no_byte_order_mark() {
        let lines = Lines::new("\u{feff}a: é\r\nb: c\r\n");
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(8), Position { line: 1, column: 5 });
        assert_eq!(lines.position(10), Position { line: 2, column: 1 });
        assert_eq!(lines.position(999), Position { line: 3, column: 1 });
        assert_eq!(lines.range(2), (10, 14));
    }
}
