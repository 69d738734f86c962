//! The log on standard error.

use runner_model::{Outcome, human};
use runner_monitor::Event;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use crate::args::service::LogFormat;

/// Begins to log.
pub(super) fn start(format: LogFormat, colour: bool) {
    let ours = ["tripline", "runner_monitor", "runner_store"];
    let filter = Targets::new()
        .with_default(Level::WARN)
        .with_targets(ours.map(|target| (target, Level::INFO)));
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false).with_ansi(colour);
    let log = tracing_subscriber::registry();
    // A second log in one process (the demo) changes nothing.
    let _ = match format {
        LogFormat::Text => log.with(lines.with_filter(filter)).try_init(),
        LogFormat::Json => {
            log.with(lines.json().flatten_event(true).with_filter(filter)).try_init()
        }
    };
}

/// What happened, as far as a person wants to read of it while nothing is wrong.
pub(super) fn told(event: &Event) {
    match event {
        Event::Started { monitors, .. } => tracing::info!(monitors, "started"),
        Event::Stopped { .. } => tracing::info!("stopped"),
        Event::Ran { series, outcome, finding, run, took_ms, .. } => match outcome {
            Outcome::Passed | Outcome::Skipped | Outcome::Degraded => {
                tracing::debug!(%series, outcome = outcome.as_str(), took_ms, "ran");
            }
            Outcome::Failed | Outcome::Errored => {
                let found = finding
                    .as_ref()
                    .map(|finding| format!("{}: got {}", finding.step, finding.got));
                let (outcome, found) = (outcome.as_str(), found.unwrap_or_default());
                tracing::info!(%series, outcome, %found, %run, "ran");
            }
        },
        Event::Missed { monitor, planned, reason } => {
            tracing::info!(%monitor, %planned, %reason, "missed");
        }
        Event::Incident { incident, change, severity, affected, monitors, .. } => {
            let monitors: Vec<&str> = monitors.iter().map(|name| name.as_str()).collect();
            let (severity, monitors) = (severity.as_str(), monitors.join(" "));
            tracing::warn!(%incident, change, severity, affected, %monitors, "incident");
        }
        Event::Told { channel, about, key, .. } => {
            tracing::debug!(%channel, about, %key, "to be told");
        }
        Event::Delivered { channel, key, result, answer, .. } => match *result {
            "sent" => tracing::info!(%channel, %key, %answer, "told"),
            _ => tracing::warn!(%channel, %key, result, %answer, "not told"),
        },
        Event::Reloaded { monitors, .. } => tracing::info!(monitors, "reloaded"),
        Event::ReloadRefused { problems, first, .. } => {
            let problems = human::count(*problems, "problem");
            tracing::error!(%problems, %first, "the files are not right: what ran before runs on");
        }
        Event::Influx { result, lost, answer, .. } => match *result {
            "taken" => tracing::info!(lost, "measurements are taken again"),
            _ => tracing::warn!(result, lost, %answer, "measurements are not taken"),
        },
        Event::Store { condition, .. } => tracing::warn!(%condition, "store"),
        Event::ClockSet { by_seconds, .. } => tracing::warn!(by_seconds, "the clock was set"),
    }
}
