//! Finding out who looks at a page.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use runner_model::Secret;
use runner_store::ReadError;

use super::cookies::{Cookie, is_secure};
use super::form_token::FormToken;
use super::fresh::fresh;
use super::here::is_here;
use super::open::Open;
use super::visitor::{Visitor, Who};
use crate::problem::Problem;
use crate::router::Inside;

/// Finds out who asks, for those who come after: an extension of the request is its [`Visitor`].
pub(crate) async fn visit(
    State(inside): State<Arc<Inside>>,
    mut request: Request,
    next: Next,
) -> Response {
    let found = find_out(&inside, request.headers(), request.extensions()).await;
    let (visitor, set) = match found {
        Ok(found) => found,
        Err(problem) => return problem.into_response(),
    };
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    if let Some(set) = set {
        response.headers_mut().append(SET_COOKIE, set);
    }
    response
}

/// Who asks, and the cookie that they are given when they have none.
///
/// # Errors
/// The store cannot be read, or there are no random bits.
pub(crate) async fn find_out(
    inside: &Inside,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<(Visitor, Option<HeaderValue>), Problem> {
    let session = Cookie::Session.of(headers);
    let who = who(inside, session.as_ref(), is_here(headers, extensions)).await;
    let who = who.map_err(|error| {
        tracing::warn!(%error, "who asks could not be looked up");
        Problem::Unavailable { why: "the store cannot be read at present: try again" }
    })?;
    let own = match who {
        Who::User { .. } => session,
        Who::Stranger | Who::LetIn => Cookie::Visit.of(headers),
    };
    if let Some(cookie) = own {
        return Ok((Visitor { who, form: FormToken::of(&cookie) }, None));
    }
    let cookie = fresh().map_err(|error| {
        tracing::warn!(%error, "there are no random bits");
        Problem::Unavailable { why: "this machine has no random bits at present: try again" }
    })?;
    let set = Cookie::Visit.set(&cookie, None, is_secure(headers, extensions));
    Ok((Visitor { who, form: FormToken::of(&cookie) }, Some(set)))
}

async fn who(
    inside: &Inside,
    session: Option<&Secret<String>>,
    is_here: bool,
) -> Result<Who, ReadError> {
    let door = &inside.door;
    if let Some(session) = session
        && let Some(found) = door.store.sessions().find(session, door.clock.now()).await?
    {
        return Ok(Who::User { name: found.name, role: found.role });
    }
    let is_let_in = match door.open {
        Open::ToEverybody => true,
        Open::ToThisMachine => is_here && !door.store.users().any().await?,
        Open::ToNobody => false,
    };
    Ok(if is_let_in { Who::LetIn } else { Who::Stranger })
}

/// Whether whoever asks may look at the pages. They are given no cookie, so that what is answered
/// can be kept.
pub(crate) struct MayLook(pub(crate) bool);

impl FromRequestParts<Arc<Inside>> for MayLook {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, inside: &Arc<Inside>) -> Result<Self, Problem> {
        let session = Cookie::Session.of(&parts.headers);
        let is_here = is_here(&parts.headers, &parts.extensions);
        match who(inside, session.as_ref(), is_here).await {
            Ok(who) => Ok(Self(who != Who::Stranger)),
            Err(error) => {
                tracing::warn!(%error, "who asks could not be looked up");
                let why = "the store cannot be read at present: try again";
                Err(Problem::Unavailable { why })
            }
        }
    }
}
