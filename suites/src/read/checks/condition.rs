//! What is claimed of a subject: a plain value, or a map of matchers.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Condition, Matcher};
use crate::read::Reader;
use crate::read::keys::{MATCHERS, MatcherWord, OTHER_MATCHERS, Operand, SUBJECTS, Shape};
use crate::read::suggest::{did_you_mean, nearest};
use crate::source::Spanned;
use crate::yaml::{Entry, Node, NodeKind};

impl Reader<'_> {
    /// A condition on `subject`, which is of this shape. `None` after a mistake that leaves
    /// nothing to claim.
    pub(super) fn condition(
        &mut self,
        node: &Node,
        shape: Shape,
        subject: &str,
    ) -> Option<Condition> {
        let NodeKind::Map(entries) = &node.kind else {
            let value = self.literal(node, shape, subject)?;
            let matchers = vec![Spanned::new(Matcher::Is(value), node.span)];
            return Some(Condition { matchers, span: node.span });
        };
        if entries.is_empty() {
            self.mistake(
                Code::E211,
                node.span,
                format!("nothing is claimed of `{subject}`"),
                "write a matcher, as in `{ exists: true }`; an empty map is `{ is: {} }`",
            );
            return None;
        }
        if !entries.iter().any(|entry| is_matcher(&entry.key.value)) {
            self.a_map_of_something_else(entries);
            return None;
        }
        let mut matchers = Vec::with_capacity(entries.len());
        for entry in entries {
            let span = entry.key.span.to(entry.value.span);
            if let Some(matcher) = self.matcher(entry, shape, subject) {
                matchers.push(Spanned::new(matcher, span));
            }
        }
        (!matchers.is_empty()).then_some(Condition { matchers, span: node.span })
    }

    fn matcher(&mut self, entry: &Entry, shape: Shape, subject: &str) -> Option<Matcher> {
        let name = &entry.key.value;
        let Some(word) = MATCHERS.iter().find(|word| word.name == name) else {
            self.unknown_matcher(entry);
            return None;
        };
        if matches!(word.operand, Operand::Later) {
            self.not_supported(entry.key.span, &format!("`{name}` is"));
            return None;
        }
        if let Some((message, help)) = super::fit::misfit(word, shape, subject) {
            let mistake = Diagnostic::new(Code::E204, entry.key.span, message);
            self.report(mistake.help(help));
            return None;
        }
        self.operand(word, &entry.value, shape, subject)
    }

    /// A map in which no key is a matcher: one mistake, not one for each key.
    fn a_map_of_something_else(&mut self, entries: &[Entry]) {
        let Some(first) = entries.first() else { return };
        if entries.iter().any(|entry| meant(&entry.key.value).is_some()) {
            for entry in entries {
                self.unknown_matcher(entry);
            }
            return;
        }
        let word = &first.key.value;
        let mistake =
            Diagnostic::new(Code::E203, first.key.span, format!("unknown matcher `{word}`"));
        let subject = SUBJECTS.iter().any(|subject| subject.name == word);
        self.report(if subject || word.starts_with('$') {
            mistake
                .help(format!("`{word}` is a subject: it stands beside the others, not below one"))
        } else {
            mistake.help("to compare with a map write `{ is: … }`")
        });
    }

    fn unknown_matcher(&mut self, entry: &Entry) {
        let word = &entry.key.value;
        let span = entry.key.span;
        let mistake = Diagnostic::new(Code::E203, span, format!("unknown matcher `{word}`"));
        self.report(match meant(word) {
            Some(meant) if is_matcher(meant) => mistake.help(did_you_mean(meant)).fix(span, meant),
            Some(meant) => mistake.help(did_you_mean(meant)),
            None => mistake.help("to compare with a map write `{ is: … }`"),
        });
    }
}

fn is_matcher(word: &str) -> bool {
    MATCHERS.iter().any(|matcher| matcher.name == word)
}

/// The matcher that was probably meant.
fn meant(word: &str) -> Option<&'static str> {
    let plain = word.to_ascii_lowercase().replace(['-', ' ', '_'], "");
    let same = |wrong: &str| wrong.replace('_', "") == plain || wrong == word;
    let other = OTHER_MATCHERS.iter().find(|(wrong, _)| same(wrong)).map(|(_, meant)| *meant);
    let known = MATCHERS.iter().filter(|matcher| !matches!(matcher.operand, Operand::Later));
    other.or_else(|| nearest(word, known.map(|matcher: &MatcherWord| matcher.name)))
}
