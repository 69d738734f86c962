//! `tripline notify test`: does a channel work?

use std::sync::Arc;

use reporters::notify::Delivery;
use runner_http::Http;
use runner_model::{About, Alert, ChannelName, Severity};
use runner_monitor::Notifiers;
use runner_monitor::watch::Watch;

use super::serve;
use crate::args::service::{NotifyArgs, NotifyCommand};
use crate::commands::run::execute;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, say};

/// Sends a test message, past the outbox, and prints what the other side said.
pub(crate) fn notify(args: &NotifyArgs, outside: &Outside) -> Exit {
    let NotifyCommand::Test { channel } = &args.command;
    let watch = match serve::read(outside) {
        Ok(watch) => watch,
        Err(exit) => return exit,
    };
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    awake::block_on(&runtime, test(channel, &watch, outside))
}

async fn test(written: &str, watch: &Watch, outside: &Outside) -> Exit {
    let now = outside.clock.now();
    let http = Http::new(Arc::clone(&outside.clock));
    let notifiers = Notifiers::of(&watch.project, &outside.variables, &http, now).await;
    let channel = ChannelName::try_from(written).ok();
    let Some((channel, notifier)) =
        channel.and_then(|channel| Some((channel.clone(), notifiers.get(&channel)?)))
    else {
        let known: Vec<&str> = notifiers.names().map(ChannelName::as_str).collect();
        let help = match known.as_slice() {
            [] => "the project has none: write them below `channels`".to_owned(),
            known => format!("the project has {}", known.join(", ")),
        };
        say::error(format_args!("there is no channel `{written}`"), Some(&help));
        return Exit::Usage;
    };
    let notifier = match notifier {
        Ok(notifier) => notifier,
        Err(cause) => {
            say::error(format_args!("the channel `{channel}` cannot be used: {cause}"), None);
            return Exit::Unknown;
        }
    };
    let delivery = Delivery {
        key: format!("test/{channel}/{now}"),
        channel: channel.clone(),
        alert: Alert {
            at: now,
            severity: Severity::Info,
            about: About::Test { channel: channel.clone() },
            environment: None,
            service: None,
            owner: None,
            runbook: None,
            link: None,
        },
        thread: None,
    };
    match notifier.send(&delivery, now).await {
        Ok(receipt) => {
            say::out(format_args!("{channel} took a test message: {}", receipt.answer));
            Exit::Passed
        }
        Err(error) => {
            say::error(format_args!("{channel} did not take a test message: {error}"), None);
            Exit::Failed
        }
    }
}
