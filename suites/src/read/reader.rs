//! What reading needs at hand: the texts, and where mistakes go.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use regex::Regex;
use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::JsonPath;
use crate::source::{Sources, Span};

/// Reads trees. Every method reports what is wrong and goes on as well as it can.
pub(crate) struct Reader<'a> {
    sources: &'a Sources,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Compiled once per file, by source.
    pub(super) patterns: HashMap<String, Regex>,
    /// Read once per file, by path; `None` after a mistake that has been reported.
    pub(super) schemas: HashMap<PathBuf, Option<Arc<Value>>>,
    /// Parsed once per file, by source; those without templates.
    pub(super) paths: HashMap<String, JsonPath>,
    /// The first URL that begins with `/`: it needs a service.
    pub(super) relative_url: Option<Span>,
}

impl<'a> Reader<'a> {
    /// A reader of the files in `sources`.
    pub(crate) fn new(sources: &'a Sources, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            sources,
            diagnostics,
            patterns: HashMap::new(),
            schemas: HashMap::new(),
            paths: HashMap::new(),
            relative_url: None,
        }
    }

    /// Takes a mistake in.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes a mistake in that needs nothing but a message and a way out.
    pub(crate) fn mistake(&mut self, code: Code, span: Span, message: String, help: &str) {
        self.report(Diagnostic::new(code, span, message).help(help));
    }

    /// How many mistakes have been found so far: to tell whether a part was read without any.
    pub(crate) fn mistakes(&self) -> usize {
        self.diagnostics.len()
    }

    /// The texts.
    pub(crate) fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// The folder that paths written at `span` are relative to.
    pub(crate) fn folder(&self, span: Span) -> &'a Path {
        self.sources.folder(span.file)
    }

    /// The part of `span` that is `text` itself, without quotes around it.
    pub(crate) fn bare(&self, text: &str, span: Span) -> Span {
        let raw = self.sources.text(span);
        if raw.len() == text.len() + 2 && raw.get(1..).is_some_and(|raw| raw.starts_with(text)) {
            span.part(1, text.len())
        } else {
            span
        }
    }

    /// The part of `span` that stands on its first line: a map or list over many lines is shown
    /// by that.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        match self.sources.text(span).find('\n') {
            Some(end) => {
                let line = &self.sources.text(span)[..end];
                span.part(0, line.trim_end().len())
            }
            None => span,
        }
    }
}
