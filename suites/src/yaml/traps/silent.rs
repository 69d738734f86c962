//! Traps that a scanner reads without complaint, as something that nobody means.

use super::line::{BLANKS, content_end, is_comment, line_end, skip_blanks};
use super::trap::{replace, span};
use super::{Trap, operator, quote, quoted_form};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::FileId;

/// `slack: #orders`: after a key's `:` (or a dash) comes a comment that looks like a value.
pub(in crate::yaml) fn comment(file: FileId, text: &str, after: usize) -> Option<Trap> {
    let at = skip_blanks(text, after);
    let written = |c: char| c.is_alphanumeric() || matches!(c, '_' | '{');
    if !is_comment(text, at) || !text[at + 1..].starts_with(written) {
        return None;
    }
    let end = content_end(text, at + 1);
    let value = &text[at..end];
    let diagnostic =
        at_place(file, Code::E104, at, end)(format!("YAML reads `{value}` as a comment"))
            .help(format!("put it in quotes: `{}`", quoted_form(value)));
    Some(Trap::fixed(diagnostic, quote(file, text, at, end)))
}

/// `css #price: 5`, of which YAML sees the word `css`.
pub(in crate::yaml) fn selector(
    file: FileId,
    text: &str,
    start: usize,
    end: usize,
) -> Option<Trap> {
    let at = skip_blanks(text, end);
    if &text[start..end] != "css" || !is_comment(text, at) {
        return None;
    }
    let line = line_end(text, at);
    let blank = |c: char| c == ' ' || c == '\t';
    let colon = text[at..line]
        .match_indices(':')
        .map(|(colon, _)| at + colon)
        .find(|&colon| colon + 1 == line || text[colon + 1..].starts_with(blank))?;
    if text[at + 1..].starts_with(blank) {
        return None;
    }
    let message = format!("YAML reads `{}` as a comment", &text[at..colon]);
    let help = format!("put the subject in quotes: `{}`", quoted_form(&text[start..colon]));
    let diagnostic = at_place(file, Code::E104, at, colon)(message).help(help);
    Some(Trap::fixed(diagnostic, quote(file, text, start, colon)))
}

/// `n: < 5` and `n: == 5`, which are text to YAML.
pub(in crate::yaml) fn comparison(
    file: FileId,
    text: &str,
    start: usize,
    end: usize,
) -> Option<Trap> {
    let written = &text[start..end];
    if !written.starts_with(['<', '=', '>']) {
        return None;
    }
    let rewritten = operator::read(written)?.rewritten();
    let diagnostic =
        at_place(file, Code::E103, start, end)(format!("`{written}` is no comparison in YAML"))
            .label("read as text")
            .help(format!("write `{rewritten}`, or quote it if it is text"));
    Some(Trap::fixed(diagnostic, vec![replace(file, start, end, &rewritten)]))
}

/// `n: >5`, which YAML takes for the beginning of a text that never comes.
pub(in crate::yaml) fn folded(file: FileId, text: &str, after: usize) -> Option<Trap> {
    let start = skip_blanks(text, after);
    let end = content_end(text, start);
    let written = text.get(start..end)?;
    let rewritten = operator::read(written).filter(|_| written.starts_with('>'))?.rewritten();
    let diagnostic =
        at_place(file, Code::E103, start, end)(format!("`{written}` is no comparison in YAML"))
            .label("read as the beginning of a text on the lines below")
            .help(format!("write `{rewritten}`"));
    Some(Trap::fixed(diagnostic, vec![replace(file, start, end, &rewritten)]))
}

/// `n: != 3`, of which YAML keeps the 3; and all other tags. `start..end` is the tag with the
/// value behind it, or without when that is a list or a map.
pub(in crate::yaml) fn tag(
    file: FileId,
    text: &str,
    start: usize,
    tag_end: usize,
    end: usize,
) -> Trap {
    let tag = &text[start..tag_end];
    let written = text[start..end.max(tag_end)].trim_end_matches(BLANKS);
    if let Some(comparison) = operator::read(written).filter(|_| end > tag_end || tag.len() > 1) {
        let rewritten = comparison.rewritten();
        let end = start + written.len();
        let diagnostic =
            at_place(file, Code::E103, start, end)(format!("`{written}` is no comparison in YAML"))
                .label(format!("YAML drops the `{}`", comparison.operator))
                .help(format!("write `{rewritten}`"));
        return Trap::fixed(diagnostic, vec![replace(file, start, end, &rewritten)]);
    }
    let message = format!("`{tag}` is a tag of YAML, which means nothing here");
    let diagnostic = at_place(file, Code::E113, start, tag_end)(message)
        .help("remove it, or quote it if it is text");
    Trap::guessed(diagnostic, vec![replace(file, start, tag_end, "")])
}

fn at_place(
    file: FileId,
    code: Code,
    start: usize,
    end: usize,
) -> impl FnOnce(String) -> Diagnostic {
    move |message| Diagnostic::new(code, span(file, start, end), message)
}
