//! What a path names.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The name or number in a path, or all of them in their order, as text that nobody has looked at.
pub(crate) struct Named<T = String>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(names)) => Ok(Self(names)),
            // Bytes that are no text name nothing.
            Err(_) => Err(Problem::NotThere { what: "there is nothing of that name".to_owned() }),
        }
    }
}
