//! Bytes of a text to lines and columns.

/// Characters are counted ahead for every so many bytes: a line may be the whole file.
const STRIDE: usize = 4_096;

/// Where the lines of a text begin. Made once per text: looking up is then cheap.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters begin before each stride of bytes.
    counted: Vec<usize>,
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
        let mut count = 0;
        let counted = std::iter::once(0).chain(text.as_bytes().chunks(STRIDE).map(|chunk| {
            count += characters(chunk);
            count
        }));
        Self { text, starts, counted: counted.collect() }
    }

    /// The place of a byte; a place past the end is the end.
    pub(super) fn position(&self, at: u32) -> Position {
        let at = self.text.floor_char_boundary(at as usize);
        let line = self.starts.partition_point(|&start| start <= at).max(1);
        let start = self.starts[line - 1].min(at);
        Position { line, column: self.characters_before(at) - self.characters_before(start) + 1 }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, at: usize) -> usize {
        let stride = at / STRIDE;
        self.counted[stride] + characters(&self.text.as_bytes()[stride * STRIDE..at])
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

/// How many characters begin among some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
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

    #[test]
    fn a_line_may_be_longer_than_a_stride() {
        let text = format!("x\n{}here", "é".repeat(3 * STRIDE));
        let lines = Lines::new(&text);
        let at = u32::try_from(text.find("here").unwrap()).unwrap();
        assert_eq!(lines.position(at), Position { line: 2, column: 3 * STRIDE + 1 });
    }
}
