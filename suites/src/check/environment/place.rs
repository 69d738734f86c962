//! Where suites are to be run.

use std::collections::BTreeSet;

use crate::check::Names;
use crate::language::{Environment, Project};
use crate::read::suggest::first_of;
use crate::source::Sources;

/// Where suites are to be run.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The environment; `None` when there is none, or none was chosen.
    pub environment: Option<&'a Environment>,
    /// The project, when there is one.
    pub project: Option<&'a Project>,
    /// What the project and all its environments define.
    pub names: &'a Names,
    /// The texts.
    pub sources: &'a Sources,
    /// Inputs that are given by `--set`.
    pub given: &'a [String],
}

impl Place<'_> {
    /// ``in `staging` ``, for messages.
    pub(super) fn here(&self) -> String {
        match self.environment {
            Some(environment) => format!("in `{}`", environment.name),
            None => "without an environment".to_owned(),
        }
    }

    /// The way out of what is known elsewhere: where, in words that begin with `verb`, and how to
    /// have it here, as `add` says.
    pub(super) fn elsewhere(
        &self,
        known: Option<&BTreeSet<String>>,
        verb: &str,
        add: &str,
    ) -> String {
        let known = known.filter(|known| !known.is_empty());
        match (self.environment, known) {
            (Some(_), Some(known)) => {
                format!("{verb} {}; {add}", first_of(known.iter().map(String::as_str)))
            }
            (None, Some(known)) => {
                let names = first_of(known.iter().map(String::as_str));
                format!("choose an environment with `-e`: {verb} {names}")
            }
            (Some(_), None) => add.to_owned(),
            (None, None) if self.names.runnable().next().is_some() => {
                format!("choose an environment with `-e`: {}", first_of(self.names.runnable()))
            }
            (None, None) => "add an environment to `tripline.yaml`".to_owned(),
        }
    }
}
