//! Channels: how each does, and whether it works.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use runner_model::{About, Alert, Severity};
use runner_store::{AttemptEnd, AuditEntry, ChannelStatus, Delivery, NewMessage, Record};
use serde::Serialize;
use suites::{Channel, ChannelKind};
use utoipa::ToSchema;

use super::asked::Asked;
use super::named::Named;
use super::offered::{not_read, not_written};
use super::paging::{Page, Paging};
use crate::admit::{By, Caller};
use crate::problem::Problem;
use crate::router::Inside;

/// A channel, and how it does.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelLine {
    channel: String,
    /// `slack`, `email`, `pagerduty`, `webhook` or `command`.
    kind: &'static str,
    /// How many messages wait.
    waiting: u64,
    /// How many were given up, as far as is remembered.
    given_up: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_sent: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_delivery: Option<DeliveryLine>,
}

/// An attempt to send a message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryLine {
    at: Timestamp,
    took_ms: u64,
    /// What the other side said, or why there was no answer.
    answer: String,
    /// `sent`, `to_be_tried_again` or `given_up`.
    ended: &'static str,
}

/// The channels of the project by name, with what came of the last delivery.
#[utoipa::path(get, path = "/api/v1/channels", tag = "channels", params(Paging),
    responses((status = 200, body = Page<ChannelLine>)))]
pub(crate) async fn channels(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<ChannelLine>>, Problem> {
    let known = inside.door.known.borrow().clone();
    let name = |channel: &&Channel| channel.name.value.to_string();
    let Page { items, next } = paging.choose(known.channels(), name)?;
    let outbox = inside.door.store.outbox();
    let status = outbox.status().await.map_err(not_read)?;
    let mut lines = Vec::new();
    for channel in items {
        let last = outbox.deliveries(&channel.name.value, Timestamp::MAX, 1).await;
        let last = last.map_err(not_read)?.into_iter().next();
        lines.push(line(channel, &status, last));
    }
    Ok(Json(Page { items: lines, next }))
}

fn line(channel: &Channel, status: &[ChannelStatus], last: Option<Delivery>) -> ChannelLine {
    let own = status.iter().find(|status| status.channel == channel.name.value);
    ChannelLine {
        channel: channel.name.value.to_string(),
        kind: match &channel.kind {
            ChannelKind::Slack(_) => "slack",
            ChannelKind::Email { .. } => "email",
            ChannelKind::Pagerduty { .. } => "pagerduty",
            ChannelKind::Webhook(_) => "webhook",
            ChannelKind::Command { .. } => "command",
        },
        waiting: own.map_or(0, |status| status.waiting),
        given_up: own.map_or(0, |status| status.given_up),
        last_sent: own.and_then(|status| status.last_sent),
        last_delivery: last.map(|Delivery { attempt, .. }| DeliveryLine {
            at: attempt.at,
            took_ms: u64::try_from(attempt.took.as_millis()).unwrap_or(u64::MAX),
            answer: attempt.answer,
            ended: match attempt.end {
                AttemptEnd::Sent => "sent",
                AttemptEnd::Retry(_) => "to_be_tried_again",
                AttemptEnd::GivenUp => "given_up",
            },
        }),
    }
}

/// Sends a test message: it is in the outbox when this answers, and `last_delivery` tells what
/// came of it.
#[utoipa::path(post, path = "/api/v1/channels/{name}/test", tag = "channels",
    params(("name" = String, Path, description = "Its name")), responses((status = 202)))]
pub(crate) async fn test(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Named(name): Named,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let known = door.known.borrow().clone();
    let found = known.channels().iter().find(|channel| channel.name.value.as_str() == name);
    let found = found.map(|channel| channel.name.value.clone());
    let unknown = || Problem::NotThere { what: format!("there is no channel `{name}`") };
    let channel = found.ok_or_else(unknown)?;
    let at = door.clock.now();
    let what = format!("sent a test message to the channel {channel}");
    let message = NewMessage {
        key: format!("test/{channel}/{at}"),
        channel: channel.clone(),
        not_before: at,
        alert: Alert {
            at,
            severity: Severity::Info,
            about: About::Test { channel },
            environment: None,
            service: None,
            owner: None,
            runbook: None,
            link: None,
        },
    };
    let audit = vec![AuditEntry { at, who, what }];
    let record = Record { messages: vec![message], audit, ..Record::default() };
    door.store.record(record).await.map_err(not_written)?;
    Ok(StatusCode::ACCEPTED)
}
