//! `::error file=…,line=…::…`, which GitHub takes out of the log and puts beside the line.

use std::io;

use runner_model::{Run, RunEvent, SuiteResult, TestResult, VariantResult};

use crate::Reporter;
use crate::console::{full_name, one_line, tries, variant_name};
use crate::finding::{self, Finding, Weight};

/// Writes a workflow command for everything that is wrong, when the run is done: errors for what
/// failed or errored, warnings for the rest.
#[derive(Debug)]
pub struct GithubAnnotations<W> {
    out: W,
}

impl<W: io::Write + Send> GithubAnnotations<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: io::Write + Send> Reporter for GithubAnnotations<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Done(run) => {
                self.out.write_all(annotations(run).as_bytes())?;
                self.out.flush()
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}

/// Errors first: GitHub shows ten of each kind.
fn annotations(run: &Run) -> String {
    let mut errors = String::new();
    let mut warnings = String::new();
    for suite in &run.suites {
        for (title, finding) in suite.variants.iter().flat_map(|variant| of_variant(suite, variant))
        {
            match finding.weight {
                Weight::Theirs | Weight::Ours => {
                    errors.push_str(&command("error", &title, &finding))
                }
                Weight::Uneasy => warnings.push_str(&command("warning", &title, &finding)),
            }
        }
    }
    errors + &warnings
}

/// What is wrong with a variant, each thing once, with the name of what it belongs to.
fn of_variant<'a>(
    suite: &'a SuiteResult,
    variant: &'a VariantResult,
) -> Vec<(String, Finding<'a>)> {
    let shared = variant.setup.iter().chain(&variant.cleanup).flat_map(finding::of_step);
    let name = variant_name(suite, variant);
    let shared = shared.map(|finding| (name.clone(), finding));
    let tests = variant.tests.iter().flat_map(|test| of_test(suite, test));
    shared.chain(tests).collect()
}

fn of_test<'a>(suite: &SuiteResult, test: &'a TestResult) -> Vec<(String, Finding<'a>)> {
    let name = full_name(suite, test);
    finding::of_test(test).into_iter().map(|finding| (name.clone(), finding)).collect()
}

fn command(kind: &str, title: &str, finding: &Finding<'_>) -> String {
    let place = finding.place;
    let mut properties = Vec::new();
    if !place.file.is_empty() {
        properties.push(format!("file={}", property(&place.file)));
    }
    if place.line > 0 {
        properties.push(format!("line={}", place.line));
        properties.push(format!("col={}", place.column));
        properties.push(format!("endColumn={}", place.column.saturating_add(place.width.max(1))));
    }
    let title = match finding.step {
        Some(_) => format!("{title} · {}", finding.step_name()),
        None => title.to_owned(),
    };
    properties.push(format!("title={}", property(&title)));
    format!("::{kind} {}::{}\n", properties.join(","), data(&message(finding)))
}

fn message(finding: &Finding<'_>) -> String {
    let mut lines = vec![finding.message.clone()];
    lines.extend(finding.hint.map(|hint| format!("hint: {}", one_line(hint))));
    if finding.weight != Weight::Uneasy {
        if finding.weight == Weight::Ours {
            lines.push("our side: this says nothing about the service".to_owned());
        }
        if let Some(exchange) = finding.step.and_then(|step| step.exchange.as_ref()) {
            let request = &exchange.request;
            lines.push(format!("{} {}", one_line(&request.method), one_line(&request.url)));
        }
        lines.extend(finding.step.map(tries).unwrap_or_default());
    }
    lines.join("\n")
}

/// Whatever a message holds, it stays the message of one command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&one_line(text)).replace(':', "%3A").replace(',', "%2C")
}
