//! Waiting until the new version answers: a deploy that is not live must not be judged.

use std::sync::Arc;
use std::time::Duration;

use runner_engine::{Plan, Planning, Selection};
use runner_model::{Outcome, ServiceName, SuiteId, human};
use suites::check::Place;

use super::rounds::Rounds;
use super::test_run::Fresh;
use crate::args::gate::GateArgs;
use crate::commands::run::Prepared;
use crate::exit::Exit;
use crate::files;
use crate::outside::Outside;
use crate::say;

/// What the places of mistakes name instead of a file.
const SHOWN_AS: &str = "--wait-for";

/// What asks for the new version: a suite of one step, in the environment of the tests.
pub(super) fn read(
    args: &GateArgs,
    service: &ServiceName,
    prepared: &Prepared,
    outside: &Outside,
) -> Result<Option<Plan>, Exit> {
    let Some(request) = &args.wait_for else { return Ok(None) };
    let plan = &prepared.plan;
    let text = text(request, &args.until, args.budget, service, plan)?;
    let mut sources = suites::Sources::clone(&plan.sources);
    let id = SuiteId::try_from(SHOWN_AS).expect("it is one line of text");
    let (suite, mut found) =
        suites::load::from_text(&text, &id, &outside.current_dir, &prepared.names, &mut sources);
    if let Some(suite) = &suite {
        let place = Place {
            environment: plan.environment.as_deref(),
            project: plan.project.as_deref(),
            names: &prepared.names,
            sources: &sources,
            given: &[],
        };
        found.extend(suites::check::environment([&**suite], &place));
    }
    let count = files::print(&found, &sources, outside);
    let Some(suite) = suite.filter(|_| count.errors == 0) else {
        say::err(format_args!("\n{count}; nothing was sent"));
        return Err(Exit::Usage);
    };
    let planning = Planning {
        suites: vec![suite],
        environment: plan.environment.clone(),
        project: plan.project.clone(),
        sources: Arc::new(sources),
        selection: Selection::default(),
        seed: String::new(),
        repeat: 1,
    };
    Ok(Some(Plan::of(planning).expect("a selection of everything names nothing")))
}

fn text(
    request: &str,
    until: &[String],
    budget: Duration,
    service: &ServiceName,
    plan: &Plan,
) -> Result<String, Exit> {
    let url = match request.trim().split_once(' ') {
        None => request.trim(),
        Some((method, url)) if method.eq_ignore_ascii_case("GET") => url.trim(),
        Some((method, _)) => {
            let help = "write `--wait-for 'GET https://…/version'`";
            say::error(format_args!("`--wait-for` asks with GET, not with `{method}`"), Some(help));
            return Err(Exit::Usage);
        }
    };
    let url = serde_json::Value::from(url);
    let here = plan.environment.as_ref().is_some_and(|environment| {
        environment.services.iter().any(|endpoint| endpoint.service == *service)
    });
    let service = if here { format!("service: {service}\n") } else { String::new() };
    // It gives up by itself, before the budget is up: then it can say what the last answer was.
    let patience = (budget.as_millis() * 19 / 20).max(1);
    let whole = budget.as_millis() + 60_000;
    let checks: String = until.iter().map(|check| format!("      {check}\n")).collect();
    Ok(format!(
        "name: the new version answers\n{service}timeout: {whole}ms\nsteps:\n  \
         - name: ask for the version\n    get: {url}\n    timeout: 5s\n    every: 500ms\n    \
         for_up_to: {patience}ms\n    until:\n{checks}"
    ))
}

/// Asks until the new version answers. When it never does: what was seen instead.
pub(super) async fn until_live(plan: &Plan, rounds: &Rounds) -> Result<(), String> {
    say::err("waiting for the new version");
    let run = rounds.once(plan).await;
    let took = human::duration(run.took);
    match run.outcome {
        Outcome::Passed | Outcome::Degraded => {
            say::err(format_args!("the new version answers, after {took}"));
            Ok(())
        }
        Outcome::Failed | Outcome::Errored | Outcome::Skipped => {
            let finding = Fresh::of_run(&run).into_iter().find_map(|test| test.finding);
            let seen = finding.map(|finding| match finding.expected {
                Some(expected) => format!(": expected {expected}, got {}", finding.got),
                None => format!(": {}", finding.got),
            });
            let seen = seen.unwrap_or_default();
            Err(format!("the new version did not answer within {took}{seen}"))
        }
    }
}
