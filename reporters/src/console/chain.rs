//! What happened around a step: the steps before it, its tries, what it left behind.

use std::time::Duration;

use runner_model::{
    Failure, PollEnd, Section, SkipReason, StepOutcome, StepResult, Try, TryResult,
};

use super::problem::{Problem, broken};
use super::text;
use crate::human;

/// How many earlier steps, tries or variables are named before the rest is counted.
const NAMED: usize = 8;
/// How much of a saved value is printed.
const VALUE: usize = 40;

/// `step 3 "open the first one"`, `setup step 1 "log in"`, `step 2 "pay" (each line [2])`.
pub(crate) fn name_of(step: &StepResult) -> String {
    let section = match step.section {
        Section::Setup => "setup step",
        Section::Steps => "step",
        Section::Cleanup => "cleanup step",
    };
    let name = format!("{section} {} \"{}\"", step.number, text::one_line(&step.name));
    if step.within.is_empty() { name } else { format!("{name} ({})", within(step)) }
}

fn within(step: &StepResult) -> String {
    text::one_line(&step.within.join(" › ")).into_owned()
}

/// `log in 200 in 12 ms, list orders 200 in 8 ms`; `None` when nothing was before.
pub(super) fn before(steps: &[&StepResult]) -> Option<String> {
    if steps.is_empty() {
        return None;
    }
    let left_out = steps.len().saturating_sub(NAMED);
    let more = (left_out > 0).then(|| format!("… {} earlier", human::thousands(left_out)));
    let named = steps[left_out..].iter().map(|step| briefly(step));
    Some(more.into_iter().chain(named).collect::<Vec<_>>().join(", "))
}

/// `log in 200 in 12 ms`
fn briefly(step: &StepResult) -> String {
    let name = text::one_line(&step.name);
    let name = match step.within.last() {
        Some(_) => format!("{name} ({})", within(step)),
        None => name.into_owned(),
    };
    let answer = answer_of(step);
    match &step.outcome {
        StepOutcome::Passed => format!("{name} {answer}"),
        outcome @ (StepOutcome::Degraded
        | StepOutcome::Failed(_)
        | StepOutcome::Errored(_)
        | StepOutcome::Skipped(_)) => {
            let word = outcome.summary().as_str();
            if answer == word {
                format!("{name} {word}")
            } else {
                format!("{name} {answer} ({word})")
            }
        }
    }
}

/// `200 in 12 ms`; without an exchange the outcome in a word.
pub(super) fn answer_of(step: &StepResult) -> String {
    let Some(exchange) = &step.exchange else {
        return step.outcome.summary().as_str().to_owned();
    };
    let took = human::duration(exchange.took);
    match (exchange.answer.error(), exchange.answer.response()) {
        (None, Some(response)) => format!("{} in {took}", response.status),
        (Some(error), _) => format!("{} after {took}", error.kind.as_str()),
        (None, None) => took,
    }
}

/// `token •••, order_id 4711`; `None` when nothing was saved.
pub(super) fn saved<'a>(steps: impl Iterator<Item = &'a StepResult>) -> Option<String> {
    let all: Vec<_> = steps.flat_map(|step| &step.saved).collect();
    if all.is_empty() {
        return None;
    }
    let left_out = all.len().saturating_sub(NAMED);
    let more = (left_out > 0).then(|| format!("… {} earlier", human::thousands(left_out)));
    let named = all[left_out..].iter().map(|saved| {
        let masked = saved.value.as_str().filter(|text| *text == runner_model::MASK);
        let value = masked.map_or_else(|| saved.value.to_string(), str::to_owned);
        let value = text::one_line(&value);
        format!("{} {}", text::one_line(&saved.name), text::cut(&value, VALUE))
    });
    Some(more.into_iter().chain(named).collect::<Vec<_>>().join(", "))
}

/// How often it was tried, and what came of it. One line for asking, one for the answers.
pub(crate) fn tries(step: &StepResult) -> Vec<String> {
    let polled = match &step.outcome {
        StepOutcome::Failed(Failure::Polling { end, tries, unchanged_for }) => {
            Some(asked(end, *tries, *unchanged_for))
        }
        StepOutcome::Failed(
            Failure::Transport(_)
            | Failure::Checks
            | Failure::NothingToSave { .. }
            | Failure::TestTimeout { .. },
        )
        | StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Errored(_)
        | StepOutcome::Skipped(_) => None,
    };
    if step.tries.len() < 2 {
        return polled.into_iter().collect();
    }
    let answers = answers(&step.tries);
    match polled {
        Some(asked) => vec![asked, format!("answers: {answers}")],
        None => vec![format!(
            "tried {} in {}: {answers}",
            times(step.tries.len()),
            human::duration(step.took)
        )],
    }
}

/// `asked 12 times in 30 s; the answer had not changed for 28 s`
fn asked(end: &PollEnd, tries: u32, unchanged_for: Duration) -> String {
    let times = times(tries as usize);
    match end {
        PollEnd::TimeUp { limit } => {
            let limit = human::duration(*limit);
            if tries < 2 {
                return format!("asked {times} in {limit}");
            }
            let change = if unchanged_for.is_zero() {
                "the last answer was a new one".to_owned()
            } else {
                format!("the answer had not changed for {}", human::duration(unchanged_for))
            };
            format!("asked {times} in {limit}; {change}")
        }
        PollEnd::Stopped { because } => {
            format!("asked {times}, until `stop_when` came true: {}", text::one_line(because))
        }
    }
}

fn times(number: usize) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{} times", human::thousands(number)),
    }
}

/// `503 in 12 ms, then 200 in 9 ms`; the same again and again is counted: `3 × 503, then 200`.
fn answers(tries: &[Try]) -> String {
    let mut groups: Vec<(String, usize, Duration)> = Vec::new();
    for one in tries {
        let result = match &one.result {
            TryResult::Status(status) => status.to_string(),
            TryResult::Error(message) => text::cut(&text::one_line(message), 80).into_owned(),
        };
        match groups.last_mut() {
            Some((last, count, _)) if *last == result => *count += 1,
            Some(_) | None => groups.push((result, 1, one.took)),
        }
    }
    let left_out = groups.len().saturating_sub(NAMED);
    let more = (left_out > 0).then(|| "…".to_owned());
    let named = groups[left_out..].iter().map(|(result, count, took)| match count {
        1 => format!("{result} in {}", human::duration(*took)),
        count => format!("{} × {result}", human::thousands(*count)),
    });
    more.into_iter().chain(named).collect::<Vec<_>>().join(", then ")
}

/// What was taken back, what was left behind, and what was not even tried; a line each.
pub(super) fn cleanup<'a>(steps: impl Iterator<Item = &'a StepResult>) -> Vec<String> {
    let (mut done, mut left, mut not_run) = (Vec::new(), Vec::new(), Vec::new());
    for step in steps {
        let name = text::one_line(&step.name);
        match &step.outcome {
            StepOutcome::Passed | StepOutcome::Degraded => done.push(format!("{name} ok")),
            StepOutcome::Failed(_) | StepOutcome::Errored(_) => {
                left.push(format!("left behind: {name} ({})", why_left(step)));
            }
            StepOutcome::Skipped(reason) => {
                not_run.push(format!("not run: {name} ({})", why_skipped(reason)));
            }
        }
    }
    let done = (!done.is_empty()).then(|| format!("cleanup: {}", done.join(", ")));
    left.into_iter().chain(done).chain(not_run).collect()
}

/// Whether a cleanup did what it should.
pub(crate) fn is_left_behind(step: &StepResult) -> bool {
    match step.outcome {
        StepOutcome::Failed(_) | StepOutcome::Errored(_) => step.section == Section::Cleanup,
        StepOutcome::Passed | StepOutcome::Degraded | StepOutcome::Skipped(_) => false,
    }
}

/// Why a cleanup did not do what it should, as a clause: `answered 404`.
pub(crate) fn why_left(step: &StepResult) -> String {
    let wrong_status =
        broken(&step.checks).any(|check| check.subject == "status").then_some(&step.exchange);
    match wrong_status.and_then(|exchange| exchange.as_ref()?.answer.response()) {
        Some(response) => format!("answered {}", response.status),
        None => Problem::of_step(step).map(|problem| problem.in_one_line()).unwrap_or_default(),
    }
}

/// Why a step was not attempted, as a clause.
pub(crate) fn why_skipped(reason: &SkipReason) -> String {
    let said = match reason {
        SkipReason::Condition { check } => format!("`if` does not hold: {check}"),
        SkipReason::EarlierStep { step } => format!("\"{step}\" did not pass"),
        SkipReason::Unset { variable, step: Some(step) } => {
            format!("`{variable}` was never set: \"{step}\" did not save it")
        }
        SkipReason::Unset { variable, step: None } => format!("`{variable}` was never set"),
        SkipReason::NothingToLoopOver => "there was nothing to loop over".to_owned(),
    };
    text::one_line(&said).into_owned()
}
