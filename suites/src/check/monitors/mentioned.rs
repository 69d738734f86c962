//! E501: tests and steps that are mentioned, and that the monitor does not run.

use std::sync::Arc;

use super::monitored::suites_of;
use super::whole::Whole;
use crate::check::every_step::steps_for;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{
    CompositionKind, CompositionNode, Monitor, MonitorRef, Objective, Suite, Test,
};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::{Span, Spanned};

/// Tests that are mentioned, and steps of objectives.
pub(super) fn mentioned(whole: &Whole<'_>) -> Vec<Diagnostic> {
    if !whole.is_read() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (of, span) in references(whole) {
        found.extend(unknown_test(whole, of, span));
    }
    for objective in &whole.project.objectives {
        found.extend(unknown_step(whole, objective));
    }
    found
}

/// Every monitor or test that is mentioned.
fn references<'p>(whole: &Whole<'p>) -> Vec<(&'p MonitorRef, Span)> {
    let project = whole.project;
    let rules = project.notify.iter().flat_map(|notify| &notify.rules);
    let rules = rules.flat_map(|rule| &rule.monitors);
    let maintenance = project.maintenance.iter().flat_map(|maintenance| &maintenance.monitors);
    let components = project.status_pages.iter().flat_map(|page| &page.components);
    let components = components.flat_map(|component| &component.of);
    let objectives = project.objectives.iter().map(|objective| &objective.of);
    let spanned = rules.chain(maintenance).chain(components).chain(objectives);
    let mut found: Vec<_> = spanned.map(|of: &Spanned<MonitorRef>| (&of.value, of.span)).collect();
    for composition in &project.compositions {
        nodes(&composition.root, &mut found);
    }
    found
}

fn nodes<'p>(node: &'p CompositionNode, found: &mut Vec<(&'p MonitorRef, Span)>) {
    match &node.kind {
        CompositionKind::Monitor(of) => found.push((of, node.span)),
        CompositionKind::Composition(_) => {}
        CompositionKind::Series(parts)
        | CompositionKind::AnyOf(parts)
        | CompositionKind::AtLeast { of: parts, .. } => {
            parts.iter().for_each(|part| nodes(part, found));
        }
    }
}

/// The tests that a monitor runs.
fn tests<'s>(monitor: &Monitor, suites: &'s [Arc<Suite>]) -> Vec<(&'s Suite, &'s Test)> {
    let tests =
        suites.iter().flat_map(|suite| suite.tests.iter().map(move |test| (&**suite, test)));
    tests.filter(|(suite, test)| monitor.runs(suite, test)).collect()
}

fn monitor<'p>(whole: &Whole<'p>, of: &MonitorRef) -> Option<&'p Monitor> {
    let mut known = whole.project.monitors.iter().map(Arc::as_ref);
    known.find(|known| known.name.value == of.monitor)
}

fn unknown_test(whole: &Whole<'_>, of: &MonitorRef, span: Span) -> Option<Diagnostic> {
    let (monitor, wanted) = (monitor(whole, of)?, of.test.as_ref()?);
    let suites = suites_of(monitor, whole.suites, whole.flows);
    let tests = tests(monitor, &suites);
    let known = || tests.iter().map(|(_, test)| test.name.as_str());
    if known().next().is_none() || known().any(|known| known == wanted.as_str()) {
        return None;
    }
    let message = format!("the monitor `{}` runs no test `{wanted}`", of.monitor);
    Some(Diagnostic::new(Code::E501, span, message).help(match nearest(wanted.as_str(), known()) {
        Some(near) => did_you_mean(&format!("{}/{near}", of.monitor)),
        None => there_are(known()),
    }))
}

fn unknown_step(whole: &Whole<'_>, objective: &Objective) -> Option<Diagnostic> {
    let of = &objective.of.value;
    let (monitor, wanted) = (monitor(whole, of)?, objective.step.as_ref()?);
    let suites = suites_of(monitor, whole.suites, whole.flows);
    let mut tests = tests(monitor, &suites);
    tests.retain(|(_, test)| of.test.as_ref().is_none_or(|of| *of == test.name));
    let steps = || tests.iter().flat_map(|(suite, test)| steps_for(suite, test));
    let known: Vec<&str> = steps().map(|step| step.label.as_str()).collect();
    if known.is_empty() || known.contains(&wanted.value.as_str()) {
        return None;
    }
    let message = format!("`{of}` has no step `{}`", wanted.value);
    Some(Diagnostic::new(Code::E501, wanted.span, message).help(
        match nearest(&wanted.value, known.iter().copied()) {
            Some(near) => did_you_mean(near),
            None => there_are(known),
        },
    ))
}
