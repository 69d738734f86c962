//! How far a path that selects nothing does reach, for messages.

use std::fmt;

use jsonpath_rust::parser::model::{Segment, Selector};
use serde_json::Value;
use suites::{JsonPath, suggest};

use super::bind::Bound;
use super::evaluate::{Evaluation, Key, each_child};
use super::location::Quoted;
use super::wording::{describe, keys};

/// The longest part of a path that exists. Displayed as: ``the nearest path that exists is
/// `$.order`, with the keys id, total; did you mean `$.order.total`?``
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nearest {
    /// `$.order`
    pub(crate) path: String,
    /// What is there: `with the keys id, total`, `a list of 3`.
    pub(crate) what: String,
    /// The whole path, as it was probably meant.
    pub(crate) meant: Option<String>,
}

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the nearest path that exists is `{}`, {}", self.path, self.what)?;
        match &self.meant {
            Some(meant) => write!(f, "; {}", suggest::did_you_mean(meant)),
            None => Ok(()),
        }
    }
}

/// The longest part of `path` that selects something in `root`.
pub(crate) fn nearest(path: &JsonPath, bound: &[Bound], root: &Value) -> Nearest {
    let evaluation = Evaluation::new(bound, root);
    let segments = &path.query.segments;
    let mut nodes = vec![root];
    let mut reached = 0;
    for segment in segments {
        let next = evaluation.next(segment, &nodes);
        if next.is_empty() {
            break;
        }
        nodes = next;
        reached += 1;
    }
    let ends = segment_ends(&path.source);
    let end = ends.get(reached).copied().unwrap_or(path.source.len());
    let meant = segments.get(reached).and_then(|segment| {
        let instead = instead_of(&evaluation, segment, &nodes)?;
        let rest = ends.get(reached + 1).copied().unwrap_or(path.source.len());
        Some(format!("{}{instead}{}", &path.source[..end], &path.source[rest..]))
    });
    Nearest { path: path.source[..end].to_owned(), what: what_is(&nodes), meant }
}

/// What is at the end of the part that exists.
fn what_is(nodes: &[&Value]) -> String {
    let names = names_of(nodes);
    match nodes {
        [Value::Object(members)] if !members.is_empty() => {
            format!("with the {}", keys(members.keys()))
        }
        [value] => describe(value),
        _ if names.is_empty() => format!("{} values", nodes.len()),
        _ => format!("{} values with the {}", nodes.len(), keys(names.into_iter())),
    }
}

/// The names of all members, each once.
fn names_of<'v>(nodes: &[&'v Value]) -> Vec<&'v String> {
    let mut seen = std::collections::HashSet::new();
    let members = nodes.iter().filter_map(|node| node.as_object());
    members.flat_map(|members| members.keys()).filter(|name| seen.insert(*name)).collect()
}

/// The segment that was probably meant by one that selects nothing from `nodes`.
fn instead_of<'e, 'v: 'e>(
    evaluation: &Evaluation<'e, 'v>,
    segment: &'e Segment,
    nodes: &[&'v Value],
) -> Option<String> {
    match segment {
        Segment::Selector(Selector::Name(name)) => match evaluation.key(name) {
            Key::Name(name) => match nodes {
                [Value::Array(items)] => {
                    items.first()?.get(name)?;
                    let index = if items.len() == 1 { "[0]" } else { "[*]" };
                    Some(format!("{index}{}", spelled(name)))
                }
                _ => alike(name, &names_of(nodes)).map(spelled),
            },
            Key::Index(_) | Key::Nothing => None,
        },
        Segment::Selector(Selector::Index(index)) => {
            let name = index.to_string();
            let has = |node: &&Value| node.as_object().is_some_and(|node| node.contains_key(&name));
            nodes.iter().any(has).then(|| format!("['{name}']"))
        }
        Segment::Descendant(inner) => match &**inner {
            Segment::Selector(Selector::Name(name)) => {
                let below = all_below(nodes);
                alike(name, &names_of(&below)).map(|name| match spelled(name) {
                    shorthand if shorthand.starts_with('.') => format!(".{shorthand}"),
                    bracketed => format!("..{bracketed}"),
                })
            }
            Segment::Selector(_) | Segment::Selectors(_) | Segment::Descendant(_) => None,
        },
        Segment::Selector(Selector::Wildcard | Selector::Slice(..) | Selector::Filter(_))
        | Segment::Selectors(_) => None,
    }
}

/// `nodes` and everything in them.
fn all_below<'v>(nodes: &[&'v Value]) -> Vec<&'v Value> {
    let mut all = nodes.to_vec();
    let mut at = 0;
    while let Some(node) = all.get(at).copied() {
        each_child(&node, |child| all.push(child));
        at += 1;
    }
    all
}

/// `.name`, or `['a name']`.
fn spelled(name: &str) -> String {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    if name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit()) {
        format!(".{name}")
    } else {
        format!("[{}]", Quoted(name))
    }
}

/// The name most like `name`, if one is alike.
fn alike<'v>(name: &str, names: &[&'v String]) -> Option<&'v str> {
    suggest::nearest(name, names.iter().map(|name| name.as_str()))
}

/// Where the root and each segment end in the text of a path that was read without a mistake.
fn segment_ends(source: &str) -> Vec<usize> {
    let bytes = source.as_bytes();
    let is_blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n'));
    let mut at = 1;
    let mut ends = vec![at];
    while at < bytes.len() {
        while is_blank(at) {
            at += 1;
        }
        while bytes.get(at) == Some(&b'.') {
            at += 1;
        }
        if bytes.get(at) == Some(&b'[') {
            at = after_brackets(bytes, at);
        } else {
            while at < bytes.len() && !matches!(bytes[at], b'.' | b'[') && !is_blank(at) {
                at += 1;
            }
        }
        ends.push(at);
    }
    ends
}

/// The byte after the `]` that closes the `[` at `at`.
fn after_brackets(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    let mut quote = None;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'[') => depth += 1,
            (None, b']') => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            (None, _) => {}
        }
    }
    bytes.len()
}
