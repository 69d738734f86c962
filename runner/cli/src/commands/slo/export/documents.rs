//! Objectives as documents of OpenSLO v1.
//!
//! What OpenSLO has no word for stands in annotations: that both times of a burn rule must exceed
//! its rate, how many failures and how much coverage it takes.

use std::collections::BTreeSet;
use std::time::Duration;

use runner_health::budget::Window;
use runner_health::burn::BurnRule;
use runner_health::exact::{Fraction, plain_text};
use runner_model::ObjectiveName;
use runner_monitor::promises::{Alarm, Promise};
use runner_monitor::watch::Watch;
use serde_json::{Number, Value, json};
use suites::{Budgeting, ChannelKind, Measure, Notify, Project};

const VERSION: &str = "openslo/v1";

/// Where runs come from.
const SOURCE: &str = "tripline-runs";

/// All documents: services, the source of data, objectives, who is told.
pub(super) fn documents(watch: &Watch, promises: &[Promise]) -> Result<Vec<Value>, String> {
    let mut documents = Vec::new();
    let services: BTreeSet<String> =
        promises.iter().map(|promise| service_of(watch, promise)).collect();
    documents.extend(services.into_iter().map(|name| {
        let described = watch.project.services.values().find(|known| known.name.value.as_str() == name);
        let owner = described.and_then(|service| service.owner.clone());
        let described = owner.map_or_else(String::new, |owner| format!("Looked after by {owner}"));
        json!({
            "apiVersion": VERSION, "kind": "Service", "metadata": { "name": named(&name), "displayName": name },
            "spec": { "description": described },
        })
    }));
    documents.push(json!({
        "apiVersion": VERSION, "kind": "DataSource", "metadata": { "name": SOURCE },
        "spec": { "type": "Tripline", "connectionDetails": {} },
    }));
    for promise in promises {
        documents.push(objective(watch, promise)?);
    }
    let told: BTreeSet<&str> = promises.iter().flat_map(|promise| told(watch, promise)).collect();
    let lists = watch.project.notify.iter().filter(|list| told.contains(list.name.value.as_str()));
    documents.extend(lists.map(|list| target(&watch.project, list)));
    Ok(documents)
}

fn objective(watch: &Watch, promise: &Promise) -> Result<Value, String> {
    let Promise { name, of, measure, target, budgeting, guard, .. } = promise;
    let what = match (measure, &promise.step) {
        (Measure::Availability, None) => {
            format!("Share of time in which the front door of {of} is open")
        }
        (Measure::Availability, Some(step)) => {
            format!("Share of time in which `{step}` of {of} works")
        }
        (Measure::Reliability, None) => format!("Share of whole runs of {of} that succeed"),
        (Measure::Reliability, Some(step)) => {
            format!("Share of runs of {of} in which `{step}` succeeds")
        }
    };
    let mut goal = json!({ "displayName": "SLO", "target": decimal(&target.good())? });
    if *budgeting == Budgeting::Timeslices {
        goal["timeSliceTarget"] = decimal(&Fraction::from_integer(1.into()))?;
        goal["timeSliceWindow"] = "1m".into();
    }
    let mut spec = json!({
        "description": what,
        "service": named(&service_of(watch, promise)),
        "indicator": indicator(promise),
        "timeWindow": [window(promise)?],
        "budgetingMethod": match budgeting {
            Budgeting::Timeslices => "Timeslices",
            Budgeting::Occurrences => "Occurrences",
        },
        "objectives": [goal],
    });
    if !promise.alarms.is_empty() {
        let policies = promise.alarms.iter().map(|alarm| policy(watch, promise, alarm));
        spec["alertPolicies"] = policies.collect::<Result<Vec<Value>, String>>()?.into();
    }
    Ok(json!({
        "apiVersion": VERSION, "kind": "SLO",
        "metadata": {
            "name": named(name.as_str()), "displayName": name.as_str(),
            "annotations": {
                "tripline/of": of.to_string(),
                "tripline/measure": measure.as_str(),
                "tripline/unknown": "exclude",
                "tripline/min-coverage": plain_text(&runner_health::exact::exactly(guard.min_coverage), 6),
                "tripline/exclusions": "hours,maintenance,customer",
            },
        },
        "spec": spec,
    }))
}

fn indicator(promise: &Promise) -> Value {
    let mut good = json!({ "of": promise.of.to_string(), "measure": promise.measure.as_str() });
    if let Some(step) = &promise.step {
        good["step"] = step.as_str().into();
    }
    let mut total = good.clone();
    good["status"] = json!(["up", "degraded"]);
    total["status"] = json!(["up", "degraded", "down"]);
    let source = |spec: Value| json!({ "metricSource": { "metricSourceRef": SOURCE, "type": "Tripline", "spec": spec } });
    json!({
        "metadata": { "name": format!("{}-indicator", named(promise.name.as_str())) },
        "spec": { "ratioMetric": { "counter": false, "good": source(good), "total": source(total) } },
    })
}

fn window(promise: &Promise) -> Result<Value, String> {
    Ok(match &promise.window {
        Window::Rolling(length) => {
            json!({ "duration": duration(*length, &promise.name)?, "isRolling": true })
        }
        // `M` is months; `m` would be minutes.
        Window::Month(zone) => json!({
            "duration": "1M", "isRolling": false,
            "calendar": {
                "startTime": "2026-01-01 00:00:00",
                "timeZone": zone.iana_name().unwrap_or("UTC"),
            },
        }),
    })
}

fn policy(watch: &Watch, promise: &Promise, alarm: &Alarm) -> Result<Value, String> {
    let rule = &alarm.rule;
    let long = duration(rule.long(), &promise.name)?;
    let name = format!("{}-{}-{long}", named(promise.name.as_str()), rule.severity().as_str());
    let targets: Vec<Value> = names_told(watch, promise, alarm)
        .into_iter()
        .map(|list| json!({ "targetRef": named(list) }))
        .collect();
    Ok(json!({
        "kind": "AlertPolicy",
        "metadata": {
            "name": name,
            "annotations": {
                "tripline/short-window": duration(rule.short(), &promise.name)?,
                "tripline/min-failures": promise.guard.min_failures.to_string(),
            },
        },
        "spec": {
            "alertWhenBreaching": true, "alertWhenResolved": true, "alertWhenNoData": true,
            "conditions": [condition(rule, &long)?],
            "notificationTargets": targets,
        },
    }))
}

fn condition(rule: &BurnRule, long: &str) -> Result<Value, String> {
    let burn = plain_text(rule.burn(), 6);
    Ok(json!({
        "kind": "AlertCondition",
        "metadata": { "name": format!("burn-{}-{long}", burn.replace('.', "-")) },
        "spec": {
            "severity": match rule.severity() {
                runner_model::Severity::Critical => "page",
                runner_model::Severity::Warning => "ticket",
                runner_model::Severity::Info => "info",
            },
            "condition": {
                "kind": "burnrate", "op": "gt", "threshold": decimal(rule.burn())?,
                "lookbackWindow": long,
            },
        },
    }))
}

fn target(project: &Project, list: &Notify) -> Value {
    let first = list.rules.first().map(|rule| &rule.channel.value);
    let channel = project.channels.iter().find(|channel| Some(&channel.name.value) == first);
    let kind = channel.map_or("webhook", |channel| match &channel.kind {
        ChannelKind::Slack(_) => "slack",
        ChannelKind::Email { .. } => "email",
        ChannelKind::Pagerduty { .. } => "pagerduty",
        ChannelKind::Webhook(_) => "webhook",
        ChannelKind::Command { .. } => "command",
    });
    let name = list.name.value.as_str();
    json!({
        "apiVersion": VERSION, "kind": "AlertNotificationTarget",
        "metadata": { "name": named(name), "displayName": name },
        "spec": { "target": kind },
    })
}

/// The lists that are told of any alarm of a promise.
fn told<'a>(watch: &'a Watch, promise: &'a Promise) -> Vec<&'a str> {
    promise.alarms.iter().flat_map(|alarm| names_told(watch, promise, alarm)).collect()
}

fn names_told<'a>(watch: &'a Watch, promise: &Promise, alarm: &'a Alarm) -> Vec<&'a str> {
    if !alarm.notify.is_empty() {
        return alarm.notify.iter().map(runner_model::NotifyName::as_str).collect();
    }
    let monitors = watch.project.monitors.iter();
    let monitor = monitors.filter(|monitor| monitor.name.value == promise.of.monitor);
    monitor.flat_map(|monitor| monitor.notify.iter().map(|name| name.value.as_str())).collect()
}

/// The service of what a monitor runs, else the monitor itself.
fn service_of(watch: &Watch, promise: &Promise) -> String {
    let monitor = &promise.of.monitor;
    let watched = watch.monitors.iter().find(|watched| watched.name() == monitor);
    let service = watched.and_then(|watched| {
        watched.tests().find_map(|test| watched.service_of(&test).map(ToString::to_string))
    });
    service.unwrap_or_else(|| monitor.to_string())
}

/// A name as OpenSLO wants it (RFC 1123): lower-case letters, digits and `-`.
fn named(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(letter).collect::<String>().trim_matches('-').to_owned()
}

/// A number with all of its digits.
fn decimal(number: &Fraction) -> Result<Value, String> {
    let text = plain_text(number, 18);
    let number: Number =
        text.parse().map_err(|_| format!("{text} cannot be written as a decimal"))?;
    Ok(Value::Number(number))
}

/// `30d`, `6h`, `5m`: OpenSLO knows one unit at a time, and none below minutes.
fn duration(length: Duration, objective: &ObjectiveName) -> Result<String, String> {
    let seconds = length.as_secs();
    let whole = length.subsec_nanos() == 0 && seconds > 0;
    let units = [(86_400, 'd'), (3_600, 'h'), (60, 'm')];
    let unit = units.into_iter().find(|(size, _)| whole && seconds.is_multiple_of(*size));
    match unit {
        Some((size, letter)) => Ok(format!("{}{letter}", seconds / size)),
        None => Err(format!(
            "OpenSLO knows whole minutes only, and `{objective}` looks at {} s",
            length.as_secs_f64()
        )),
    }
}
