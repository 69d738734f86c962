//! The final answer of a step: status, then `save`, then the other checks, then `warn`.

use std::time::Instant;

use runner_model::{CheckResult, CheckVerdict, Failure, StepError, StepOutcome, StepResult};
use suites::{Check, RequestBody, Save, Step, StepKind, Subject};

use super::chain::{Chain, Site, hide};
use super::http_step::is_polling;
use super::step::shown;
use super::tries::{Last, names_error};
use crate::judge::{self, Facts, TakeError};
use crate::request::Fault;
use crate::scope::Origin;

impl<'a> Chain<'a> {
    /// Judges the final exchange and takes what is to be saved; sets outcome, checks, warnings
    /// and saved values of `result`.
    ///
    /// When asking ended in another way (`ended`), nothing is expected, and `save` takes what it
    /// can for the cleanup.
    #[expect(clippy::too_many_arguments, reason = "the one place where all of a step meets")]
    pub(super) fn conclude(
        &self,
        step: &'a Step,
        site: &Site<'a>,
        last: &Last,
        sent: &[u8],
        ended: Option<&StepOutcome>,
        begun: Instant,
        result: &mut StepResult,
    ) {
        let facts = self.facts_about(last.exchanged(), sent, site, begun.elapsed());
        let judged = match ended {
            None => self.judge_answer(step, site, &facts, result),
            Some(_) => {
                self.take_what_is_there(step, site, &facts, result);
                if is_polling(ended) { self.show_polling(step, &facts, result) } else { Ok(()) }
            }
        };
        if let Err(fault) = judged {
            result.outcome = self.outcome_of(&fault);
        }
    }

    fn judge_answer(
        &self,
        step: &Step,
        site: &Site<'_>,
        facts: &Facts<'_>,
        result: &mut StepResult,
    ) -> Result<(), Fault> {
        if let Some(error) = facts.exchange.and_then(|exchange| exchange.answer.error())
            && !names_error(&step.expect)
            && !step.until.as_ref().is_some_and(|until| names_error(&until.checks))
        {
            result.outcome = StepOutcome::Failed(Failure::Transport(error.clone()));
            return Ok(());
        }
        let (status, others): (Vec<&Check>, Vec<&Check>) =
            step.expect.iter().partition(|check| matches!(check.subject.value, Subject::Status));
        if !names_status(step) {
            result.checks.push(judge::implied_status(facts, step.span));
        }
        self.judge_all(&status, facts, &mut result.checks)?;
        let right_status = result.checks.iter().all(CheckResult::held);
        let mut nothing = None;
        for save in &step.save {
            match self.take(save, site, facts, result)? {
                Ok(()) => {}
                Err(Untaken::Nothing(message)) if right_status => {
                    nothing.get_or_insert((save, message));
                }
                Err(Untaken::Nothing(_)) => {}
                Err(Untaken::Errored(error)) => result.outcome = StepOutcome::Errored(error),
            }
        }
        self.judge_all(&others, facts, &mut result.checks)?;
        if is_graphql(step) {
            result.checks.push(judge::graphql_errors(facts, step.span));
        }
        let warnings: Vec<&Check> = step.warn.iter().collect();
        self.judge_all(&warnings, facts, &mut result.warnings)?;
        self.sum_up(nothing, result);
        Ok(())
    }

    fn judge_all(
        &self,
        checks: &[&Check],
        facts: &Facts<'_>,
        into: &mut Vec<CheckResult>,
    ) -> Result<(), Fault> {
        for check in checks {
            into.push(judge::judge(check, facts)?);
        }
        Ok(())
    }

    fn sum_up(&self, nothing: Option<(&Save, String)>, result: &mut StepResult) {
        let broken = result.checks.iter().any(|check| !check.held());
        let warned = result.warnings.iter().any(|check| !check.held());
        match (&result.outcome, broken, nothing) {
            (StepOutcome::Errored(_), false, _) => {}
            (_, true, nothing) => {
                // All that is wrong stands together.
                result.checks.extend(nothing.map(|(save, message)| self.as_check(save, message)));
                result.outcome = StepOutcome::Failed(Failure::Checks);
            }
            (_, false, Some((save, message))) => {
                result.outcome = StepOutcome::Failed(Failure::NothingToSave {
                    variable: save.name.value.clone(),
                    subject: save.text.clone(),
                    message,
                    place: self.place(save.from.span),
                });
            }
            (_, false, None) if warned => result.outcome = StepOutcome::Degraded,
            (_, false, None) => result.outcome = StepOutcome::Passed,
        }
    }

    fn as_check(&self, save: &Save, message: String) -> CheckResult {
        CheckResult {
            subject: save.text.clone(),
            place: self.place(save.from.span),
            verdict: CheckVerdict::Broken {
                expected: format!("a value to save as `{}`", save.name.value),
                got: "nothing".to_owned(),
                hint: Some(message),
            },
        }
    }

    /// Saves one value.
    fn take(
        &self,
        save: &Save,
        site: &Site<'_>,
        facts: &Facts<'_>,
        result: &mut StepResult,
    ) -> Result<Result<(), Untaken>, Fault> {
        let value = match judge::take(save, facts) {
            Ok(value) => value,
            Err(TakeError::Missing { message }) => return Ok(Err(Untaken::Nothing(message))),
            Err(TakeError::Fault(fault)) => return Err(fault),
        };
        let name = &save.name.value;
        if save.secret
            && let Err(error) = hide(name, &value, self.world)
        {
            return Ok(Err(Untaken::Errored(error)));
        }
        site.frame.set(name, value.clone(), Origin::Saved);
        result.saved.push(shown(name, value, save.secret));
        Ok(Ok(()))
    }

    /// Polling ended badly: a cleanup may still need what the last answer holds.
    fn take_what_is_there(
        &self,
        step: &Step,
        site: &Site<'_>,
        facts: &Facts<'_>,
        result: &mut StepResult,
    ) {
        for save in &step.save {
            drop(self.take(save, site, facts, result));
        }
    }

    /// What polling waited for, as it was in the last answer.
    fn show_polling(
        &self,
        step: &Step,
        facts: &Facts<'_>,
        result: &mut StepResult,
    ) -> Result<(), Fault> {
        let answered = facts.exchange.is_some_and(|exchange| exchange.answer.error().is_none());
        match &step.until {
            Some(until) if answered => {
                let checks: Vec<&Check> = until.checks.iter().collect();
                self.judge_all(&checks, facts, &mut result.checks)
            }
            _ => Ok(()),
        }
    }
}

/// Why a value was not saved.
enum Untaken {
    Nothing(String),
    Errored(StepError),
}

/// Then no 2xx is implied (FORMAT.md, section 13).
fn names_status(step: &Step) -> bool {
    let until = step.until.iter().flat_map(|until| &until.checks);
    step.expect
        .iter()
        .chain(until)
        .any(|check| matches!(check.subject.value, Subject::Status | Subject::Error))
}

/// A GraphQL answer has a 200 when it went wrong, too; unless the step itself speaks of
/// `$.errors`, there must be none.
fn is_graphql(step: &Step) -> bool {
    let own = |check: &Check| matches!(&check.subject.value, Subject::Json(path) if path.source.starts_with("$.errors"));
    if step.expect.iter().any(own) {
        return false;
    }
    match &step.kind {
        StepKind::Http(http) => matches!(http.body.as_deref(), Some(RequestBody::Graphql { .. })),
        StepKind::Use(_)
        | StepKind::Group(_)
        | StepKind::Check(_)
        | StepKind::Set(_)
        | StepKind::Wait(_) => false,
    }
}
