//! W301: what is saved and never used. W303: what a skipped step may leave unset.

use super::follow::Follow;
use super::scope::{By, Definition, Scope};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Check, StepKind, Subject};
use crate::source::Span;

impl<'a> Follow<'a> {
    /// Reports what nothing reads. A secret is useful unread: it is masked everywhere.
    pub(super) fn unused(&mut self) {
        for definition in std::mem::take(&mut self.saved) {
            if definition.secret || self.used.contains(&definition.span) {
                continue;
            }
            let By::Step(author) = &definition.by else { continue };
            let (what, help) = match author.step.kind {
                StepKind::Http(_) => (
                    "saved",
                    "remove it, or add it to `outputs`; to say that it must be there, write `{ exists: true }` in `expect`",
                ),
                StepKind::Set(_) => ("set", "remove it, or add it to `outputs`"),
                StepKind::Use(_) | StepKind::Group(_) | StepKind::Check(_) | StepKind::Wait(_) => {
                    ("saved", "remove it, or add it to `outputs`")
                }
            };
            let message = format!("`{}` is {what} and never used", definition.name);
            self.report(Diagnostic::new(Code::W301, definition.span, message).help(help));
        }
    }

    /// W303, when the step that saves the variable may be skipped while this place is reached.
    pub(super) fn maybe_unset(
        &self,
        definition: &Definition<'a>,
        at: Span,
        scope: &Scope<'a>,
    ) -> Option<Diagnostic> {
        let By::Step(author) = &definition.by else { return None };
        if definition.has_default || scope.cleanup {
            return None;
        }
        let asked = |name: &str| {
            scope.conditions.iter().any(
                |check| matches!(&check.subject.value, Subject::Var(path) if path.root == name),
            )
        };
        let holds_here =
            |condition: &&Check| scope.conditions.iter().any(|here| self.same(here, condition));
        if definition.conditions.iter().all(holds_here) || asked(definition.name) {
            return None;
        }
        let name = definition.name;
        let message = format!("`{name}` may be unset: {} may be skipped", author.describe());
        Some(
            Diagnostic::new(Code::W303, at, message)
                .related(definition.span, "saved here, unless the step is skipped")
                .help(format!(
                    "give it a `default` where it is saved, use the same `if` here, or write `{{{{default {name} …}}}}`"
                )),
        )
    }

    /// They ask the same question, wherever it is written.
    fn same(&self, one: &Check, other: &Check) -> bool {
        let condition = |check: &Check| self.sources.text(check.condition.span);
        std::ptr::eq(one, other) || (one.text == other.text && condition(one) == condition(other))
    }
}
