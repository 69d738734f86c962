//! Patterns, each compiled once per evaluation.

use std::cell::RefCell;

use regex::Regex;
use suites::jsonpath::iregexp::{self, Extent};

/// More are not kept: an answer may hold a pattern in each element.
const MOST: usize = 32;

/// A pattern that was compiled.
#[derive(Debug)]
struct Pattern {
    source: String,
    extent: Extent,
    /// `None` for text that is no I-Regexp, which matches nothing (section 2.4.6).
    regex: Option<Regex>,
}

impl Pattern {
    fn finds(&self, text: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// What was compiled so far.
#[derive(Debug, Default)]
pub(super) struct Patterns(RefCell<Vec<Pattern>>);

impl Patterns {
    /// Whether `source` matches so much of `text`.
    pub(super) fn finds(&self, source: &str, extent: Extent, text: &str) -> bool {
        let known = |pattern: &&Pattern| pattern.extent == extent && pattern.source == source;
        if let Some(pattern) = self.0.borrow().iter().find(known) {
            return pattern.finds(text);
        }
        let regex = iregexp::compile(source, extent).ok();
        let pattern = Pattern { source: source.to_owned(), extent, regex };
        let found = pattern.finds(text);
        let mut compiled = self.0.borrow_mut();
        if compiled.len() < MOST {
            compiled.push(pattern);
        }
        found
    }
}
