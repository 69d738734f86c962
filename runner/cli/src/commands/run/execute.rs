//! A plan carried out: reporters told, Ctrl-C heeded.

use std::sync::{Arc, Mutex};

use runner_engine::{Lasting, Stop, StopLevel, Tools};
use runner_http::Http;
use runner_model::{Masker, Run};

use super::interrupts::Interrupts;
use super::{Prepared, dry_run, reports};
use crate::args::RunArgs;
use crate::awake;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Carries the plan out and reports.
pub(crate) fn execute(
    runtime: tokio::runtime::Runtime,
    prepared: Prepared,
    args: &RunArgs,
    outside: &Outside,
) -> Exit {
    let plan = Arc::clone(&prepared.plan);
    let (exit, run) = awake::block_on(&runtime, carry_out(prepared, args, outside));
    // The process ends: to give everything back piece by piece would only take time, and a server
    // that never stops talking keeps its connection busy.
    std::mem::forget((runtime, plan, run));
    exit
}

/// A runtime for many requests that wait. More than one thread even for one test: a server that
/// never pauses keeps the thread of its connection busy, and the clock needs another (`awake`).
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Exit> {
    runtime_with(0)
}

/// The same with threads to spare, for as many servers that never pause.
pub(crate) fn runtime_with(spare: usize) -> Result<tokio::runtime::Runtime, Exit> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(cores.max(2) + spare).enable_all().build();
    let runtime = runtime.map_err(|cause| {
        say::error(format_args!("tripline cannot start: {cause}"), None);
        Exit::Unknown
    })?;
    awake::keep_a_timer(&runtime);
    Ok(runtime)
}

/// Carries the plan out, inside a runtime, and gives the run back; with `--dry-run` the plan is
/// only shown.
pub(crate) async fn carry_out(
    prepared: Prepared,
    args: &RunArgs,
    outside: &Outside,
) -> (Exit, Option<Run>) {
    if args.dry_run {
        dry_run::print(&prepared.plan);
        return (Exit::Passed, None);
    }
    let reporters = match reports::of(args, outside) {
        Ok(reporters) => Arc::new(Mutex::new(Some(reporters))),
        Err(exit) => return (exit, None),
    };
    let hidden = prepared.plan.project.as_ref().map(|project| project.mask.headers.clone());
    let stop = Stop::default();
    let told = Arc::clone(&reporters);
    let tools = Tools {
        http: Http::new(Arc::clone(&outside.clock)),
        clock: Arc::clone(&outside.clock),
        masker: Arc::new(Masker::new(hidden.unwrap_or_default())),
        variables: outside.variables.clone(),
        listener: Arc::new(move |event| {
            let mut told = told.lock().expect("no reporter panics");
            if let Some(reporters) = told.as_mut() {
                reporters.tell(event);
            }
        }),
        stop: stop.clone(),
        lasting: Lasting::new(args.per_host),
    };
    let interrupted = tokio::spawn(heed_interrupts(Interrupts::listen(), stop));
    // Where the sockets are waited for, so that an answer need not wake another thread.
    let run = match tokio::spawn(runner_engine::run(prepared.plan, tools, prepared.options)).await {
        Ok(run) => run,
        // A panic is our bug, and must not look like a service that works.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    };
    let was_interrupted = interrupted.is_finished() || {
        interrupted.abort();
        run.stopped && !args.fail_fast
    };
    let written = reporters.lock().expect("no reporter panics").take();
    (finish(&run, written, args, was_interrupted), Some(run))
}

fn finish(
    run: &Run,
    reporters: Option<reporters::Reporters>,
    args: &RunArgs,
    was_interrupted: bool,
) -> Exit {
    if let Some(Err(cause)) = reporters.map(reporters::Reporters::finish)
        && cause.kind() != std::io::ErrorKind::BrokenPipe
    {
        say::error(format_args!("a report could not be written: {cause}"), None);
        return Exit::Unknown;
    }
    if was_interrupted { Exit::Interrupted } else { Exit::of(run, args.strict) }
}

/// The first Ctrl-C stops and cleans up, the second stops at once.
async fn heed_interrupts(mut interrupts: Interrupts, stop: Stop) {
    interrupts.next().await;
    stop.request(StopLevel::CleanUp);
    say::err("stopping: cleanup is done first; press Ctrl-C again to stop at once");
    interrupts.next().await;
    stop.request(StopLevel::Now);
}
