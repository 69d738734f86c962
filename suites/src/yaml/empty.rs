//! Values that are not there.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;

/// The place where the value of a key belongs that ends at `key_end`: after its `:`, if it has
/// one.
pub(super) fn after(text: &str, key_end: usize) -> usize {
    let rest = &text[key_end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    if rest[blanks..].starts_with(':') { key_end + blanks + 1 } else { key_end }
}

/// The place after the dash that follows the last item of a list, which ends at `done`.
pub(super) fn after_dash(text: &str, done: usize) -> usize {
    let mut at = done;
    loop {
        let rest = text[at..].trim_start_matches([' ', '\t', '\r', '\n']);
        at = text.len() - rest.len();
        if !rest.starts_with('#') {
            return if rest.starts_with('-') { at + 1 } else { at };
        }
        at += rest.find('\n').unwrap_or(rest.len());
    }
}

/// A key or a dash without a value.
pub(super) fn diagnostic(place: Span, key: Option<&str>) -> Diagnostic {
    let message = match key {
        Some(key) => format!("`{key}` has no value"),
        None => "this item has no value".to_owned(),
    };
    let diagnostic = Diagnostic::new(Code::E106, place, message);
    match key.and_then(|key| key.split_once(':')) {
        Some((name, value)) if !value.is_empty() && !value.starts_with("//") => {
            diagnostic.help(format!("write `{name}: {value}`, with a space after the `:`"))
        }
        Some(_) | None => {
            diagnostic.help("write `null` or `\"\"`, or indent what belongs to it on the next line")
        }
    }
}
