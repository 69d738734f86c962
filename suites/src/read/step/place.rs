//! Keys of a step that belong to steps of another kind.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::StepKind;
use crate::read::keys::{BODY_KEYS, CONNECTION_KEYS, HTTP_KEYS, USE_KEYS};
use crate::read::{Fields, Reader};
use crate::yaml::Entry;

impl Reader<'_> {
    /// Reports keys that have no effect on a step of this kind.
    pub(super) fn refuse_misplaced(&mut self, kind: &StepKind, verb: &Entry, fields: Fields<'_>) {
        let (sends, calls) = match kind {
            StepKind::Http(_) => (true, false),
            StepKind::Use(_) => (false, true),
            StepKind::Group(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {
                (false, false)
            }
        };
        let place = match kind {
            StepKind::Group(_) => "on a group".to_owned(),
            StepKind::Http(_)
            | StepKind::Use(_)
            | StepKind::Check(_)
            | StepKind::Set(_)
            | StepKind::Wait(_) => format!("on a `{}` step", verb.key.value),
        };
        if !sends {
            for group in [HTTP_KEYS, BODY_KEYS, CONNECTION_KEYS] {
                for entry in fields.of(group).filter(|entry| !(calls && entry.key.value == "save"))
                {
                    let mistake = no_effect(entry, &place);
                    self.report(match (entry.key.value.as_str(), kind) {
                        ("save", _) => mistake.help("write `set` to give a value a name"),
                        ("timeout", StepKind::Group(_)) => {
                            mistake.help("write it on the requests in the group, or on the test")
                        }
                        (_, StepKind::Group(_)) => {
                            mistake.help("write it on the steps in the group")
                        }
                        (_, StepKind::Use(_)) => mistake.help("write it on the steps of the flow"),
                        (
                            _,
                            StepKind::Http(_)
                            | StepKind::Check(_)
                            | StepKind::Set(_)
                            | StepKind::Wait(_),
                        ) => mistake.help("it belongs to steps that send a request"),
                    });
                }
            }
        }
        if !calls {
            for entry in fields.of(USE_KEYS) {
                let mistake = no_effect(entry, &place);
                self.report(mistake.help("it belongs to steps with `use`"));
            }
        }
    }
}

/// E221.
pub(super) fn no_effect(entry: &Entry, place: &str) -> Diagnostic {
    let message = format!("`{}` has no effect {place}", entry.key.value);
    Diagnostic::new(Code::E221, entry.key.span, message)
}
