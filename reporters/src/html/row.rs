//! A step as a line of the waterfall.

use runner_model::{Answer, Outcome, Section, StepMark, StepOutcome, StepResult};
use serde::Serialize;

use super::bars::{Axis, Bars};
use super::bodies::Room;
use super::chain::is_trouble;
use super::inspector::Inspector;
use super::mark::Mark;
use crate::console::{during, one_line, tries, why_skipped};
use crate::finding;
use crate::human;

/// A step, ready to be placed.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    mark: Mark,
    /// Its inspector is worth reading at once.
    open: bool,
    skipped: bool,
    /// `GET`; empty when nothing was sent.
    method: String,
    /// What a reader looks for: its name.
    name: String,
    /// The path that was asked for, when the name is not just that.
    path: Option<String>,
    /// `setup`, `cleanup`, and what is around it.
    within: Option<String>,
    /// `200`, `refused`.
    answer: String,
    took: String,
    bars: Bars,
    /// A few words beside the bars.
    remark: Option<String>,
    /// `None` where it is shown elsewhere.
    inspector: Option<Inspector>,
}

impl Row {
    /// Of a step.
    pub(super) fn of(step: &StepResult, axis: Axis, open: bool, room: &mut Room) -> Self {
        let inspector = Some(Inspector::of(step, is_trouble(step), room));
        Self { inspector, ..Self::alone(step, axis, open) }
    }

    /// Without its inspector.
    pub(super) fn alone(step: &StepResult, axis: Axis, open: bool) -> Self {
        let name = one_line(&step.name).into_owned();
        let request = step.exchange.as_ref().map(|exchange| &exchange.request);
        let method = request.map(|request| one_line(&request.method).into_owned());
        let path = request.map(|request| path_of(&request.url));
        let skipped = step.outcome.summary() == Outcome::Skipped;
        let (method, name, path) = match (method, path) {
            (Some(method), Some(path)) if is_unnamed(&name, &method) => (method, path, None),
            (Some(method), Some(path)) => (method, name, Some(path)),
            (method, _) => match name.split_once(' ') {
                Some((verb, path)) if is_verb(verb) => (verb.to_owned(), path.to_owned(), None),
                Some(_) | None => (method.unwrap_or_default(), name, None),
            },
        };
        Self {
            mark: step.outcome.summary().into(),
            open,
            skipped,
            method,
            name,
            path,
            within: within(step),
            answer: answer(step),
            took: if skipped { String::new() } else { human::duration(step.took) },
            bars: Bars::of(step, axis),
            remark: remark(step),
            inspector: None,
        }
    }
}

impl Row {
    /// Of a step of which only marks are kept.
    pub(super) fn of_mark(name: &str, mark: &StepMark, bars: Bars) -> Self {
        let name = one_line(name).into_owned();
        let (method, name) = match name.split_once(' ') {
            Some((verb, path)) if is_verb(verb) => (verb.to_owned(), path.to_owned()),
            Some(_) | None => (String::new(), name),
        };
        let skipped = mark.outcome == Outcome::Skipped;
        Self {
            mark: mark.outcome.into(),
            open: false,
            skipped,
            method,
            name,
            path: None,
            within: None,
            answer: mark.status.map(|status| status.to_string()).unwrap_or_default(),
            took: if skipped { String::new() } else { human::duration(mark.took) },
            bars,
            remark: None,
            inspector: None,
        }
    }
}

/// Without a name of its own a step bears method and URL as written.
fn is_unnamed(name: &str, method: &str) -> bool {
    name.split_once(' ').is_some_and(|(verb, url)| {
        verb == method && (url.starts_with('/') || url.contains("://") || url.starts_with("{{"))
    })
}

fn is_verb(word: &str) -> bool {
    matches!(word, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")
}

/// `/orders?limit=3` of `https://shop.example.com/orders?limit=3`.
fn path_of(url: &str) -> String {
    let path = url.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find(['/', '?'])?..]));
    one_line(path.unwrap_or(url)).into_owned()
}

fn within(step: &StepResult) -> Option<String> {
    let section = match step.section {
        Section::Setup => Some("setup".to_owned()),
        Section::Steps => None,
        Section::Cleanup => Some("cleanup".to_owned()),
    };
    let around = step.within.iter().map(|name| one_line(name).into_owned());
    let all: Vec<_> = section.into_iter().chain(around).collect();
    (!all.is_empty()).then(|| all.join(" › "))
}

fn answer(step: &StepResult) -> String {
    match step.exchange.as_ref().map(|exchange| &exchange.answer) {
        Some(Answer::Complete(response)) => response.status.to_string(),
        Some(Answer::Broken { error, .. }) => error.kind.as_str().to_owned(),
        None => String::new(),
    }
}

/// What stands beside the bars of a step that is worth a look.
fn remark(step: &StepResult) -> Option<String> {
    match &step.outcome {
        StepOutcome::Skipped(reason) => Some(format!("skipped: {}", why_skipped(reason))),
        StepOutcome::Errored(_) => Some("our side".to_owned()),
        StepOutcome::Passed => (step.tries.len() > 1).then(|| tried(step)),
        StepOutcome::Failed(_) if step.tries.len() > 1 => Some(tried(step)),
        StepOutcome::Failed(_) | StepOutcome::Degraded => {
            let error = step.exchange.as_ref().and_then(|exchange| exchange.answer.error());
            if let Some(error) = error {
                return Some(format!("{} {}", error.kind.as_str(), during(error)));
            }
            let mut all = finding::of_step(step).into_iter().filter_map(|found| found.check);
            let first = one_line(&all.next()?.subject).into_owned();
            match all.count() {
                0 => Some(first),
                more => Some(format!("{first} and {more} more")),
            }
        }
    }
}

fn tried(step: &StepResult) -> String {
    let asked = tries(step).into_iter().next().unwrap_or_default();
    let short = asked.split([';', ':']).next().unwrap_or_default();
    short.to_owned()
}
