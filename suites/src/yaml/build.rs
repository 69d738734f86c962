//! From the scanner's events to the tree.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as Found};

use super::merge;
use super::{Entry, Node, NodeKind, Scalar, Style};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span, Spanned};

/// No value lies deeper, aliases followed.
const MAX_DEPTH: usize = 100;
/// No more values come out of aliases, each counted as often as it is reached.
const MAX_ALIASED: usize = 100_000;

/// What came of a text.
pub(super) struct Built {
    pub(super) root: Option<Arc<Node>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The scanner gave up: why, and at which byte.
    pub(super) error: Option<(ScanError, u32)>,
}

/// A collection whose end has not come yet.
struct Open {
    start: Span,
    anchor: usize,
    values: usize,
    height: usize,
    kind: Collecting,
}

enum Collecting {
    List(Vec<Arc<Node>>),
    Map { entries: Vec<Entry>, key: Option<Spanned<String>> },
}

/// A finished value, with what following it costs.
#[derive(Clone)]
struct Finished {
    node: Arc<Node>,
    values: usize,
    height: usize,
}

/// Takes events, gives a tree.
pub(super) struct Builder<'a> {
    file: FileId,
    text: &'a str,
    open: Vec<Open>,
    anchors: HashMap<usize, Finished>,
    aliased: usize,
    root: Option<Arc<Node>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        Self {
            file,
            text,
            open: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
            root: None,
            diagnostics: Vec::new(),
        }
    }

    /// Reads until the end, or until the scanner gives up.
    pub(super) fn build(mut self) -> Built {
        let options = serde_saphyr::granit_parser::options! {
            emit_unresolved_aliases: true,
            emit_comments: false,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut error = None;
        for event in Parser::new_from_str_with_options(self.text, options) {
            match event {
                Ok((event, found)) => {
                    if !self.take(event, found) {
                        break;
                    }
                }
                Err(scan) => {
                    let at = scan.marker().byte_offset().unwrap_or(self.text.len());
                    error = Some((scan, offset(at)));
                    break;
                }
            }
        }
        Built { root: self.root, diagnostics: self.diagnostics, error }
    }

    /// Whether to read on.
    fn take(&mut self, event: Event<'_>, found: Found) -> bool {
        let span = self.span(found);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = "this file holds two documents";
                let help = "put what follows `---` into a file of its own";
                self.diagnostics.push(Diagnostic::new(Code::E110, span, message).help(help));
                return false;
            }
            Event::Scalar(text, style, anchor, _tag) => {
                let empty = span.start == span.end && style == ScalarStyle::Plain;
                let text = if empty { String::new() } else { text.into_owned() };
                let scalar = Scalar { text, style: written(style) };
                self.scalar(scalar, span, anchor);
            }
            Event::SequenceStart(_, anchor, _) => {
                return self.begin(span, anchor, Collecting::List(Vec::new()));
            }
            Event::MappingStart(_, anchor, _) => {
                let kind = Collecting::Map { entries: Vec::new(), key: None };
                return self.begin(span, anchor, kind);
            }
            Event::SequenceEnd | Event::MappingEnd => return self.end(span),
            Event::Alias(id) => return self.alias(id, span),
            Event::UnresolvedAlias(name) => {
                let message = format!("nothing above is marked `&{name}`");
                let help = "quote it if it is text";
                self.diagnostics.push(Diagnostic::new(Code::E113, span, message).help(help));
                self.scalar(Scalar { text: String::new(), style: Style::Plain }, span, 0);
            }
            _ => {}
        }
        true
    }

    fn span(&self, found: Found) -> Span {
        let range = found.byte_range().unwrap_or_default();
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    fn scalar(&mut self, scalar: Scalar, span: Span, anchor: usize) {
        let node = Arc::new(Node { span, kind: NodeKind::Scalar(scalar) });
        self.finished(Finished { node, values: 1, height: 0 }, anchor);
    }

    fn begin(&mut self, start: Span, anchor: usize, kind: Collecting) -> bool {
        if self.open.len() >= MAX_DEPTH {
            self.too_deep(start);
            return false;
        }
        self.open.push(Open { start, anchor, values: 1, height: 0, kind });
        true
    }

    fn end(&mut self, end: Span) -> bool {
        let Some(open) = self.open.pop() else { return true };
        let closed = match open.start.end > open.start.start {
            true => open.start.to(end),
            false => open.start,
        };
        let (last, kind) = match open.kind {
            Collecting::List(items) => (items.last().map(|item| item.span), NodeKind::List(items)),
            Collecting::Map { entries, .. } => {
                let last = entries.iter().map(|entry| entry.value.span.end.max(entry.key.span.end));
                let last = last.max().map(|end| Span { end, ..open.start });
                (last, NodeKind::Map(self.merge(entries)))
            }
        };
        let span = last.map_or(closed, |last| closed.to(last));
        let node = Arc::new(Node { span, kind });
        self.finished(Finished { node, values: open.values, height: open.height + 1 }, open.anchor);
        true
    }

    fn alias(&mut self, id: usize, span: Span) -> bool {
        let Some(target) = self.anchors.get(&id).cloned() else {
            let message = "this alias stands inside the value it repeats";
            self.diagnostics.push(Diagnostic::new(Code::E113, span, message));
            self.scalar(Scalar { text: String::new(), style: Style::Plain }, span, 0);
            return true;
        };
        self.aliased = self.aliased.saturating_add(target.values);
        if self.aliased > MAX_ALIASED {
            let message = "the aliases of this file stand for more than 100,000 values";
            self.diagnostics.push(Diagnostic::new(Code::E113, span, message));
            return false;
        }
        if self.open.len() + target.height > MAX_DEPTH {
            self.too_deep(span);
            return false;
        }
        self.finished(target, 0);
        true
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("this lies more than {MAX_DEPTH} levels deep");
        self.diagnostics.push(Diagnostic::new(Code::E110, span, message));
    }

    /// Puts a value where it belongs: into the collection that is open.
    fn finished(&mut self, value: Finished, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value.node);
            return;
        };
        open.values = open.values.saturating_add(value.values);
        open.height = open.height.max(value.height);
        match &mut open.kind {
            Collecting::List(items) => items.push(value.node),
            Collecting::Map { entries, key } => match key.take() {
                Some(key) => entries.push(Entry { key, value: value.node }),
                None => *key = Some(self::key(&value.node)),
            },
        }
    }

    /// Applies `<<` and drops keys that stand twice.
    fn merge(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut seen: HashSet<String> = HashSet::new();
        let mut own: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            if seen.insert(entry.key.value.clone()) {
                own.push(entry);
                continue;
            }
            let message = format!("the key `{}` stands here twice", entry.key.value);
            let first = own.iter().find(|other| other.key.value == entry.key.value);
            let mut diagnostic = Diagnostic::new(Code::E107, entry.key.span, message);
            if let Some(first) = first {
                diagnostic = diagnostic.related(first.key.span, "first here");
            }
            self.diagnostics.push(diagnostic);
        }
        let mut all = Vec::with_capacity(own.len());
        for entry in own {
            if entry.key.value != "<<" {
                all.push(entry);
                continue;
            }
            let Some(brought) = merge::merged(&entry.value) else {
                let message = "`<<` takes a map, or a list of maps";
                self.diagnostics.push(Diagnostic::new(Code::E204, entry.value.span, message));
                continue;
            };
            for entry in brought {
                if seen.insert(entry.key.value.clone()) {
                    all.push(merge::share(entry));
                }
            }
        }
        all
    }
}

/// A key as text.
fn key(node: &Node) -> Spanned<String> {
    let text = node.scalar().map(|scalar| scalar.text.clone()).unwrap_or_default();
    Spanned::new(text, node.span)
}

fn written(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
