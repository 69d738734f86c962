//! Who may come in: those who show a token that allows what they want.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use runner_model::Secret;
use runner_store::{Token, TokenScope};

use crate::problem::Problem;
use crate::remote;
use crate::router::Inside;

/// What a door wants to see.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) inside: Arc<Inside>,
    pub(crate) needs: TokenScope,
}

/// Who was let in: the name of a token.
#[derive(Clone)]
pub(crate) struct Caller(pub(crate) String);

/// The same, as handlers ask for it.
pub(crate) type By = Extension<Caller>;

/// Lets a request through when its token allows it.
pub(crate) async fn admit(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Response {
    let (asker, shown) =
        (remote::asker(request.headers(), request.extensions()), Shown::by(request.headers()));
    match caller(&guard, asker, shown).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn caller(guard: &Guard, asker: IpAddr, shown: Shown) -> Result<Caller, Problem> {
    let Inside { door, failures, .. } = &*guard.inside;
    let now = door.clock.now();
    if let Some(wait) = failures.wait(asker, now) {
        return Err(Problem::TooMany { wait });
    }
    let token = match shown {
        // Nothing was guessed, so nothing is counted: who looks around locks nobody out.
        Shown::Nothing => return Err(Problem::Unauthorized),
        Shown::Nonsense => None,
        Shown::Token(secret) => door.store.tokens().find(&secret, now).await.map_err(|error| {
            tracing::warn!(%error, "a token could not be looked up");
            Problem::Unavailable { why: "the store cannot be read at present: try again" }
        })?,
    };
    match token {
        Some(Token { name, scope, .. }) if scope >= guard.needs => Ok(Caller(name)),
        Some(_) => Err(Problem::Forbidden { needs: guard.needs }),
        None => {
            if failures.note(asker, now) {
                tracing::warn!(%asker, "too many wrong tokens: not listened to for a minute");
            }
            Err(Problem::Unauthorized)
        }
    }
}

/// What a request shows.
enum Shown {
    Nothing,
    /// Something that is no token.
    Nonsense,
    Token(Secret<String>),
}

impl Shown {
    fn by(headers: &HeaderMap) -> Self {
        let mut shown = headers.get_all(AUTHORIZATION).iter();
        let (Some(first), more) = (shown.next(), shown.next()) else { return Self::Nothing };
        let words = first.to_str().ok().and_then(|text| text.split_once(' '));
        match words {
            Some((scheme, token)) if more.is_none() && scheme.eq_ignore_ascii_case("bearer") => {
                Self::Token(Secret::new(token.trim().to_owned()))
            }
            Some(_) | None => Self::Nonsense,
        }
    }
}
