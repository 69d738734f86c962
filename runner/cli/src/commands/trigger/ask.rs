//! Asking a service to run tests, and waiting for what comes of it.

use std::time::{Duration, Instant};

use runner_model::{Errand, ErrandRun, ErrandState, Outcome, human};
use runner_monitor::watch::Watch;
use runner_store::Store;
use web::{Triggered, TriggeredState};

use crate::args::trigger::TriggerArgs;
use crate::commands::run::execute;
use crate::elsewhere::{Elsewhere, Undone};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, kept, say};

/// How often it is looked whether there is a verdict.
const EVERY: Duration = Duration::from_millis(500);

/// How long a service holds an answer back until there is a verdict.
const HELD: Duration = Duration::from_secs(60);

/// Asks, waits, and says how it ended.
pub(super) fn ask(args: &TriggerArgs, errand: Errand, outside: &Outside) -> Result<Exit, Exit> {
    let Some(server) = &args.server else { return Ok(here(args, errand, outside)) };
    let service = Elsewhere::at(server, outside)?;
    let runtime = execute::runtime()?;
    let asked = awake::block_on(&runtime, elsewhere(&service, &errand, args.wait));
    let shown = service.shown();
    match asked {
        Ok(triggered) => Ok(said(&triggered, &format!("{shown}{}", triggered.url), args.json)),
        Err(cause) => {
            say::error(format_args!("the service at {shown} did not run it: {cause}"), None);
            Err(match cause {
                Undone::Refused { status: 400..=499, .. } => Exit::Usage,
                Undone::Refused { .. } | Undone::NoToken { .. } | Undone::Unheard(_) => {
                    Exit::Unknown
                }
            })
        }
    }
}

async fn elsewhere(
    service: &Elsewhere,
    errand: &Errand,
    wait: Duration,
) -> Result<Triggered, Undone> {
    let end = Instant::now() + wait;
    let held = wait.min(HELD);
    let query = [("wait".to_owned(), format!("{}ms", held.as_millis()))];
    let path = ["api", "v1", "trigger"];
    let mut triggered: Triggered = service.post(&path, &query, errand, held).await?;
    while is_open(&triggered) && Instant::now() < end {
        tokio::time::sleep(EVERY).await;
        let path = ["api", "v1", "runs", triggered.run.as_str()];
        let found: serde_json::Value = service.get(&path, &[]).await?;
        let asked = serde_json::from_value(found["asked"].clone());
        triggered = asked.map_err(|error| {
            Undone::Unheard(format!("its answer is not that of a service of this version: {error}"))
        })?;
    }
    Ok(triggered)
}

/// A service on this machine takes it from its file.
fn here(args: &TriggerArgs, errand: Errand, outside: &Outside) -> Exit {
    let watch = Watch::read(&outside.current_dir).ok();
    if let Some(why) = watch.and_then(|watch| watch.refuses(&errand)) {
        say::error(why, None);
        return Exit::Usage;
    }
    let (now, by) = (outside.clock.now(), kept::who(outside));
    let run = runner_engine::fresh_run(now);
    let asked = ErrandRun { run, at: now, by, errand, state: ErrandState::Waiting };
    kept::with_store(&args.store, outside, |store| async move {
        if let Err(error) = store.errands().offer(&asked).await {
            return kept::done(Err(error), "");
        }
        match in_time(&store, asked, args.wait).await {
            Ok(asked) => {
                let shown = format!("run {}", asked.run);
                said(&Triggered::of(&asked), &shown, args.json)
            }
            Err(error) => kept::done(Err(error), ""),
        }
    })
}

async fn in_time(
    store: &Store,
    mut asked: ErrandRun,
    wait: Duration,
) -> Result<ErrandRun, runner_store::ReadError> {
    let end = Instant::now() + wait;
    while !asked.state.is_over() && Instant::now() < end {
        tokio::time::sleep(EVERY).await;
        asked = store.errands().by_run(&asked.run).await?.unwrap_or(asked);
    }
    Ok(asked)
}

fn is_open(triggered: &Triggered) -> bool {
    match triggered.state {
        TriggeredState::Waiting | TriggeredState::Running => true,
        TriggeredState::Done | TriggeredState::Refused => false,
    }
}

/// Says how it stands; `shown` is where more stands about it.
fn said(triggered: &Triggered, shown: &str, json: bool) -> Exit {
    if json {
        let json = serde_json::to_string_pretty(triggered);
        say::out(json.expect("what is answered has a JSON form"));
    } else if let Some(outcome) = triggered.outcome {
        let tests = usize::try_from(triggered.ran.unwrap_or_default()).unwrap_or(usize::MAX);
        let took = Duration::from_secs_f64(triggered.took.unwrap_or_default() / 1000.0);
        let (tests, took) = (human::count(tests, "test"), human::duration(took));
        let failed = match triggered.failed {
            Some(failed @ 1..) => format!(", {failed} failed"),
            Some(0) | None => String::new(),
        };
        say::out(format_args!("{}: {tests} in {took}{failed}; {shown}", outcome.as_str()));
    }
    match (triggered.state, triggered.outcome) {
        (_, Some(Outcome::Passed | Outcome::Degraded)) => Exit::Passed,
        (_, Some(Outcome::Failed)) => Exit::Failed,
        (_, Some(Outcome::Errored | Outcome::Skipped)) => Exit::Unknown,
        (TriggeredState::Waiting, None) => {
            let help = "is `tripline serve` at work? it takes up what waits when it is";
            say::error(format_args!("nobody has begun with it: {shown}"), Some(help));
            Exit::Unknown
        }
        (TriggeredState::Running | TriggeredState::Done, None) => {
            say::error(
                format_args!("it still goes on: {shown}"),
                Some("wait longer: `--wait 30m`"),
            );
            Exit::Unknown
        }
        (TriggeredState::Refused, None) => {
            say::error(triggered.why.as_deref().unwrap_or("it was refused"), None);
            Exit::Usage
        }
    }
}
