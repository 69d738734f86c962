//! A gate, from the command line to the exit code.

use std::time::Instant;

use jiff::Timestamp;
use reporters::gate::{Deployed, GATE_FORMAT, GateReport};
use runner_engine::Plan;
use runner_health::deploy::DeployVerdict;
use runner_model::{ChannelName, Run, TestRef};
use runner_store::Deploy;

use super::clockwork::Clockwork;
use super::history::History;
use super::judging::{Judged, Judging};
use super::memory::Memory;
use super::request::{Request, run_args};
use super::rounds::Rounds;
use super::subject::{Subject, tests_of};
use super::summing_up::After;
use super::{baseline, outcome, publish, rollback, tell, wait};
use crate::args::gate::GateArgs;
use crate::commands::run::{self, Prepared, Refused, execute};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, kept, say};

/// Judges a deploy.
pub(crate) fn gate(args: &GateArgs, outside: &Outside) -> Exit {
    let gate = match Gate::of(args, outside) {
        Ok(gate) => gate,
        Err(exit) => return exit,
    };
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    let exit = awake::block_on(&runtime, gate.carry_out());
    // A server that never stops talking keeps its connection busy.
    runtime.shutdown_background();
    exit.unwrap_or_else(|exit| exit)
}

/// What is to be done, read and checked.
struct Gate<'a> {
    args: &'a GateArgs,
    outside: &'a Outside,
    request: Request,
    prepared: Prepared,
    subject: Subject,
    /// Who is told.
    channels: Vec<ChannelName>,
    /// What asks for the new version first.
    wait: Option<Plan>,
}

impl<'a> Gate<'a> {
    fn of(args: &'a GateArgs, outside: &'a Outside) -> Result<Self, Exit> {
        let request = Request::of(args, outside)?;
        let prepared = run::prepare(&run_args(args), outside);
        let prepared = prepared.map_err(|Refused { exit, .. }| exit)?;
        let subject = Subject::of(&prepared.plan, &request.service)?;
        let wait = wait::read(args, &request.service, &prepared, outside)?;
        let channels = tell::known(&args.tell, prepared.plan.project.as_deref())?;
        Ok(Self { args, outside, request, prepared, subject, channels, wait })
    }

    /// The whole of it. What cannot go on has been said.
    async fn carry_out(self) -> Result<Exit, Exit> {
        let (begun, at) = (Instant::now(), self.outside.clock.now());
        let clockwork = Clockwork::start(self.args.budget);
        let Self { args, request, prepared, subject, outside, .. } = &self;
        let mut memory = Memory::open(args, request, prepared, subject, outside).await?;
        let mut deploy = self.deploy(at);
        deploy.at = memory.mark(self.marker(at)).await?;
        let rounds = self.rounds(&clockwork);
        if let Some(plan) = &self.wait
            && let Err(seen) = wait::until_live(plan, &rounds).await
        {
            if clockwork.was_interrupted() {
                return Err(Exit::Interrupted);
            }
            let report = not_live(seen, deploy, begun);
            memory.speak(report.verdict, outside.clock.now()).await;
            return Ok(self.publish(&report).await);
        }
        let tests: Vec<TestRef> = tests_of(&subject.tests).collect();
        let history = self.history(&memory, &deploy).await?;
        let judging = Judging {
            subject,
            history: &history,
            rounds: &rounds,
            clockwork: &clockwork,
            times: args.runs,
        };
        let Judged { report: judged, runs, notes } = judging.carry_out(&tests).await;
        if clockwork.was_interrupted() {
            return Err(Exit::Interrupted);
        }
        memory.speak(judged.verdict, outside.clock.now()).await;
        let report = GateReport {
            format: GATE_FORMAT,
            verdict: judged.verdict,
            sentence: judged.sentence(),
            deploy,
            took: begun.elapsed(),
            tests: After::of(&runs).tests(&tests, &judged, &history),
            notes: history.notes.iter().cloned().chain(notes).collect(),
        };
        let exit = self.publish(&report).await;
        let kept = self.keep(&runs, memory, exit).await;
        if report.verdict == DeployVerdict::Worse {
            rollback::run(&args.on_worse, &report, outside).await;
        }
        Ok(if kept { exit } else { Exit::Unknown })
    }

    fn rounds(&self, clockwork: &Clockwork) -> Rounds {
        let (plan, options) = (&self.prepared.plan, self.prepared.options.clone());
        Rounds::new(plan, options, self.args.per_host, clockwork, self.outside)
    }

    fn deploy(&self, at: Timestamp) -> Deployed {
        let environment = self.prepared.plan.environment.as_ref();
        Deployed {
            at,
            service: self.request.service.clone(),
            version: self.args.version.clone(),
            commit: self.args.commit.clone(),
            url: self.args.url.clone(),
            environment: environment.map(|environment| environment.name.clone()),
        }
    }

    fn marker(&self, at: Timestamp) -> Deploy {
        let Deployed { service, version, environment, commit, url, .. } = self.deploy(at);
        let who = kept::who(self.outside);
        Deploy { at, service, environment, version, who, commit, url }
    }

    /// What was before: in the file that is named, else where it is remembered.
    async fn history(&self, memory: &Memory, deploy: &Deployed) -> Result<History, Exit> {
        let Some(path) = &self.args.baseline else { return memory.history(deploy.at).await };
        let path = self.outside.current_dir.join(path);
        baseline::read(&path, deploy.environment.as_ref(), self.args.save_baseline)
    }

    /// Writes the reports, and tells the channels.
    async fn publish(&self, report: &GateReport) -> Exit {
        let exit = outcome::exit(report.verdict, &self.args.fail_on);
        let written = publish::publish(report, &self.request, self.outside);
        let project = self.prepared.plan.project.as_deref();
        tell::tell(&self.channels, project, report, self.outside).await;
        if written || exit != Exit::Passed { exit } else { Exit::Unknown }
    }

    /// Remembers the runs: where history is remembered always, in the baseline when the deploy
    /// stays.
    async fn keep(&self, runs: &[Run], memory: Memory, exit: Exit) -> bool {
        let mut kept = vec![memory.keep(runs).await];
        if let Some(path) = self.args.baseline.as_ref().filter(|_| self.args.save_baseline)
            && exit == Exit::Passed
        {
            let to = self.outside.current_dir.join(path);
            let saved = baseline::append(&to, &self.subject.tests, runs);
            let shown = path.display();
            kept.push(saved.map_err(|error| format!("the runs are not kept in {shown}: {error}")));
        }
        let causes: Vec<String> = kept.into_iter().filter_map(Result::err).collect();
        causes.iter().for_each(|cause| say::error(cause, None));
        causes.is_empty()
    }
}

/// The new version never answered.
fn not_live(seen: String, deploy: Deployed, begun: Instant) -> GateReport {
    GateReport {
        format: GATE_FORMAT,
        verdict: DeployVerdict::CannotTell,
        sentence: format!("cannot tell: {seen}; nothing was judged"),
        deploy,
        took: begun.elapsed(),
        tests: Vec::new(),
        notes: Vec::new(),
    }
}
