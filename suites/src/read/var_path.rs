//! `order.lines.[0].sku`: a variable, and the way down into its value.

use crate::language::{Key, VarPath};

/// Why text is not a path to a variable, and the path that was meant, when it can be told.
#[derive(Debug, PartialEq)]
pub(crate) struct NotAPath {
    /// What is wrong with it.
    pub(crate) message: String,
    /// The way out.
    pub(crate) help: String,
    /// To go on with, so that the mistake has no follow-ups.
    pub(crate) meant: Option<VarPath>,
}

impl NotAPath {
    fn new(message: String, help: String) -> Self {
        Self { message, help, meant: None }
    }
}

/// `text` as a path. Only the root may be all that is written.
pub(crate) fn var_path(text: &str) -> Result<VarPath, NotAPath> {
    refuse_handlebars_own(text)?;
    if text.contains('/') {
        let dotted = text.replace('/', ".");
        let meant = var_path(&dotted).ok();
        let message = format!("`/` does not lead into a value in `{text}`");
        return Err(NotAPath { message, help: format!("write `{dotted}`"), meant });
    }
    let mut mended = false;
    let mut keys = Vec::new();
    for segment in segments(text) {
        match segment {
            Segment::Bracketed(name) => keys.push(key(name)),
            Segment::Glued(name) => {
                mended = true;
                keys.push(key(name.trim_matches(['"', '\''])));
            }
            Segment::Plain(name) if keys.is_empty() => keys.push(Key::Name(name.to_owned())),
            Segment::Plain(name) => {
                let key = key(name);
                mended |= matches!(key, Key::Index(_));
                keys.push(key);
            }
        }
    }
    let mut keys = keys.into_iter();
    let root = match keys.next() {
        Some(Key::Name(root)) if is_name(&root) => root,
        Some(Key::Name(_) | Key::Index(_)) | None => return Err(not_a_name(text)),
    };
    let path = VarPath { root, rest: keys.collect() };
    if path.rest.iter().any(|key| matches!(key, Key::Name(name) if name.is_empty())) {
        return Err(NotAPath::new(
            format!("a name is missing in `{text}`"),
            "write one name after each `.`".to_owned(),
        ));
    }
    if mended {
        let message = format!("an element is written `.[N]`, not as in `{text}`");
        return Err(NotAPath { message, help: format!("write `{path}`"), meant: Some(path) });
    }
    Ok(path)
}

/// What a variable may be called: letters, digits, `_` and `-`, not beginning with a digit or `-`.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

fn not_a_name(text: &str) -> NotAPath {
    if text.starts_with("$.") || text == "$" {
        return NotAPath::new(
            format!("`{text}` is a path into an answer, not a variable"),
            format!("write `save: {{ value: {text} }}` on the step before, then `{{{{value}}}}`"),
        );
    }
    let help = match text {
        "$guid" | "$randomUUID" => "write `uuid`".to_owned(),
        "$timestamp" => "write `timestamp`".to_owned(),
        "$isoTimestamp" => "write `now`".to_owned(),
        "$randomInt" => "write `random_int 0 1000`".to_owned(),
        _ => "a name begins with a letter or `_`; then letters, digits, `_` and `-`".to_owned(),
    };
    NotAPath::new(format!("`{text}` cannot be the name of a variable"), help)
}

/// `this`, `../x`, `@root`: words of Handlebars that mean nothing where there are no blocks.
fn refuse_handlebars_own(text: &str) -> Result<(), NotAPath> {
    let word = if text == "this" || text.starts_with("this.") || text.starts_with("this/") {
        "this"
    } else if text.starts_with("../") || text == ".." {
        "../"
    } else if text.starts_with("./") || text == "." {
        "./"
    } else if text.starts_with('@') {
        "@"
    } else {
        return Ok(());
    };
    let rest = text.trim_start_matches(['.', '/', '@']);
    let rest = rest.strip_prefix("this").map_or(rest, |rest| rest.trim_start_matches(['.', '/']));
    let rest = rest.strip_prefix("root").map_or(rest, |rest| rest.trim_start_matches(['.', '/']));
    let meant = if rest.is_empty() { None } else { var_path(rest).ok() };
    let help = match &meant {
        Some(path) => format!("write `{path}`"),
        None => "write the name of a variable".to_owned(),
    };
    let message = format!("`{word}` of Handlebars belongs to blocks, and suites have none");
    Err(NotAPath { message, help, meant })
}

fn key(name: &str) -> Key {
    let digits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    match name.parse() {
        Ok(index) if digits => Key::Index(index),
        _ => Key::Name(name.to_owned()),
    }
}

/// A stretch of a path.
enum Segment<'t> {
    /// `name`
    Plain(&'t str),
    /// `[name]`, after a dot.
    Bracketed(&'t str),
    /// `[name]`, right after a name.
    Glued(&'t str),
}

fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = text;
    let mut glued = false;
    loop {
        if let Some((inside, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            let segment = if glued { Segment::Glued(inside) } else { Segment::Bracketed(inside) };
            segments.push(segment);
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            segments.push(Segment::Plain(&rest[..end]));
            rest = &rest[end..];
        }
        match rest.strip_prefix('.') {
            Some(after) => (rest, glued) = (after, false),
            None if rest.starts_with('[') && rest.contains(']') => glued = true,
            None if rest.is_empty() => return segments,
            None => {
                segments.push(Segment::Plain(rest));
                return segments;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_down_by_names_and_indexes() {
        let path = var_path("order.lines.[0].sku").unwrap();
        let name = |name: &str| Key::Name(name.to_owned());
        assert_eq!(path.root, "order");
        assert_eq!(path.rest, [name("lines"), Key::Index(0), name("sku")]);
        assert_eq!(var_path("case.[unit price]").unwrap().rest, [name("unit price")]);
    }

    #[test]
    fn an_index_without_its_dot_or_brackets_is_understood_and_refused() {
        for text in ["lines[0]", "lines.0"] {
            let mistake = var_path(text).unwrap_err();
            assert_eq!(mistake.help, "write `lines.[0]`");
            assert_eq!(mistake.meant.unwrap().rest, [Key::Index(0)]);
        }
        assert_eq!(var_path("a[0].b").unwrap_err().help, "write `a.[0].b`");
    }

    #[test]
    fn words_of_handlebars_are_refused() {
        assert_eq!(var_path("this.id").unwrap_err().help, "write `id`");
        assert_eq!(var_path("../id").unwrap_err().help, "write `id`");
        assert_eq!(var_path("@root.id").unwrap_err().help, "write `id`");
        assert_eq!(var_path("a/b").unwrap_err().help, "write `a.b`");
        assert!(var_path("this").unwrap_err().meant.is_none());
    }

    #[test]
    fn what_cannot_be_a_name_is_refused() {
        for text in ["", "5", "$guid", "a..b", "a.", ".a", "[0]", "a.[", "$.id", "{"] {
            assert!(var_path(text).is_err(), "{text}");
        }
    }
}
