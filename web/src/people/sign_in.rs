//! Signing in and out.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Extension, FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use runner_model::Secret;
use runner_store::{AuditEntry, ReadError};
use serde::Deserialize;

use super::cookies::Cookie;
use super::filled::Filled;
use super::fresh::fresh;
use super::origin::Origin;
use super::sign_in_page::{Said, shown};
use super::visitor::{Visitor, Who};
use crate::pages::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// For how long the browser keeps the cookie; the store says for how long it is good.
const LIFE: Duration = Duration::from_secs(30 * 24 * 3600);

/// The longest name that is looked up.
const LONGEST: usize = 200;

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    name: String,
    password: String,
    #[serde(default)]
    to: String,
}

/// The page for signing in.
pub(crate) async fn sign_in_page(
    State(inside): State<Arc<Inside>>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
) -> Result<Response, Problem> {
    let has_users = inside.door.store.users().any().await.map_err(not_read)?;
    let said = match &visitor.who {
        Who::User { name, .. } => Said::SignedIn { name: name.clone() },
        Who::Stranger | Who::LetIn if has_users => Said::Nothing,
        Who::Stranger | Who::LetIn => Said::NoUser,
    };
    let to = visit.asked.word("to").unwrap_or_default();
    Ok(shown(&visit, &visitor, local(to), &said))
}

/// Signs in. What is wrong with a name or a password is not told, and takes as long either way.
pub(crate) async fn sign_in(
    State(inside): State<Arc<Inside>>,
    Extension(visitor): Extension<Visitor>,
    origin: Origin,
    visit: Visit,
    Filled(SignIn { name, password, to }): Filled<SignIn>,
) -> Result<Response, Problem> {
    let now = inside.door.clock.now();
    let again =
        |status, said: &Said| (status, shown(&visit, &visitor, local(&to), said)).into_response();
    if let Some(wait) = inside.sign_ins.wait(origin.asker, now) {
        let seconds = wait.as_secs() + 1;
        let mut refused = again(StatusCode::TOO_MANY_REQUESTS, &Said::TooOften { seconds });
        refused.headers_mut().insert(RETRY_AFTER, seconds.into());
        return Ok(refused);
    }
    // Counted before it is looked at, so that many at once are not looked at, either.
    note(&inside, origin.asker);
    let name = name.trim();
    let kept = match name.len() {
        1..=LONGEST => inside.door.store.users().password(name).await.map_err(not_read)?,
        _ => None,
    };
    // What is no name of ours may be a password in the wrong field: it is not written down.
    let who = if kept.is_some() { name } else { "somebody" };
    if !inside.gatekeeper.is(kept, Secret::new(password)).await {
        failed(&inside, who, origin.asker).await;
        return Ok(again(StatusCode::UNAUTHORIZED, &Said::Wrong));
    }
    let unavailable = || Problem::Unavailable { why: "nobody can sign in at present: try again" };
    let session = fresh().map_err(|error| {
        tracing::warn!(%error, "there are no random bits");
        unavailable()
    })?;
    let begun = inside.door.store.sessions().begin(&session, name, now).await;
    let begun = begun.map_err(|error| {
        tracing::warn!(%error, "a session could not be written");
        unavailable()
    })?;
    if !begun {
        // Removed in this moment.
        return Ok(again(StatusCode::UNAUTHORIZED, &Said::Wrong));
    }
    let mut answer = Redirect::to(local(&to)).into_response();
    let cookie = Cookie::Session.set(&session, Some(LIFE), origin.is_secure);
    answer.headers_mut().append(SET_COOKIE, cookie);
    Ok(answer)
}

/// Writes into the log that somebody did not get in.
async fn failed(inside: &Inside, who: &str, asker: IpAddr) {
    let what = format!("did not get in with a wrong password, from {asker}");
    let entry = AuditEntry { at: inside.door.clock.now(), who: who.to_owned(), what };
    if let Err(error) = inside.door.store.audit().note(entry).await {
        tracing::warn!(%error, %asker, "somebody did not get in, which could not be written down");
    }
}

fn note(inside: &Inside, asker: IpAddr) {
    if inside.sign_ins.note(asker, inside.door.clock.now()) {
        tracing::warn!(%asker, "too many sign-ins: not listened to for a minute");
    }
}

/// Nothing that a form of signing out sends is looked at.
#[derive(Deserialize)]
pub(crate) struct SignOut {}

/// Signs out.
pub(crate) async fn sign_out(
    State(inside): State<Arc<Inside>>,
    OwnSession(session): OwnSession,
    Filled(SignOut {}): Filled<SignOut>,
) -> Result<Response, Problem> {
    if let Some(session) = session {
        inside.door.store.sessions().end(&session, inside.door.clock.now()).await.map_err(
            |error| {
                tracing::warn!(%error, "a session could not be ended");
                Problem::Unavailable { why: "the store cannot be written at present: try again" }
            },
        )?;
    }
    let mut answer = Redirect::to("/sign-in").into_response();
    answer.headers_mut().append(SET_COOKIE, Cookie::Session.forget());
    Ok(answer)
}

/// The session that a request shows.
pub(crate) struct OwnSession(Option<Secret<String>>);

impl<S: Send + Sync> FromRequestParts<S> for OwnSession {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Cookie::Session.of(&parts.headers)))
    }
}

/// A path of ours; the first page when it leads somewhere else.
fn local(to: &str) -> &str {
    let mut letters = to.chars();
    let begins = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
    if begins && to.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\') {
        to
    } else {
        "/"
    }
}

fn not_read(error: ReadError) -> Problem {
    tracing::warn!(%error, "users could not be read");
    Problem::Unavailable { why: "the store cannot be read at present: try again" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_nowhere_else() {
        for to in ["/", "/r/1?a=b#c", "/s/checkout"] {
            assert_eq!(local(to), to);
        }
        for to in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/\u{e9}"]
        {
            assert_eq!(local(to), "/", "{to}");
        }
    }
}
