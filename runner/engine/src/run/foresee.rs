//! Whether a step can be judged: found out before anything is sent.
//!
//! A variable that was never set makes a step skipped. That it was needed only by a check, after
//! the request, would come too late: what is skipped must not have been sent.

use std::time::Duration;

use suites::{Check, HttpStep, JsonPath, Setting, Step, Subject};

use super::chain::{Chain, Site};
use crate::fill::{FillError, Filler};
use crate::judge;
use crate::request::Fault;

impl Chain<'_> {
    /// What a step's checks and saves compare with is set, or will be saved by the step itself.
    ///
    /// # Errors
    /// A variable was never set.
    pub(super) fn foresee(
        &self,
        step: &Step,
        http: &HttpStep,
        site: &Site<'_>,
    ) -> Result<(), Fault> {
        if self.unset.is_empty() {
            return Ok(());
        }
        let facts = self.facts(site, Duration::ZERO);
        let filler = &facts.filler;
        for check in checks(step, http) {
            of_path(&check.subject.value, filler, step)?;
            unless_unset(judge::judge(check, &facts), step)?;
        }
        for save in &step.save {
            of_path(&save.from.value, filler, step)?;
            if let Some(default) = &save.default {
                let span = save.name.span;
                let value = filler.value(default).map_err(|error| Fault { error, span });
                unless_unset(value, step)?;
            }
        }
        Ok(())
    }
}

/// Every check that is judged by the answer.
fn checks<'s>(step: &'s Step, http: &'s HttpStep) -> impl Iterator<Item = &'s Check> {
    let until = step.until.iter().flat_map(|until| until.checks.iter().chain(&until.stop_when));
    let retry = match &http.settings.retry {
        Setting::Set(retry) => retry.when.as_slice(),
        Setting::Inherit | Setting::Remove => &[],
    };
    step.expect.iter().chain(&step.warn).chain(until).chain(retry)
}

/// The values in a path with templates.
fn of_path(subject: &Subject, filler: &Filler<'_>, step: &Step) -> Result<(), Fault> {
    let Subject::Json(JsonPath { holes, .. }) = subject else { return Ok(()) };
    for hole in holes {
        let span = hole.expr.span;
        let value = filler.expr(&hole.expr.value, 0).map_err(|error| Fault { error, span });
        unless_unset(value, step)?;
    }
    Ok(())
}

/// Other faults may come of values that are not known yet, and show when they are.
fn unless_unset<T>(result: Result<T, Fault>, step: &Step) -> Result<(), Fault> {
    match result {
        Err(Fault { error: FillError::Unset(variable), span }) => {
            let root = variable.split('.').next().unwrap_or(&variable);
            if step.save.iter().any(|save| save.name.value == root) {
                return Ok(());
            }
            Err(Fault { error: FillError::Unset(variable), span })
        }
        Ok(_) | Err(_) => Ok(()),
    }
}
