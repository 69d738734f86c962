//! A step that sends a request: filled, sent as often as need be, judged.

use std::time::Instant;

use runner_model::{CheckResult, Failure, StepOutcome, StepResult};
use suites::{HttpStep, Step};

use super::chain::{Chain, Site};
use super::shared::Detail;
use super::tries::{Asked, Last, Tries};
use crate::conceal::{Concealed, conceal};
use crate::request::Preparing;

impl<'a> Chain<'a> {
    /// Carries the step out; what it saves is set, its cleanup is registered.
    pub(super) async fn run_http(
        &mut self,
        step: &'a Step,
        http: &'a HttpStep,
        site: &Site<'a>,
    ) -> StepResult {
        let (started, begun) = (self.shared.now(), Instant::now());
        let filler = site.filler(self.world, self.shared);
        let project = self.shared.plan.project.as_deref();
        let preparing = Preparing { project, suite: site.suite, step, http, filler };
        let prepared = self.foresee(step, http, site).and_then(|()| preparing.prepare());
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(fault) => return self.blank(step, site, self.outcome_of(&fault)),
        };
        self.register(&step.cleanup, site);
        let mut tries = Tries::default();
        let (last, ended) = match self.ask(step, &prepared, site, begun, &mut tries).await {
            Ok(Asked::Answered(last)) => (Some(last), None),
            Ok(Asked::GaveUp(last, failure)) => (Some(last), Some(StepOutcome::Failed(failure))),
            Ok(Asked::Interrupted(given_up)) => (tries.last.take(), Some(self.given_up(given_up))),
            Err(fault) => (tries.last.take(), Some(self.outcome_of(&fault))),
        };
        let mut result = StepResult {
            started,
            notes: prepared.notes.clone(),
            ..self.blank(step, site, StepOutcome::Passed)
        };
        let sent = prepared.request.body.as_deref().unwrap_or_default();
        let hidden = project.map(|project| project.mask.json.as_slice()).unwrap_or_default();
        if let Some(last) = &last {
            let body = &last.exchanged().body;
            let concealed = Concealed::of(hidden, sent, body, &self.shared.tools.masker);
            self.conclude(step, site, last, sent, ended.as_ref(), begun, &mut result);
            concealed.hide_in(step, &mut result);
        }
        if let Some(ended) = ended {
            result.outcome = ended;
        }
        result.exchange = last.map(Last::into_exchange);
        result.tries = tries.told();
        if let Some(exchange) = &mut result.exchange {
            match self.shared.options.passed {
                Detail::Outline
                    if result.outcome == StepOutcome::Passed
                        && result.warnings.iter().all(CheckResult::held) =>
                {
                    exchange.outline()
                }
                Detail::Outline | Detail::Whole => conceal(exchange, hidden),
            }
        }
        result.took = begun.elapsed();
        result
    }
}

/// Whether the outcome is one that shows what was polled for.
pub(super) fn is_polling(outcome: Option<&StepOutcome>) -> bool {
    matches!(outcome, Some(StepOutcome::Failed(Failure::Polling { .. })))
}
