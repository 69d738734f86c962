//! Tokens: made, listed and revoked.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use runner_model::Secret;
use runner_store::{NewToken, Token, TokenScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::Asked;
use super::named::Named;
use super::offered::{not_read, not_written};
use super::paging::{Page, Paging};
use super::schemas;
use super::sent::Sent;
use crate::admit::{By, Caller};
use crate::people::fresh;
use crate::problem::Problem;
use crate::router::Inside;

/// The longest name, in characters.
const LONGEST: usize = 100;

/// A token, without the token itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenLine {
    name: String,
    #[schema(schema_with = schemas::scope)]
    scope: &'static str,
    created: Timestamp,
    /// To the minute; left out when it was never used.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used: Option<Timestamp>,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// What it is for.
    name: String,
    /// What it allows; each includes the ones before.
    #[schema(schema_with = schemas::scope)]
    scope: String,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct Made {
    name: String,
    #[schema(schema_with = schemas::scope)]
    scope: &'static str,
    /// The token itself, this once.
    token: String,
}

/// The tokens that are valid, by name.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "people", params(Paging),
    responses((status = 200, body = Page<TokenLine>)))]
pub(crate) async fn tokens(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<TokenLine>>, Problem> {
    let tokens = inside.door.store.tokens().all().await.map_err(not_read)?;
    let page = paging.choose(tokens, |token: &Token| token.name.clone())?;
    let line = |token: Token| TokenLine {
        name: token.name,
        scope: token.scope.as_str(),
        created: token.created,
        last_used: token.last_used,
    };
    Ok(Json(page.map(line)))
}

/// Makes a token. It is shown in this answer and never again.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "people", request_body = Wanted,
    responses((status = 201, body = Made)))]
pub(crate) async fn make(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Sent(Wanted { name, scope }): Sent<Wanted>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let name = name.trim();
    let malformed = |why: &str| Problem::Malformed { why: why.to_owned() };
    let scope =
        TokenScope::of(&scope).ok_or_else(|| malformed("`scope` is `read`, `run` or `admin`"))?;
    if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(malformed("`name` is text of 1 to 100 characters"));
    }
    let secret = fresh().map_err(|error| {
        tracing::warn!(%error, "there are no random bits");
        Problem::Unavailable { why: "this machine has no random bits at present: try again" }
    })?;
    let secret = Secret::new(format!("trip_{}", secret.expose()));
    let token = NewToken { name: name.to_owned(), scope, secret: secret.clone() };
    let added = inside.door.store.tokens().add(&token, inside.door.clock.now(), &who).await;
    if !added.map_err(not_written)? {
        return Err(Problem::Conflict { why: format!("there is a token `{name}` already") });
    }
    let made = Made { name: token.name, scope: scope.as_str(), token: secret.expose().clone() };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Makes a token invalid.
#[utoipa::path(delete, path = "/api/v1/tokens/{name}", tag = "people",
    params(("name" = String, Path, description = "Its name")), responses((status = 204)))]
pub(crate) async fn revoke(
    State(inside): State<Arc<Inside>>,
    Extension(Caller(who)): By,
    Named(name): Named,
) -> Result<StatusCode, Problem> {
    let revoked = inside.door.store.tokens().revoke(&name, inside.door.clock.now(), &who).await;
    match revoked.map_err(not_written)? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::NotThere { what: format!("there is no token `{name}`") }),
    }
}
