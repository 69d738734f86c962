//! Flows, joined to the steps that use them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::display::shown;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{DataFile, FlowCall, Step, StepKind, Suite};

/// How many flows may use each other, one after another.
const DEEPEST: usize = 50;

/// Suites by path, and which of them have been joined.
pub(super) struct Join<'l> {
    /// Not joined yet.
    pub(super) waiting: BTreeMap<PathBuf, Suite>,
    /// Joined.
    pub(super) done: BTreeMap<PathBuf, Arc<Suite>>,
    /// Those that are used as flows.
    pub(super) flows: BTreeMap<PathBuf, Arc<Suite>>,
    pub(super) current_dir: &'l Path,
    pub(super) diagnostics: &'l mut Vec<Diagnostic>,
}

impl Join<'_> {
    /// The suite at `path`, with all flows it uses. `None` when it could not be read.
    pub(super) fn suite(&mut self, path: &Path) -> Option<Arc<Suite>> {
        self.joined(path, &mut Vec::new())
    }

    /// `chain` are the suites that lead here, each using the next.
    fn joined(&mut self, path: &Path, chain: &mut Vec<PathBuf>) -> Option<Arc<Suite>> {
        if let Some(done) = self.done.get(path) {
            return Some(Arc::clone(done));
        }
        let mut suite = self.waiting.remove(path)?;
        chain.push(path.to_path_buf());
        for call in calls(&mut suite) {
            call.flow = self.flow(call, chain);
        }
        chain.pop();
        let suite = Arc::new(suite);
        self.done.insert(path.to_path_buf(), Arc::clone(&suite));
        Some(suite)
    }

    fn flow(&mut self, call: &FlowCall, chain: &mut Vec<PathBuf>) -> Option<Arc<Suite>> {
        let path = &call.file.path;
        if let Some(from) = chain.iter().position(|known| known == path) {
            let circle: Vec<String> = chain[from..]
                .iter()
                .chain([path])
                .map(|path| format!("`{}`", shown(path, self.current_dir)))
                .collect();
            let message = match circle.as_slice() {
                [one, _] => format!("{one} uses itself"),
                _ => format!("flows use each other in a circle: {}", circle.join(" → ")),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::E219, call.file.span, message)
                    .help("take the steps that both need into a flow of their own"),
            );
            return None;
        }
        if chain.len() >= DEEPEST {
            let message = format!("more than {DEEPEST} flows use each other, one after another");
            self.diagnostics.push(Diagnostic::new(Code::E219, call.file.span, message));
            return None;
        }
        let flow = self.joined(path, chain)?;
        self.flows.insert(path.clone(), Arc::clone(&flow));
        Some(flow)
    }
}

/// The files of the flows that `suite` uses.
pub(super) fn used(suite: &mut Suite) -> Vec<DataFile> {
    calls(suite).into_iter().map(|call| call.file.clone()).collect()
}

/// Every `use` of a suite.
fn calls(suite: &mut Suite) -> Vec<&mut FlowCall> {
    let mut found = Vec::new();
    collect(&mut suite.setup, &mut found);
    for test in &mut suite.tests {
        collect(&mut test.steps, &mut found);
        collect(&mut test.cleanup, &mut found);
    }
    collect(&mut suite.cleanup, &mut found);
    found
}

fn collect<'s>(steps: &'s mut [Step], found: &mut Vec<&'s mut FlowCall>) {
    for step in steps {
        match &mut step.kind {
            StepKind::Use(call) => found.push(call),
            StepKind::Group(inner) => collect(inner, found),
            StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {}
        }
        collect(&mut step.cleanup, found);
    }
}
