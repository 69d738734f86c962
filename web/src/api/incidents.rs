//! What people do with incidents.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::StatusCode;
use runner_model::{IncidentId, Wanted};
use runner_store::IncidentSpan;
use serde::Deserialize;
use utoipa::ToSchema;

use super::named::Named;
use super::offered::{not_read, offer};
use super::sent::Sent;
use crate::Door;
use crate::admit::By;
use crate::problem::Problem;
use crate::router::Inside;

/// How long a note may be, in characters: each one is stored with its incident from then on.
const LONGEST: usize = 4000;

/// Something to be written down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// At most 4000 characters.
    text: String,
}

impl Note {
    /// Of a text that nobody has looked at.
    pub(crate) fn new(text: String) -> Self {
        Self { text }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Somebody looks after it: 202, since the service notes it when it has seen the order.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/ack", tag = "incidents",
    params(("id" = u64, Path, description = "Its number")), responses((status = 202)))]
pub(crate) async fn acknowledge(
    State(inside): State<Arc<Inside>>,
    Extension(caller): By,
    Named(id): Named,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let incident = open(door, &id).await?;
    let what = format!("acknowledged incident {incident}");
    offer(door, caller, Wanted::Acknowledge { incident }, what, door.clock.now()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Somebody writes something down: 202, as above.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/notes", tag = "incidents",
    params(("id" = u64, Path, description = "Its number")),
    request_body = Note, responses((status = 202)))]
pub(crate) async fn note(
    State(inside): State<Arc<Inside>>,
    Extension(caller): By,
    Named(id): Named,
    Sent(note): Sent<Note>,
) -> Result<StatusCode, Problem> {
    let door = &inside.door;
    let text = legible(&note.text)?;
    let incident = open(door, &id).await?;
    let what = format!("wrote a note to incident {incident}");
    offer(door, caller, Wanted::Note { incident, text }, what, door.clock.now()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// A note is shown in terminals and pages, and should be text there.
pub(super) fn legible(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let why = if text.is_empty() {
        "`text` is empty".to_owned()
    } else if text.chars().count() > LONGEST {
        format!("`text` has at most {LONGEST} characters")
    } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        "`text` holds control characters".to_owned()
    } else {
        return Ok(text.to_owned());
    };
    Err(Problem::Malformed { why })
}

/// The number of an incident. What has no digits only, or does not fit, is none.
pub(super) fn number_of(id: &str) -> Option<IncidentId> {
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    id.parse().ok().filter(|_| is_number).map(IncidentId)
}

/// The incident of that number, while it is open.
async fn open(door: &Door, id: &str) -> Result<IncidentId, Problem> {
    let unknown = || Problem::NotThere { what: format!("there is no incident `{id}`") };
    let number = number_of(id).ok_or_else(unknown)?;
    let found = door.store.incidents().by_id(number).await.map_err(not_read)?;
    match found.ok_or_else(unknown)?.span {
        IncidentSpan::Open { .. } => Ok(number),
        IncidentSpan::Closed { .. } => {
            Err(Problem::Conflict { why: format!("incident {number} is over") })
        }
    }
}
