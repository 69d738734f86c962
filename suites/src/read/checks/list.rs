//! Lists of checks: what `expect`, `warn`, `until`, `if`, … hold.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::Check;
use crate::read::Reader;
use crate::read::keys::Place;
use crate::source::Spanned;
use crate::yaml::Node;

impl Reader<'_> {
    /// Subjects with their conditions. Those that cannot be read are reported and left out.
    pub(crate) fn checks(&mut self, node: &Node, place: Place) -> Vec<Check> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of checks", node);
            self.report(mistake.help("write `subject: value`, one on a line: `status: 200`"));
            return Vec::new();
        };
        if entries.is_empty() {
            self.report(
                Diagnostic::new(Code::E211, node.span, "there is no check here")
                    .help("write at least one, as in `status: 200`, or leave the key out"),
            );
        }
        let mut checks = Vec::with_capacity(entries.len());
        for entry in entries {
            let text = &entry.key.value;
            let Some((subject, shape)) = self.check_subject(entry, place) else { continue };
            let Some(condition) = self.condition(&entry.value, shape, text) else { continue };
            let subject = Spanned::new(subject, entry.key.span);
            checks.push(Check { subject, text: text.clone(), condition });
        }
        checks
    }
}
