//! Runs until there is a verdict.

use std::collections::BTreeSet;

use runner_engine::Plan;
use runner_health::deploy::{Answer, DeployReport, DeployVerdict, Stage, judge};
use runner_model::{Run, TestRef, human};

use super::clockwork::Clockwork;
use super::history::History;
use super::rounds::Rounds;
use super::subject::{Subject, only, tests_of};
use super::summing_up::After;
use super::test_run::name_of;
use crate::say;

/// So many tests are run as a control.
const CONTROLS: usize = 5;

/// What came of it.
pub(super) struct Judged {
    pub(super) report: DeployReport,
    /// The runs of the tests, controls apart.
    pub(super) runs: Vec<Run>,
    /// What the reader should know beside it.
    pub(super) notes: Vec<String>,
}

/// What is run how often, and compared with what.
pub(super) struct Judging<'g> {
    pub(super) subject: &'g Subject,
    pub(super) history: &'g History,
    pub(super) rounds: &'g Rounds,
    pub(super) clockwork: &'g Clockwork,
    /// How often each test is run.
    pub(super) times: u32,
}

impl Judging<'_> {
    /// Runs the tests, some of them again, and others as a control, as far as the rules need it
    /// (SLO.md, section 5).
    pub(super) async fn carry_out(&self, tests: &[TestRef]) -> Judged {
        let plan = &self.subject.tests;
        let mut runs = self.rounds.carry_out(plan, self.times, "run").await;
        let evidence = |runs: &[Run]| After::of(runs).evidence(tests, self.history);
        let mut stage = Stage::First;
        let mut report = loop {
            match judge(&evidence(&runs), &[], stage) {
                Answer::Verdict(report) => break report,
                answer @ Answer::NeedsMore { .. } => {
                    say::err(answer.sentence());
                    runs.extend(self.once_more(&answer).await);
                    stage = Stage::Extended;
                }
            }
        };
        let mut notes = Vec::new();
        if report.verdict == DeployVerdict::Worse {
            let (controls, note) = self.controls().await;
            let controls = After::of(&controls).evidence(&ran(&controls), self.history);
            if let Answer::Verdict(controlled) = judge(&evidence(&runs), &controls, stage) {
                report = controlled;
            }
            notes.push(note);
        }
        if self.clockwork.is_over() {
            notes.push("the budget was up before all runs were made".to_owned());
        }
        Judged { report, runs, notes }
    }

    /// More runs of the tests that need them.
    async fn once_more(&self, answer: &Answer) -> Vec<Run> {
        match answer {
            Answer::Verdict(_) => Vec::new(),
            Answer::NeedsMore { runs, tests } => {
                let plan = only(&self.subject.tests, |test| tests.contains(&name_of(test)));
                self.rounds.carry_out(&plan, *runs, "run again").await
            }
        }
    }

    /// Runs tests of services that were not deployed. Only those with a history: one that always
    /// failed explains nothing.
    async fn controls(&self) -> (Vec<Run>, String) {
        let known = tests_of(&self.subject.controls).filter(|test| self.history.knows(test));
        let chosen: BTreeSet<TestRef> = known.take(CONTROLS).collect();
        if chosen.is_empty() {
            let note = "no test of another service has a history: there was no control";
            return (Vec::new(), note.to_owned());
        }
        let plan: Plan = only(&self.subject.controls, |test| chosen.contains(test));
        say::err("it looks worse: tests of other services show whether it was the deploy");
        let runs = self.rounds.carry_out(&plan, self.times, "control").await;
        let names: Vec<String> = chosen.iter().map(|test| format!("`{}`", name_of(test))).collect();
        let tests = human::count(names.len(), "test");
        (runs, format!("as a control, {tests} of other services ran: {}", names.join(", ")))
    }
}

/// The tests of runs that are all of the same.
fn ran(runs: &[Run]) -> Vec<TestRef> {
    let suites = runs.first().into_iter().flat_map(|run| &run.suites);
    let tests = suites.flat_map(|suite| suite.variants.iter().flat_map(|it| &it.tests));
    tests.map(|test| test.test.clone()).collect()
}
