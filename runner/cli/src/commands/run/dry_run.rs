//! `--dry-run`: what would be run.

use std::collections::BTreeSet;

use runner_engine::{Plan, PlannedSuite};
use runner_model::human;
use suites::{Step, StepKind};

use crate::say;

/// Prints the plan.
pub(super) fn print(plan: &Plan) {
    let summary = plan.summary();
    for suite in &plan.suites {
        print_suite(plan, suite);
    }
    let place = summary.environment.map(|name| format!(" · {name}")).unwrap_or_default();
    say::out(format_args!(
        "would run {}, {}, {}{place} · seed {}; nothing was sent",
        human::count(summary.suites, "suite"),
        human::count(summary.tests, "test"),
        human::count(summary.steps, "step"),
        summary.seed
    ));
}

fn print_suite(plan: &Plan, planned: &PlannedSuite) {
    let suite = &planned.suite;
    let file = &plan.sources.file(suite.file).name;
    say::out(format_args!("{}  ({file})", suite.name.value));
    let variants: Vec<String> = planned
        .variants
        .iter()
        .filter(|variant| !variant.variant.is_plain())
        .map(|variant| variant.variant.to_string())
        .collect();
    if !variants.is_empty() {
        say::out(format_args!("  for each of: {}", variants.join("; ")));
    }
    section("setup", &suite.setup);
    let chosen: BTreeSet<usize> =
        planned.variants.iter().flat_map(|variant| variant.tests.iter().copied()).collect();
    for index in chosen {
        let test = &suite.tests[index];
        if suite.single {
            steps(&test.steps, 1);
        } else {
            section(test.name.as_str(), &test.steps);
        }
    }
    section("cleanup", &suite.cleanup);
    say::out("");
}

fn section(name: &str, list: &[Step]) {
    if !list.is_empty() {
        say::out(format_args!("  {name}:"));
        steps(list, 2);
    }
}

fn steps(list: &[Step], depth: usize) {
    let indent = "  ".repeat(depth);
    for step in list {
        let what = match &step.kind {
            StepKind::Http(http) => format!("{} {}", http.method, http.url.source),
            StepKind::Use(call) => format!("use {}", call.file.written),
            StepKind::Group(_) => "group".to_owned(),
            StepKind::Check(_) => "check".to_owned(),
            StepKind::Set(_) => "set".to_owned(),
            StepKind::Wait(time) => format!("wait {}", human::duration(*time)),
        };
        let label = if step.label == what { what } else { format!("{}  {what}", step.label) };
        say::out(format_args!("{indent}{}. {label}", step.number));
        match &step.kind {
            StepKind::Group(inner) => steps(inner, depth + 1),
            StepKind::Use(call) => {
                let flow = call.flow.iter().flat_map(|flow| &flow.tests);
                flow.for_each(|test| steps(&test.steps, depth + 1));
            }
            StepKind::Http(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {}
        }
        if !step.cleanup.is_empty() {
            say::out(format_args!("{indent}  cleanup:"));
            steps(&step.cleanup, depth + 2);
        }
    }
}
