//! From the scanner's events to the tree.

use std::collections::HashMap;
use std::sync::Arc;

use serde_saphyr::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span as Found};

use super::key::Key;
use super::mended::Mended;
use super::traps::{Trap, has_open_template, silent};
use super::{Entry, Node, NodeKind, Scalar, Style, empty, merge, values};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;

/// No value lies deeper, aliases followed.
const MAX_DEPTH: usize = 100;
/// No more values come out of aliases, each counted as often as it is reached.
const MAX_ALIASED: usize = 100_000;
/// More mistakes than that are not looked for.
const MAX_MISTAKES: usize = 1_000;

/// What came of a text.
pub(super) struct Built {
    /// `None` when the file is empty, or when reading stopped for what `diagnostics` say.
    pub(super) root: Option<Arc<Node>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What was read as something that nobody means.
    pub(super) traps: Vec<Trap>,
    /// Some key is a list or a map (a template without quotes, most likely), a text ends inside
    /// a template, or the first key is indented with a tab.
    pub(super) odd: bool,
    /// The scanner gave up: why, and at which byte of the mended text.
    pub(super) error: Option<(ErrorKind, usize)>,
}

/// A collection whose end has not come yet.
struct Open {
    /// Where it begins in the mended text, and where its first bracket ends.
    start: (usize, usize),
    /// Where its last value ends in the mended text.
    done: usize,
    anchor: usize,
    values: usize,
    height: usize,
    kind: Collecting,
}

enum Collecting {
    List(Vec<Arc<Node>>),
    Map { entries: Vec<Entry>, merges: Vec<usize>, key: Option<Key> },
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
    source: &'a Mended<'a>,
    open: Vec<Open>,
    anchors: HashMap<usize, Finished>,
    /// What the anchors are called.
    names: Vec<String>,
    aliased: usize,
    built: Built,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Mended<'a>) -> Self {
        let built = Built {
            root: None,
            diagnostics: Vec::new(),
            traps: Vec::new(),
            odd: false,
            error: None,
        };
        Self {
            source,
            open: Vec::new(),
            anchors: HashMap::new(),
            names: Vec::new(),
            aliased: 0,
            built,
        }
    }

    /// Reads until the end, or until the scanner gives up.
    pub(super) fn build(mut self) -> Built {
        let options = serde_saphyr::granit_parser::options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            emit_comments: false,
            flow_nesting_limit: MAX_DEPTH + 1,
            block_nesting_limit: MAX_DEPTH + 1,
        };
        let source = self.source;
        for event in Parser::new_from_str_with_options(source.text(), options) {
            match event {
                Ok((event, found)) => {
                    if !self.take(event, found) || self.built.diagnostics.len() > MAX_MISTAKES {
                        break;
                    }
                }
                Err(scan) => {
                    let at = scan.marker().byte_offset().unwrap_or(source.text().len());
                    self.built.error = Some((scan.kind().clone(), at));
                    break;
                }
            }
        }
        self.built
    }

    /// Whether to read on.
    fn take(&mut self, event: Event<'_>, found: Found) -> bool {
        let range = found.byte_range().unwrap_or_default();
        let (start, end) = (range.start, range.end);
        match event {
            Event::DocumentStart(..) if self.built.root.is_some() => {
                let help = "put what follows `---` into a file of its own";
                self.say(Code::E110, start, end, "this file holds two documents", help);
                return false;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.is_some() && self.tag(&found, end);
                let empty = style == ScalarStyle::Plain && start == end;
                let text = if empty { String::new() } else { text.into_owned() };
                self.scalar(text, style, (start, end), anchor, tag);
            }
            Event::SequenceStart(_, anchor, tag) => {
                if tag.is_some() {
                    self.tag(&found, 0);
                }
                return self.begin((start, end), anchor, Collecting::List(Vec::new()));
            }
            Event::MappingStart(_, anchor, tag) => {
                if tag.is_some() {
                    self.tag(&found, 0);
                }
                let kind = Collecting::Map { entries: Vec::new(), merges: Vec::new(), key: None };
                return self.begin((start, end), anchor, kind);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(start, end),
            Event::Alias(id) => return self.alias(id, start, end),
            Event::UnresolvedAlias(name) => {
                let message = format!("no value above is marked `&{name}`");
                let close = |known: &&String| strsim::osa_distance(known, &name) * 3 <= name.len();
                let help = match self.names.iter().find(close) {
                    Some(known) => format!("did you mean `*{known}`?"),
                    None => "quote it if it is text".to_owned(),
                };
                self.say(Code::E113, start, end, message, help);
                self.nothing(start, end);
            }
            Event::Anchor(_, name) => self.names.push(name.into_owned()),
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::DocumentEnd
            | _ => {}
        }
        true
    }

    fn say(
        &mut self,
        code: Code,
        start: usize,
        end: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::new(code, self.source.origin(start, end), message);
        self.built.diagnostics.push(diagnostic.help(help));
    }

    /// Notes a tag, with the value behind it. `true`: it was one.
    fn tag(&mut self, found: &Found, end: usize) -> bool {
        let range = found.tag_span().and_then(|span| span.byte_range()).unwrap_or_default();
        let text = self.source.text();
        let end = if end < range.end || text[range.start..end].contains('\n') { 0 } else { end };
        let trap = silent::tag(self.source.file(), text, range.start, range.end, end);
        self.built.traps.push(trap);
        true
    }

    fn scalar(
        &mut self,
        text: String,
        style: ScalarStyle,
        (start, end): (usize, usize),
        anchor: usize,
        tagged: bool,
    ) {
        let end = start + self.source.text()[start..end].trim_end_matches(['\r', '\n']).len();
        let mut span = self.source.origin(start, end);
        // Quotes that were put there in memory are not in the file.
        self.built.odd |= style == ScalarStyle::DoubleQuoted && has_open_template(&text);
        let written = start == end || self.source.is_written(start);
        let style = if written { written_style(style) } else { Style::Plain };
        let scalar = Scalar { text, style };
        if !tagged && let Some(place) = self.check(&scalar, start, end) {
            span = place;
        }
        let node = Arc::new(Node { span, kind: NodeKind::Scalar(scalar) });
        self.finished(Finished { node, values: 1, height: 0 }, (start, end), anchor);
    }

    /// Looks at a single value. Gives the place of one that is not there.
    fn check(&mut self, scalar: &Scalar, start: usize, end: usize) -> Option<Span> {
        let (file, text) = (self.source.file(), self.source.text());
        let is_text = !scalar.text.is_empty();
        let open = self.open.last()?;
        let (after, key) = match &open.kind {
            Collecting::List(_) => (empty::after_dash(text, open.done), None),
            Collecting::Map { key: None, .. } => {
                self.built.traps.extend(silent::selector(file, text, start, end));
                return None;
            }
            Collecting::Map { key: Some(key), .. } => {
                (empty::after(text, key.end), Some(&key.text))
            }
        };
        let trap = match scalar.style {
            Style::Plain if is_text => silent::comparison(file, text, start, end)
                .or_else(|| silent::selector(file, text, start, end)),
            Style::Plain => silent::comment(file, text, after),
            Style::Block if !is_text => silent::folded(file, text, after),
            Style::Block | Style::SingleQuoted | Style::DoubleQuoted => None,
        };
        if let Some(trap) = trap {
            self.built.traps.push(trap);
            return None;
        }
        if is_text || scalar.style != Style::Plain {
            if !self.source.is_written(start) {
                return None;
            }
            let span = self.source.origin(start, end);
            self.built.diagnostics.extend(values::look(scalar, span, key));
            return None;
        }
        let place = self.source.origin(after, after);
        let key = key.map(|key| key.value.as_str());
        self.built.diagnostics.push(empty::diagnostic(place, key));
        Some(place)
    }

    /// Takes a place for a value that could not be made out.
    fn nothing(&mut self, start: usize, end: usize) {
        let scalar = Scalar { text: String::new(), style: Style::Plain };
        let span = self.source.origin(start, end);
        let node = Arc::new(Node { span, kind: NodeKind::Scalar(scalar) });
        self.finished(Finished { node, values: 1, height: 0 }, (start, end), 0);
    }

    fn begin(&mut self, start: (usize, usize), anchor: usize, kind: Collecting) -> bool {
        if self.open.len() >= MAX_DEPTH {
            return self.too_deep(start);
        }
        if self.open.is_empty() {
            // The scanner overlooks a tab before the first key.
            let text = &self.source.text()[..start.0];
            self.built.odd |=
                text.ends_with(['\t', ' ']) && text.trim_end_matches(' ').ends_with('\t');
        }
        let done = start.1;
        self.open.push(Open { start, done, anchor, values: 1, height: 0, kind });
        true
    }

    fn end(&mut self, start: usize, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let bracketed = open.start.1 > open.start.0;
        let mut span = self.source.origin(open.start.0, if bracketed { end } else { open.start.1 });
        let last = |end: Option<u32>| end.unwrap_or(span.end);
        let kind = match open.kind {
            Collecting::List(items) => {
                if !bracketed {
                    span.end = last(items.iter().map(|item| item.span.end).max());
                }
                NodeKind::List(items)
            }
            Collecting::Map { entries, merges, .. } => {
                if !bracketed {
                    let ends =
                        entries.iter().map(|entry| entry.key.span.end.max(entry.value.span.end));
                    span.end = last(ends.max());
                }
                NodeKind::Map(merge::settle(entries, &merges, &mut self.built.diagnostics))
            }
        };
        let place = (open.start.0, start.max(end));
        // An alias to a value further down would reach over the end.
        span.end = span.end.min(self.source.origin(place.1, place.1).end).max(span.start);
        let node = Arc::new(Node { span, kind });
        let finished = Finished { node, values: open.values, height: open.height + 1 };
        self.finished(finished, place, open.anchor);
    }

    fn alias(&mut self, id: usize, start: usize, end: usize) -> bool {
        let Some(target) = self.anchors.get(&id).cloned() else {
            let message = "this alias stands inside the value that it repeats";
            self.say(Code::E113, start, end, message, "write the value out");
            self.nothing(start, end);
            return true;
        };
        self.aliased = self.aliased.saturating_add(target.values);
        if self.aliased > MAX_ALIASED {
            let message = "the aliases of this file stand for more than 100,000 values";
            self.say(Code::E113, start, end, message, "write fewer aliases of aliases");
            self.built.root = None;
            return false;
        }
        if self.open.len() + target.height > MAX_DEPTH {
            return self.too_deep((start, end));
        }
        self.finished(target, (start, end), 0);
        true
    }

    fn too_deep(&mut self, (start, end): (usize, usize)) -> bool {
        let message = format!("this lies more than {MAX_DEPTH} levels deep");
        self.say(Code::E110, start, end, message, "put less into one file");
        false
    }

    /// Puts a value where it belongs: into the collection that is open, as a key or not.
    fn finished(&mut self, value: Finished, place: (usize, usize), anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.built.root = Some(value.node);
            return;
        };
        open.done = open.done.max(place.1);
        open.values = open.values.saturating_add(value.values);
        open.height = open.height.max(value.height);
        match &mut open.kind {
            Collecting::List(items) => items.push(value.node),
            Collecting::Map { entries, merges, key } => match key.take() {
                Some(key) => {
                    if key.is_merge {
                        merges.push(entries.len());
                    }
                    entries.push(Entry { key: key.text, value: value.node });
                }
                None => {
                    let span = self.source.origin(place.0, place.1);
                    let (made, mistake) = Key::new(&value.node, span, self.source.text(), place);
                    self.built.odd |= value.node.scalar().is_none();
                    self.built.diagnostics.extend(mistake);
                    *key = Some(made);
                }
            },
        }
    }
}

fn written_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}
