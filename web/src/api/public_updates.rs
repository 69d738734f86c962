//! What is said of incidents on status pages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use runner_store::{NewPublicUpdate, PublicUpdate, PublicUpdateId};

use super::incident_list::UpdateLine;
use super::incidents::{Note, legible, number_of};
use super::named::Named;
use super::offered::{not_read, not_written};
use super::sent::Sent;
use crate::admit::{By, Caller};
use crate::problem::Problem;
use crate::router::Inside;

/// Says something of an incident to everybody: on the status pages that publish incidents and have
/// a component that it affects. It may be over.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/updates", tag = "incidents",
    params(("id" = u64, Path, description = "The number of the incident")),
    request_body = Note, responses((status = 201, body = UpdateLine)))]
pub(crate) async fn publish(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Named(id): Named,
    Sent(note): Sent<Note>,
) -> Result<(StatusCode, Json<UpdateLine>), Problem> {
    let store = &inside.door.store;
    let text = legible(note.text())?;
    let unknown = || Problem::NotThere { what: format!("there is no incident `{id}`") };
    let incident = number_of(&id).ok_or_else(unknown)?;
    store.incidents().by_id(incident).await.map_err(not_read)?.ok_or_else(unknown)?;
    let said = NewPublicUpdate { incident, at: inside.door.clock.now(), text, who };
    let id = store.public_updates().publish(said.clone()).await.map_err(not_written)?;
    Ok((StatusCode::CREATED, Json(UpdateLine::of(PublicUpdate { id, said }))))
}

/// Takes back what was said.
#[utoipa::path(delete, path = "/api/v1/incidents/{id}/updates/{update}", tag = "incidents",
    params(("id" = u64, Path, description = "The number of the incident"),
        ("update" = i64, Path, description = "The number of the update")),
    responses((status = 204)))]
pub(crate) async fn withdraw(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Path((id, update)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let unknown =
        || Problem::NotThere { what: format!("incident `{id}` has no update `{update}`") };
    let incident = number_of(&id).ok_or_else(unknown)?;
    let number = update.parse().map(PublicUpdateId).map_err(|_| unknown())?;
    let updates = inside.door.store.public_updates();
    let withdrawn = updates.withdraw(incident, number, inside.door.clock.now(), &who).await;
    match withdrawn.map_err(not_written)? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(unknown()),
    }
}
