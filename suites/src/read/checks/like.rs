//! `like`: a value in which `<uuid>` stands for anything of that type.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{ValueTemplate, ValueType};
use crate::read::Reader;
use crate::read::suggest::{did_you_mean, nearest};
use crate::yaml::{Node, NodeKind};

impl Reader<'_> {
    /// What `like` compares with.
    pub(super) fn like(&mut self, node: &Node) -> Option<ValueTemplate> {
        let before = self.mistakes();
        self.check_types(node);
        (self.mistakes() == before).then(|| self.value(node))
    }

    fn check_types(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Map(entries) => {
                entries.iter().for_each(|entry| self.check_types(&entry.value));
            }
            NodeKind::List(items) => items.iter().for_each(|item| self.check_types(item)),
            NodeKind::Scalar(scalar) => {
                if let Some(wrong) = unknown_alternative(&scalar.text) {
                    let message = format!("unknown type `{wrong}` in `{}`", scalar.text);
                    let types = ValueType::ALL.iter().map(|kind| kind.as_str());
                    let mistake = Diagnostic::new(Code::E212, node.span, message);
                    self.report(match nearest(wrong, types) {
                        Some(meant) => mistake.help(did_you_mean(meant)),
                        None => mistake,
                    });
                }
            }
        }
    }
}

/// The word of `<string or nul>` that is no type. Text in which no word is one is a literal.
fn unknown_alternative(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?.strip_suffix('>')?;
    let is_type = |word: &&str| *word == "any" || ValueType::named(word).is_some();
    let words: Vec<&str> = inside.split(" or ").map(str::trim).collect();
    let known = words.iter().filter(|word| is_type(word)).count();
    if known == 0 { None } else { words.into_iter().find(|word| !is_type(word)) }
}
