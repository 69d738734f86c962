//! The channels of the project, told of a verdict.

use std::sync::Arc;

use reporters::gate::GateReport;
use reporters::notify::Delivery;
use runner_health::deploy::DeployVerdict;
use runner_http::Http;
use runner_model::{About, Alert, ChannelName, DeployNews, Severity};
use runner_monitor::Notifiers;
use suites::Project;

use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// The channels by name; each must be in the project.
pub(super) fn known(
    written: &[String],
    project: Option<&Project>,
) -> Result<Vec<ChannelName>, Exit> {
    let channels = project.map(|project| project.channels.as_slice()).unwrap_or_default();
    let known: Vec<&ChannelName> = channels.iter().map(|channel| &channel.name.value).collect();
    let find = |name: &String| {
        let found = known.iter().find(|known| known.as_str() == name);
        found.map(|&found| found.clone()).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
            let help = match names.as_slice() {
                [] => "the project has none: write them below `channels`".to_owned(),
                names => format!("the project has {}", names.join(", ")),
            };
            say::error(format_args!("there is no channel `{name}`"), Some(&help));
            Exit::Usage
        })
    };
    written.iter().map(find).collect()
}

/// Tells each channel, past the outbox. One that takes nothing is said, and changes no verdict.
pub(super) async fn tell(
    channels: &[ChannelName],
    project: Option<&Project>,
    report: &GateReport,
    outside: &Outside,
) {
    let Some(project) = project.filter(|_| !channels.is_empty()) else { return };
    let now = outside.clock.now();
    let http = Http::new(Arc::clone(&outside.clock));
    let notifiers = Notifiers::of(project, &outside.variables, &http, now).await;
    for channel in channels {
        let delivery = Delivery {
            key: format!("deploy/{channel}/{}", runner_engine::fresh_seed()),
            channel: channel.clone(),
            alert: alert(report, project, now),
            thread: None,
        };
        let sent = match notifiers.get(channel) {
            Some(Ok(notifier)) => notifier.send(&delivery, now).await.map_err(|e| e.to_string()),
            Some(Err(cause)) => Err(cause),
            None => Err("it is gone".to_owned()),
        };
        match sent {
            Ok(_) => say::err(format_args!("{channel} was told")),
            Err(cause) => say::error(format_args!("{channel} was not told: {cause}"), None),
        }
    }
}

fn alert(report: &GateReport, project: &Project, at: jiff::Timestamp) -> Alert {
    let severity = match report.verdict {
        DeployVerdict::Worse => Severity::Critical,
        DeployVerdict::CannotTell | DeployVerdict::Slower | DeployVerdict::AlreadyFailing => {
            Severity::Warning
        }
        DeployVerdict::Passed => Severity::Info,
    };
    let service = &report.deploy.service;
    let mut tests: Vec<_> =
        report.tests.iter().filter(|test| test.verdict != DeployVerdict::Passed).collect();
    tests.sort_by_key(|test| std::cmp::Reverse(test.verdict));
    // The sentence begins with the word.
    let sentence = report.sentence.split_once(": ").map_or(&*report.sentence, |(_, rest)| rest);
    Alert {
        at,
        severity,
        about: About::Deploy(DeployNews {
            version: report.deploy.version.clone(),
            verdict: report.verdict.as_str().to_owned(),
            sentence: sentence.to_owned(),
            tests: tests.iter().map(|test| format!("{}: {}", test.name, test.sentence)).collect(),
        }),
        environment: report.deploy.environment.clone(),
        service: Some(service.clone()),
        owner: project.services.get(service).and_then(|service| service.owner.clone()),
        runbook: None,
        link: report.deploy.url.clone(),
    }
}
