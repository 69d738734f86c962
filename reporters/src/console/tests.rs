//! What a person sees.

use runner_model::{Run, RunEvent};

use super::{Console, ConsoleOptions, Verbosity};
use crate::{Reporter as _, sample};

fn console(run: &Run, options: ConsoleOptions) -> String {
    let plan = runner_model::PlanSummary {
        suites: run.suites.len(),
        tests: 0,
        steps: 0,
        environment: run.environment.clone(),
        seed: run.seed.clone(),
    };
    let mut out = Vec::new();
    let mut console = Console::new(&mut out, options);
    console.on_event(&RunEvent::Started(&plan)).unwrap();
    for suite in &run.suites {
        console.on_event(&RunEvent::SuiteDone(suite)).unwrap();
    }
    console.on_event(&RunEvent::Done(run)).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn everything() {
    println!("{}", console(&sample::run(), ConsoleOptions::default()));
}
#[test]
fn verbose() {
    println!(
        "{}",
        console(
            &sample::run(),
            ConsoleOptions { verbosity: Verbosity::Verbose, ..Default::default() }
        )
    );
}
