//! `tripline heartbeat`: a job reports that it has run.

use runner_model::{HeartbeatName, Order, Wanted};
use runner_monitor::watch::Watch;

use crate::args::service::HeartbeatArgs;
use crate::commands::run::execute;
use crate::elsewhere::Elsewhere;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, kept, say};

/// Reports to the service of this machine, or to one elsewhere.
pub(crate) fn heartbeat(args: &HeartbeatArgs, outside: &Outside) -> Exit {
    let name = match HeartbeatName::try_from(args.name.as_str()) {
        Ok(name) => name,
        Err(invalid) => {
            say::error(invalid, None);
            return Exit::Usage;
        }
    };
    if let Some(server) = &args.server {
        return elsewhere(server, &name, outside);
    }
    // Where the project is at hand, a slip of the finger is noticed; jobs may report from anywhere.
    if let Ok(watch) = Watch::read(&outside.current_dir) {
        let known: Vec<&str> =
            watch.project.heartbeats.iter().map(|job| job.name.value.as_str()).collect();
        if !known.contains(&name.as_str()) {
            let help = match known.as_slice() {
                [] => "the project has none: write them below `heartbeats`".to_owned(),
                known => format!("the project has {}", known.join(", ")),
            };
            say::error(format_args!("there is no heartbeat `{name}`"), Some(&help));
            return Exit::Usage;
        }
    }
    let order = Order {
        at: outside.clock.now(),
        by: kept::who(outside),
        wanted: Wanted::Beat { heartbeat: name },
    };
    kept::with_store(&args.store, outside, |store| async move {
        kept::done(store.orders().offer(&order).await, "reported")
    })
}

fn elsewhere(server: &str, name: &HeartbeatName, outside: &Outside) -> Exit {
    let service = match Elsewhere::at(server, outside) {
        Ok(service) => service,
        Err(exit) => return exit,
    };
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    let path = ["api", "v1", "heartbeats", name.as_str()];
    match awake::block_on(&runtime, service.tell(&path, None::<&()>)) {
        Ok(()) => {
            say::out("reported");
            Exit::Passed
        }
        Err(cause) => {
            let shown = service.shown();
            say::error(format_args!("the service at {shown} was not told: {cause}"), None);
            Exit::Unknown
        }
    }
}
