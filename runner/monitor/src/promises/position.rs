//! Where in a run a step stands.
//!
//! Of every run only the marks of its steps are kept, in the order in which they were carried out,
//! without names. A step is found by how many came before it, unless that differs from run to run.

use suites::{Step, StepKind, Suite, Test};

/// A step whose place differs from run to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclear {
    /// The step because of which it does: it repeats others, or leaves several out.
    pub(super) because_of: String,
}

/// How many marks stand before that of the first step of this name; `None` when `test` has none.
/// Steps of `setup` and of cleanup leave no mark.
pub(super) fn position(test: &Test, name: &str) -> Result<Option<usize>, Unclear> {
    Search { name, before: 0, unclear: None }.through(&test.steps)
}

struct Search<'a> {
    name: &'a str,
    before: usize,
    /// The first step that makes the number of marks unclear.
    unclear: Option<&'a str>,
}

impl<'a> Search<'a> {
    fn through(&mut self, steps: &'a [Step]) -> Result<Option<usize>, Unclear> {
        for step in steps {
            let leaves_many_out = !step.condition.is_empty() && is_many(step);
            if step.for_each.is_some() || leaves_many_out {
                self.unclear.get_or_insert(&step.label);
            }
            let found = match &step.kind {
                StepKind::Group(inner) => self.through(inner)?,
                StepKind::Use(call) => self.through_flow(call.flow.as_deref())?,
                StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {
                    if step.label == self.name {
                        return match self.unclear {
                            None => Ok(Some(self.before)),
                            Some(step) => Err(Unclear { because_of: step.to_owned() }),
                        };
                    }
                    self.before += 1;
                    None
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn through_flow(&mut self, flow: Option<&'a Suite>) -> Result<Option<usize>, Unclear> {
        let Some(flow) = flow else { return Ok(None) };
        let parts = [&flow.setup].into_iter().chain(flow.tests.iter().map(|test| &test.steps));
        for steps in parts {
            let found = self.through(steps)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// It leaves one mark when it is left out, and others when it is not.
fn is_many(step: &Step) -> bool {
    match &step.kind {
        StepKind::Group(_) | StepKind::Use(_) => true,
        StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => false,
    }
}
