//! What the project's files say, and where.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::paging::{Page, Paging};
use crate::pages::settings::{Kept, kept};
use crate::pages::written::{Kind, Written, written};
use crate::problem::Problem;
use crate::router::Inside;

/// What the project's files say.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingsShown {
    #[serde(flatten)]
    written: Page<Written>,
    /// Why the files as they are at present are not used: what ran before runs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
    /// How long results are remembered.
    kept: Vec<Kept>,
}

/// What lines are ordered by: `objective/checkout-works`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    name: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.name)
    }
}

/// It is no key.
struct NoKey;

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let (word, name) = text.split_once('/').ok_or(NoKey)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or(NoKey)?;
        Ok(Self { kind, name: name.to_owned() })
    }
}

/// What the project's files say, each with its place: kind by kind, by name. Values and secrets
/// are not among it.
#[utoipa::path(get, path = "/api/v1/settings", tag = "settings", params(Paging),
    responses((status = 200, body = SettingsShown)))]
pub(crate) async fn settings(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<SettingsShown>, Problem> {
    let watch = inside.door.known.borrow().watch.clone();
    let all = watch.as_ref().map(written).unwrap_or_default();
    let key = |line: &Written| Key { kind: line.kind, name: line.name.clone() };
    Ok(Json(SettingsShown {
        written: paging.choose(all, key)?,
        refused: (inside.door.readiness)().refused,
        kept: watch.as_ref().map(kept).unwrap_or_default(),
    }))
}
