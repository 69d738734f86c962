//! A path that does not begin with `$`.

use super::cursor::{Cursor, begins_name, is_blank, is_in_name};
use crate::diagnostics::Diagnostic;

impl Cursor<'_, '_> {
    /// What to write instead of a path that does not begin with `$`.
    pub(super) fn no_dollar(&self) -> Diagnostic {
        let source = self.source;
        let trimmed = source.trim_matches(is_blank);
        match trimmed.chars().next() {
            None => self.wrong(0, source.len(), "an empty path").help("write `$` for all of it"),
            Some('$') => self
                .wrong(0, 1, "a path begins with `$`, not with a blank")
                .help(format!("write `{trimmed}`")),
            Some('@') => self
                .wrong(self.start(), 1, "`@` stands for an element inside a filter `[?…]`")
                .help(format!("a path begins with `$`: `${}`", &trimmed[1..])),
            Some('/') => self
                .wrong(self.start(), 1, "a path begins with `$`; this looks like a JSON Pointer")
                .help(format!("write `{}`", from_pointer(trimmed))),
            Some('.' | '[') => self
                .wrong(self.start(), 1, "a path begins with `$`")
                .help(format!("write `${trimmed}`")),
            Some(c) if c.is_ascii_lowercase() && trimmed.contains("($") => self
                .wrong(self.start(), 1, "a path begins with `$`; functions stand in filters only")
                .help("judge the value in the matcher: `$.name: { length: … }`"),
            Some(c) if begins_name(c) => self
                .wrong(self.start(), c.len_utf8(), "a path begins with `$`")
                .help(format!("write `$.{trimmed}`")),
            Some(c) => self.wrong(self.start(), c.len_utf8(), "a path begins with `$`"),
        }
    }

    /// The first character that is no blank.
    fn start(&self) -> usize {
        self.source.len() - self.source.trim_start_matches(is_blank).len()
    }
}

/// `/orders/0/id` as `$.orders[0].id`.
fn from_pointer(pointer: &str) -> String {
    let mut path = String::from("$");
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        if !name.is_empty() && name.chars().all(|c| c.is_ascii_digit()) {
            path.push_str(&format!("[{name}]"));
        } else if name.starts_with(begins_name) && name.chars().all(is_in_name) {
            path.push_str(&format!(".{name}"));
        } else {
            path.push_str(&format!("[{}]", super::cursor::quoted(&name)));
        }
    }
    path
}
