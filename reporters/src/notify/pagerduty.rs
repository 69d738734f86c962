//! PagerDuty, Events API v2 (<https://developer.pagerduty.com/docs/send-alert-event>).

use runner_http::Http;
use runner_model::{About, IncidentPhase, Secret, Severity};
use serde_json::{Value, json};
use url::Url;

use super::delivery::{Delivery, Receipt};
use super::notifier::{Errand, UnusableChannel};
use super::post::{Post, Said, address};
use super::said::within;
use super::send_error::SendError;

const BASE: &str = "https://events.pagerduty.com/";

/// How long `summary` may be, in characters.
const SUMMARY: usize = 1024;

/// How long `dedup_key` may be, in characters.
const KEY: usize = 255;

/// A PagerDuty service, ready to be paged.
#[derive(Debug)]
pub(super) struct PagerDuty {
    routing_key: Secret<String>,
    url: Url,
}

/// What PagerDuty is to do.
enum Action {
    /// Somebody is called.
    Trigger,
    /// Nobody has to come any more.
    Resolve,
    /// Both, one after the other: the way is tried, and nobody is kept awake.
    Try,
}

impl PagerDuty {
    /// Reads its address.
    pub(super) fn of(
        routing_key: Secret<String>,
        base: Option<&str>,
    ) -> Result<Self, UnusableChannel> {
        let url = address(base.unwrap_or(BASE)).ok().and_then(|url| url.join("v2/enqueue").ok());
        let url = url.ok_or_else(|| UnusableChannel::new("the address of PagerDuty is no URL"))?;
        Ok(Self { routing_key, url })
    }

    /// Triggers or resolves.
    pub(super) async fn send(
        &self,
        http: &Http,
        errand: &Errand<'_>,
    ) -> Result<Receipt, SendError> {
        let delivery = errand.delivery;
        let (action, key) = event(delivery).ok_or_else(|| {
            SendError::never("PagerDuty takes incidents, not a digest: name another channel for it")
        })?;
        let said = match action {
            Action::Trigger => self.enqueue(http, errand, "trigger", &key).await?,
            Action::Resolve => self.enqueue(http, errand, "resolve", &key).await?,
            Action::Try => {
                self.enqueue(http, errand, "trigger", &key).await?;
                self.enqueue(http, errand, "resolve", &key).await?
            }
        };
        let said_so = said.json().and_then(|json| json["message"].as_str().map(str::to_owned));
        let answer = match said_so {
            Some(message) => format!("{} {}", said.status, within(&message, SUMMARY)),
            None => said.line(),
        };
        Ok(Receipt { answer, thread: None })
    }

    async fn enqueue(
        &self,
        http: &Http,
        errand: &Errand<'_>,
        action: &str,
        key: &str,
    ) -> Result<Said, SendError> {
        let mut event = json!({
            "routing_key": self.routing_key.expose(),
            "event_action": action,
            "dedup_key": key,
        });
        if action == "trigger" {
            event["payload"] = payload(errand);
            event["client"] = "tripline".into();
            let alert = &errand.delivery.alert;
            event["client_url"] = alert.link.clone().into();
            let links = [("Runbook", &alert.runbook), ("Details", &alert.link)];
            let links = links.into_iter().filter_map(|(text, href)| {
                let href = href.as_deref().filter(|href| address(href).is_ok())?;
                Some(json!({ "href": href, "text": text }))
            });
            event["links"] = links.collect();
        }
        let body = event.to_string().into_bytes();
        let (limit, now) = (errand.limit, errand.now);
        Post { http, url: &self.url, headers: Vec::new(), body, limit, now }
            .send()
            .await?
            .judged("PagerDuty")
    }
}

fn payload(errand: &Errand<'_>) -> Value {
    let (facts, alert) = (errand.facts, &errand.delivery.alert);
    let severity = match alert.severity {
        Severity::Critical => "critical",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    json!({
        "summary": shortened(&errand.worded.subject, SUMMARY),
        "source": facts.source(),
        "severity": severity,
        "timestamp": alert.at.to_string(),
        "component": facts.service,
        "group": facts.environment,
        "class": facts.about,
        "custom_details": { "message": errand.worded.text },
    })
}

/// What is to be done, and what it concerns; `None` when it is nothing to page about.
fn event(delivery: &Delivery) -> Option<(Action, String)> {
    let alert = &delivery.alert;
    let place = alert.environment.as_ref().map_or("", |name| name.as_str());
    let (action, what) = match &alert.about {
        About::Incident(news) => {
            let action = match news.phase {
                IncidentPhase::Down | IncidentPhase::Degraded | IncidentPhase::StillOpen => {
                    Action::Trigger
                }
                IncidentPhase::Recovered { .. } => Action::Resolve,
            };
            (action, format!("incident/{}", news.id))
        }
        About::Certificate { host, .. } => (Action::Trigger, format!("certificate/{host}")),
        About::NotRunning { monitor, .. } => {
            (Action::Trigger, format!("not-running/{monitor}/{place}"))
        }
        About::RunsAgain { monitor, .. } => {
            (Action::Resolve, format!("not-running/{monitor}/{place}"))
        }
        About::Blind { .. } => (Action::Trigger, "blind".to_owned()),
        About::SeesAgain { .. } => (Action::Resolve, "blind".to_owned()),
        About::HeartbeatMissing { heartbeat, .. } => {
            (Action::Trigger, format!("heartbeat/{heartbeat}"))
        }
        About::HeartbeatBack { heartbeat, .. } => {
            (Action::Resolve, format!("heartbeat/{heartbeat}"))
        }
        About::ChannelFailing { channel, .. } => (Action::Trigger, format!("channel/{channel}")),
        About::ConfigRefused { .. } => (Action::Trigger, "project".to_owned()),
        About::Burn(news) => {
            (Action::Trigger, format!("burn/{}/{}", news.objective, alert.severity.as_str()))
        }
        About::BurnOver { objective, .. } => {
            (Action::Resolve, format!("burn/{objective}/{}", alert.severity.as_str()))
        }
        About::Coverage(news) => (Action::Trigger, format!("coverage/{}", news.objective)),
        About::CoverageBack { objective, .. } => (Action::Resolve, format!("coverage/{objective}")),
        About::Test { channel } => (Action::Try, format!("test/{channel}")),
        About::Digest(_) | About::Deploy(_) => return None,
    };
    Some((action, shortened(&format!("tripline/{what}"), KEY)))
}

fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
