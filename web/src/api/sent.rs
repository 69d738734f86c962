//! What a request sends: JSON, of a bounded size, in bounded time.

use std::time::Duration;

use axum::body::{Bytes, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// How large a body may be, in bytes.
pub(crate) const MOST: usize = 64 * 1024;

/// How large one run of one test may be, in bytes, with all that was exchanged.
pub(crate) const MOST_OF_RUN: usize = 4 * 1024 * 1024;

/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a request sends.
pub(crate) struct Sent<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = body(request, state).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::Malformed {
            why: format!("the body is not the JSON that is wanted: {error}"),
        })
    }
}

/// The same when it may be a whole run; the way to it needs a limit of [`MOST_OF_RUN`], too.
pub(crate) struct Large<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Large<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = bounded(request, state, MOST_OF_RUN).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::Malformed {
            why: format!("the body is not the JSON that is wanted: {error}"),
        })
    }
}

/// The body of a request: bounded, and in time.
pub(crate) async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    bounded(request, state, MOST).await
}

async fn bounded<S: Send + Sync>(
    request: Request,
    state: &S,
    most: usize,
) -> Result<Bytes, Problem> {
    // What is announced need not be waited for.
    if request.body().size_hint().lower() > most as u64 {
        return Err(Problem::TooLarge { most });
    }
    match tokio::time::timeout(PATIENCE, Bytes::from_request(request, state)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::TooLarge { most })
        }
        Ok(Err(_)) => Err(Problem::Malformed { why: "the body broke off".to_owned() }),
        Err(_) => Err(Problem::Slow),
    }
}
