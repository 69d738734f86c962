//! `tripline monitor`: run, pause, maintain.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Span, Timestamp};
use runner_model::{MonitorName, Order, Wanted};
use runner_monitor::watch::Watch;
use runner_store::{AnnotationKind, NewAnnotation, Pause, Store};

use crate::args::service::{MonitorArgs, MonitorCommand};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// Tells a service that runs, through its file.
pub(crate) fn monitor(args: &MonitorArgs, outside: &Outside) -> Exit {
    let (now, who) = (outside.clock.now(), kept::who(outside));
    let written = written(outside);
    kept::with_store(&args.store, outside, |store| async move {
        match obey(&args.command, (&store, &written), now, who).await {
            Ok(said) => kept::done::<std::convert::Infallible>(Ok(()), &said),
            Err(exit) => exit,
        }
    })
}

async fn obey(
    command: &MonitorCommand,
    (store, written): (&Store, &[MonitorName]),
    now: Timestamp,
    who: String,
) -> Result<String, Exit> {
    match command {
        MonitorCommand::Run { name } => {
            let monitor = known(name, store, written).await?;
            let order = Order { at: now, by: who, wanted: Wanted::Run { monitor } };
            store.orders().offer(&order).await.map_err(failed)?;
            Ok(format!("{name} runs as soon as the service has seen this"))
        }
        MonitorCommand::Pause { name, why } => {
            let monitor = known(name, store, written).await?;
            let pause = Pause { monitor, since: now, reason: why.clone(), who };
            let begun = store.pauses().begin(pause).await.map_err(failed)?;
            Ok(if begun {
                format!("{name} is paused")
            } else {
                format!("{name} was paused before")
            })
        }
        MonitorCommand::Resume { name } => {
            let monitor = known(name, store, written).await?;
            let ended = store.pauses().end(&monitor, now, &who).await.map_err(failed)?;
            Ok(if ended { format!("{name} runs again") } else { format!("{name} was not paused") })
        }
        MonitorCommand::Maintain { name, lasts, why } => {
            let monitor = match name {
                Some(name) => Some(known(name, store, written).await?),
                None => None,
            };
            let until = now.checked_add(duration(lasts)?).map_err(|_| {
                say::error(format_args!("`{lasts}` is longer than time goes on"), None);
                Exit::Usage
            })?;
            let said = NewAnnotation {
                kind: AnnotationKind::Maintenance,
                monitor,
                since: now,
                until: Some(until),
                text: why.clone(),
                who,
            };
            store.annotations().add(said, now).await.map_err(failed)?;
            let what = name.as_deref().unwrap_or("everything");
            Ok(format!("{what} is under maintenance until {until:.0}"))
        }
    }
}

fn failed(error: impl std::fmt::Display) -> Exit {
    say::error(error, None);
    Exit::Unknown
}

fn duration(text: &str) -> Result<SignedDuration, Exit> {
    let span: Result<Span, _> = text.parse();
    let day = jiff::SpanRelativeTo::days_are_24_hours();
    match span.and_then(|span| span.to_duration(day)) {
        Ok(lasts) if lasts.is_positive() => Ok(lasts),
        Ok(_) | Err(_) => {
            let help = "write it as `30m`, `2h` or `1h30m`";
            say::error(format_args!("`{text}` is no duration"), Some(help));
            Err(Exit::Usage)
        }
    }
}

/// The monitors of the project, when it is at hand and right.
fn written(outside: &Outside) -> Vec<MonitorName> {
    let watch = Watch::read(&outside.current_dir);
    let monitors = watch.map(|watch| watch.monitors).unwrap_or_default();
    monitors.iter().map(|watched| watched.name().clone()).collect()
}

/// A monitor that is written or has run: a slip of the finger is noticed.
async fn known(name: &str, store: &Store, written: &[MonitorName]) -> Result<MonitorName, Exit> {
    let monitor = MonitorName::try_from(name).map_err(|invalid| {
        say::error(invalid, None);
        Exit::Usage
    })?;
    let current = store.runs().current().await.map_err(failed)?;
    let ran = current.iter().map(|status| &status.series.monitor);
    let known: BTreeSet<&MonitorName> = written.iter().chain(ran).collect();
    if known.contains(&monitor) {
        return Ok(monitor);
    }
    let names: Vec<&str> = known.into_iter().map(MonitorName::as_str).collect();
    let help = match names.as_slice() {
        [] => "none is written here, and none has run yet".to_owned(),
        names => format!("there are {}", names.join(", ")),
    };
    say::error(format_args!("there is no monitor `{name}`"), Some(&help));
    Err(Exit::Usage)
}
