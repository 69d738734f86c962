//! One step in full: its checks, and the tab that was chosen.

use reporters::{Inspected, Waterfall, curl};
use runner_model::{CheckResult, StepResult, TestResult};
use serde::Serialize;

use super::read::Facts;
use crate::pages::changed::Changed;
use crate::pages::link;
use crate::pages::prose::capital;
use crate::pages::visit::Visit;

/// What can be seen of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Diff,
    Response,
    Request,
    Timing,
    Tries,
}

impl Tab {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Diff, "diff", "Diff"),
        (Self::Response, "response", "Response"),
        (Self::Request, "request", "Request"),
        (Self::Timing, "timing", "Timing"),
        (Self::Tries, "tries", "Tries"),
    ];
}

/// One step in full.
#[derive(Debug, Serialize)]
pub(super) struct Inspector {
    /// `Step 3 "open the first one"`
    title: String,
    /// Of how many checks held.
    tone: &'static str,
    step: Inspected,
    tabs: Vec<TabLink>,
    diff: Option<Diff>,
    response: bool,
    request: bool,
    timing: bool,
    tries: bool,
    curl: Option<String>,
}

#[derive(Debug, Serialize)]
struct TabLink {
    href: String,
    label: &'static str,
    current: bool,
}

#[derive(Debug, Serialize)]
struct Diff {
    /// Against which run.
    against: Option<String>,
    /// Why there is nothing to see.
    nothing: Option<String>,
    changes: Vec<Changed>,
    noise: Vec<Changed>,
    noise_said: String,
}

/// The steps as links, and one of them in full. `None` when no step was carried out.
pub(super) fn inspect(
    test: &TestResult,
    facts: &Facts,
    visit: &Visit,
) -> (Vec<Option<String>>, usize, Option<Inspector>) {
    let steps = Waterfall::steps(test);
    let asked = visit.asked.word("step").and_then(|word| word.parse::<usize>().ok());
    let asked = asked.and_then(|number| number.checked_sub(1)).filter(|at| *at < steps.len());
    let chosen = asked.unwrap_or_else(|| Waterfall::worth_a_look(test));
    let address = |number: usize| {
        let number = (number + 1).to_string();
        Some(format!("{}{}#step", visit.path, visit.asked.with("step", Some(&number))))
    };
    let links = (0..steps.len()).map(address).collect();
    let Some(step) = steps.get(chosen) else { return (links, chosen, None) };
    let tab = visit.asked.word("tab");
    let tab = Tab::ALL.into_iter().find(|(_, word, _)| Some(*word) == tab);
    let has_pass = facts.pass.as_ref().is_some_and(|pass| pass.detail.is_some());
    // Without a pass there is nothing to compare: the answer is more to the point.
    let usual = if has_pass { Tab::Diff } else { Tab::Response };
    let tab = tab.map_or(usual, |(tab, _, _)| tab);
    let tabs = Tab::ALL.into_iter().map(|(one, word, label)| TabLink {
        href: format!("{}{}#step", visit.path, visit.asked.with("tab", Some(word))),
        label,
        current: one == tab,
    });
    let request = step.exchange.as_ref().map(|exchange| &exchange.request);
    let inspected = Inspected::of(step);
    let inspector = Inspector {
        title: capital(inspected.title()),
        tone: if step.checks.iter().all(CheckResult::held) { "ok" } else { "bad" },
        step: inspected,
        tabs: tabs.collect(),
        diff: (tab == Tab::Diff).then(|| Diff::of(step, facts)),
        response: tab == Tab::Response,
        request: tab == Tab::Request,
        timing: tab == Tab::Timing,
        tries: tab == Tab::Tries,
        curl: request.map(curl),
    };
    (links, chosen, Some(inspector))
}

impl Diff {
    fn of(step: &StepResult, facts: &Facts) -> Self {
        let pass = facts.pass.as_ref();
        let against = pass.map(|pass| link::run(&pass.run));
        let detail = pass.and_then(|pass| pass.detail.as_deref());
        let found = facts.different(step);
        let nothing = match (&found, detail) {
            (Some(found), _) if found.changes.is_empty() => {
                Some("Nothing else is different from the last pass.")
            }
            (Some(_), _) => None,
            (None, None) => Some("No other run of this test has passed yet."),
            (None, Some(_)) if step.exchange.is_none() => Some("This step sent nothing."),
            (None, Some(_)) => Some("This step sent nothing when the test last passed."),
        };
        let (changes, noise) = found.map(|it| (it.changes, it.noise)).unwrap_or_default();
        let fields = runner_model::human::count(noise.len(), "field");
        let change = if noise.len() == 1 { "changes" } else { "change" };
        Self {
            against,
            nothing: nothing.map(str::to_owned),
            noise_said: format!("{fields} that {change} on every run"),
            changes: changes.into_iter().map(Changed::of).collect(),
            noise: noise.into_iter().map(Changed::of).collect(),
        }
    }
}
