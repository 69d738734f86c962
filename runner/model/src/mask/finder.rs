//! Several forms, looked for at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Finds forms in text.
#[derive(Debug)]
pub(super) struct Finder {
    forms: Vec<String>,
    automaton: AhoCorasick,
}

impl Finder {
    pub(super) fn of(forms: Vec<String>) -> Self {
        // A table of states would be searched a little faster, but takes five times as long to
        // make, which happens with every secret that is captured.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(&forms)
            .expect("secrets are far below the automaton's limits");
        Self { forms, automaton }
    }

    /// How many forms it knows.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    pub(super) fn into_forms(self) -> Vec<String> {
        self.forms
    }

    /// Where forms stand, from left to right; of those that begin together the longest.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.automaton.find_iter(text).map(|found| found.range())
    }
}
