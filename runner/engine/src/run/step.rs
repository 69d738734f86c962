//! One step: its condition, its loop, and what each kind does.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use runner_model::{
    CheckResult, Failure, MASK, RunEvent, Saved, SkipReason, StepError, StepOutcome, StepResult,
};
use serde_json::Value;
use suites::{Check, FlowCall, ForEach, Span, Spanned, Step, StepKind, ValueTemplate};

use super::chain::{Chain, Ended, GivenUp, Site};
use super::inputs::set_vars;
use crate::fill::{FillError, describe};
use crate::judge;
use crate::request::Fault;
use crate::scope::{Frame, Origin};

type Boxed<'s> = Pin<Box<dyn Future<Output = ()> + Send + 's>>;

impl<'a> Chain<'a> {
    /// Carries steps out in order; after one that did not pass, the others are not attempted.
    pub(super) fn run_steps<'s>(&'s mut self, steps: &'a [Step], site: &'s Site<'a>) -> Boxed<'s>
    where
        'a: 's,
    {
        Box::pin(async move {
            for (index, step) in steps.iter().enumerate() {
                match self.ended.clone() {
                    Some(Ended { step: earlier }) => {
                        self.not_saved(step);
                        self.record_skipped(step, site, SkipReason::EarlierStep { step: earlier });
                    }
                    None => self.run_step(step, &site.of(steps, index)).await,
                }
            }
        })
    }

    /// Carries one step out, once or for each element.
    pub(super) async fn run_step(&mut self, step: &'a Step, site: &Site<'a>) {
        match &step.for_each {
            None => self.run_once(step, site).await,
            Some(each) => self.run_for_each(step, each, site).await,
        }
        self.go_on_after(step);
    }

    /// `on_failure: continue` keeps the chain going, unless there is no time left to go on in.
    fn go_on_after(&mut self, step: &Step) {
        if step.continue_on_failure && !self.is_stopped() && !self.time_left().is_zero() {
            self.ended = None;
        }
    }

    async fn run_for_each(&mut self, step: &'a Step, each: &'a ForEach, site: &Site<'a>) {
        let filler = site.filler(self.world, self.shared);
        let origin = filler.origin_of(&each.list);
        let elements = match filler.value(&each.list) {
            Ok(Value::Array(elements)) => elements,
            Ok(other) => {
                let message = format!("`for_each` needs a list, and this is {}", describe(&other));
                let error = FillError::Unfit(message);
                return self.end_with_fault(step, site, &Fault { error, span: each.span });
            }
            Err(error) => {
                return self.end_with_fault(step, site, &Fault { error, span: each.span });
            }
        };
        if elements.is_empty() {
            self.record_skipped(step, site, SkipReason::NothingToLoopOver);
        }
        let mut frames = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            let mut inner = site.inside(&format!("{} [{}]", step.label, index + 1));
            inner.frame = Frame::inside(&site.frame);
            inner.frame.set(&each.name.value, element, origin);
            frames.push(Arc::clone(&inner.frame));
            self.run_once(step, &inner).await;
            self.go_on_after(step);
            if self.ended.is_some() {
                break;
            }
        }
        collect(step, &frames, &site.frame);
    }

    async fn run_once(&mut self, step: &'a Step, site: &Site<'a>) {
        if self.is_stopped() {
            let result = self.blank(step, site, self.given_up(GivenUp::Stopped));
            return self.finish(step, result);
        }
        let facts = self.facts(site, Duration::ZERO);
        let condition = judge::holds(&step.condition, &facts);
        match condition {
            Ok(None) => {}
            Ok(Some(check)) => {
                let check = self.as_written(check);
                self.not_saved(step);
                return self.record_skipped(step, site, SkipReason::Condition { check });
            }
            Err(fault) => return self.end_with_fault(step, site, &fault),
        }
        match &step.kind {
            StepKind::Group(steps) => {
                self.register(&step.cleanup, site);
                let inner = site.inside(&step.label);
                self.run_steps(steps, &inner).await;
            }
            StepKind::Use(call) => self.run_flow(step, call, site).await,
            StepKind::Check(checks) => self.run_check(step, checks, site),
            StepKind::Set(values) => self.run_set(step, values, site),
            StepKind::Wait(time) => self.run_wait(step, *time, site).await,
            StepKind::Http(http) => {
                let (test, name) = (self.masked_test(), self.shared.tools.masker.mask(&step.label));
                self.shared.tell(&RunEvent::StepStarted { test: &test, step: &name });
                let result = self.run_http(step, http, site).await;
                self.finish(step, result);
            }
        }
    }

    /// Takes a result in, and ends the chain when it did not pass.
    pub(super) fn finish(&mut self, step: &Step, result: StepResult) {
        match result.outcome {
            StepOutcome::Passed | StepOutcome::Degraded => {}
            StepOutcome::Skipped(_) => self.not_saved(step),
            StepOutcome::Failed(_) | StepOutcome::Errored(_) => {
                self.not_saved(step);
                self.ended = Some(Ended { step: step.label.clone() });
            }
        }
        self.record(result);
    }

    pub(super) fn end_with_fault(&mut self, step: &Step, site: &Site<'_>, fault: &Fault) {
        let result = self.blank(step, site, self.outcome_of(fault));
        self.finish(step, result);
    }

    fn run_check(&mut self, step: &Step, checks: &[Check], site: &Site<'a>) {
        let facts = self.facts(site, Duration::ZERO);
        let judged: Result<Vec<CheckResult>, Fault> =
            checks.iter().map(|check| judge::judge(check, &facts)).collect();
        let checks = match judged {
            Ok(checks) => checks,
            Err(fault) => return self.end_with_fault(step, site, &fault),
        };
        let held = checks.iter().all(CheckResult::held);
        let outcome = if held { StepOutcome::Passed } else { StepOutcome::Failed(Failure::Checks) };
        let result = StepResult { checks, ..self.blank(step, site, outcome) };
        self.finish(step, result);
    }

    fn run_set(
        &mut self,
        step: &Step,
        values: &[(Spanned<String>, ValueTemplate)],
        site: &Site<'a>,
    ) {
        let mut saved = Vec::new();
        for (name, template) in values {
            // Each may use the ones before.
            let filler = site.filler(self.world, self.shared);
            match filler.value(template) {
                Ok(value) => {
                    let origin = filler.origin_of(template);
                    site.frame.set(&name.value, value.clone(), origin);
                    saved.push(Saved { name: name.value.clone(), value });
                }
                Err(error) => {
                    let fault = Fault { error, span: name.span };
                    return self.end_with_fault(step, site, &fault);
                }
            }
        }
        let result = StepResult { saved, ..self.blank(step, site, StepOutcome::Passed) };
        self.finish(step, result);
    }

    async fn run_wait(&mut self, step: &Step, time: Duration, site: &Site<'a>) {
        let begun = Instant::now();
        let outcome = match self.unless_given_up(tokio::time::sleep(time)).await {
            Ok(()) => StepOutcome::Passed,
            Err(given_up) => self.given_up(given_up),
        };
        let result = StepResult { took: begun.elapsed(), ..self.blank(step, site, outcome) };
        self.finish(step, result);
    }

    pub(super) fn given_up(&self, why: GivenUp) -> StepOutcome {
        match why {
            GivenUp::Stopped => StepOutcome::Errored(StepError::Stopped),
            GivenUp::TimeUp => StepOutcome::Failed(Failure::TestTimeout { limit: self.limit }),
        }
    }

    /// Runs a flow: own variables, the caller's cookies; nothing leaks but its outputs.
    async fn run_flow(&mut self, step: &'a Step, call: &'a FlowCall, site: &Site<'a>) {
        let Some(flow) = call.flow.as_deref() else {
            let error = StepError::Internal(format!("the flow {} was not read", call.file.written));
            let result = self.blank(step, site, StepOutcome::Errored(error));
            return self.finish(step, result);
        };
        let mut inner = site.inside(&step.label);
        inner.suite = flow;
        inner.frame = Arc::new(Frame::default());
        if let Err(fault) = self.begin_flow(call, site, &inner) {
            return self.end_with_fault(step, site, &fault);
        }
        self.register(&step.cleanup, site);
        self.register(&flow.cleanup, &inner);
        self.run_steps(&flow.setup, &inner).await;
        for test in &flow.tests {
            self.register(&test.cleanup, &inner);
            self.run_steps(&test.steps, &inner).await;
        }
        for name in &call.save {
            match inner.frame.get(&name.value) {
                Some(output) => site.frame.set(&name.value, output.value, Origin::Saved),
                None => drop(self.unset.insert(name.value.clone(), step.label.clone())),
            }
        }
    }

    fn begin_flow(&self, call: &FlowCall, outer: &Site<'_>, inner: &Site<'a>) -> Result<(), Fault> {
        let caller = outer.filler(self.world, self.shared);
        let filler = inner.filler(self.world, self.shared);
        for input in &inner.suite.inputs {
            let (value, origin) = match (call.given(&input.name.value), &input.default) {
                (Some(given), _) => (caller.value(given), caller.origin_of(given)),
                (None, Some(default)) => (filler.of(&input.name).value(default), Origin::Declared),
                (None, None) => (
                    Err(FillError::Unfit(format!("the flow needs `{}`", input.name.value))),
                    Origin::Declared,
                ),
            };
            let value = value.map_err(|error| Fault { error, span: call.file.span })?;
            inner.set_input(input, value, origin, self.world)?;
        }
        set_vars(inner.suite, inner, &filler)
    }

    /// The names that a step was to save and did not.
    pub(super) fn not_saved(&mut self, step: &Step) {
        for name in saved_names(step) {
            self.unset.insert(name.to_owned(), step.label.clone());
        }
    }

    /// A check as it stands in the file: `var case.method: card`.
    pub(super) fn as_written(&self, check: &Check) -> String {
        let sources = &self.shared.plan.sources;
        let claim: Span = check.condition.span;
        format!("{}: {}", check.text, sources.text(claim).trim())
    }
}

/// What is saved inside a loop becomes a list, in the order of the elements.
fn collect(step: &Step, frames: &[Arc<Frame>], into: &Frame) {
    for name in saved_names(step) {
        let found: Vec<_> = frames.iter().filter_map(|frame| frame.own(name)).collect();
        let values = found.into_iter().map(|variable| variable.value).collect();
        into.set(name, Value::Array(values), Origin::Saved);
    }
}

/// Every name that a step, or a step in it, may set.
fn saved_names(step: &Step) -> Vec<&str> {
    let mut names: Vec<&str> = step.save.iter().map(|save| save.name.value.as_str()).collect();
    match &step.kind {
        StepKind::Use(call) => names.extend(call.save.iter().map(|name| name.value.as_str())),
        StepKind::Group(steps) => names.extend(steps.iter().flat_map(saved_names)),
        StepKind::Set(values) => names.extend(values.iter().map(|(name, _)| name.value.as_str())),
        StepKind::Http(_) | StepKind::Check(_) | StepKind::Wait(_) => {}
    }
    names
}

/// What is shown of a saved value.
pub(super) fn shown(name: &str, value: Value, secret: bool) -> Saved {
    let value = if secret { Value::String(MASK.to_owned()) } else { value };
    Saved { name: name.to_owned(), value }
}
