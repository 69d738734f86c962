//! Who changed what, and when.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_store::AuditEntry;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::offered::not_read;
use super::paging::{Page, Paging};
use crate::problem::Problem;
use crate::router::Inside;

/// A change that somebody made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditLine {
    at: Timestamp,
    who: String,
    /// A sentence without its subject: `paused the monitor checkout`.
    what: String,
    #[serde(skip)]
    number: i64,
}

/// Who changed what, and when, the latest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "people", params(Paging),
    responses((status = 200, body = Page<AuditLine>)))]
pub(crate) async fn audit(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<AuditLine>>, Problem> {
    let (limit, before) = (paging.limit()?, paging.cursor::<i64>()?);
    let one_more = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let found = inside.door.store.audit().before(before, one_more).await.map_err(not_read)?;
    let line = |(number, entry)| {
        let AuditEntry { at, who, what } = entry;
        AuditLine { at, who, what, number }
    };
    let lines = found.into_iter().map(line).collect();
    Ok(Json(Page::of(lines, limit, |line: &AuditLine| line.number.to_string())))
}
