//! The catalogue as GraphQL: enough of it for a sample.
//!
//! Lives here: queries with arguments, variables, aliases and nested selections.
//! Not here: mutations, fragments, directives, lists and objects as arguments.

mod answer;
mod parse;
mod tokens;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::store::Tongue;
use crate::web::{JsonBody, Problem, Site};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/graphql", post(graphql))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    query: String,
    variables: Option<Map<String, Value>>,
    operation_name: Option<String>,
}

/// 400 when the document cannot be read; else 200, and what went wrong is in `errors`.
async fn graphql(
    tongue: Tongue,
    JsonBody(request): JsonBody<Request>,
) -> Result<Response, Problem> {
    let given = request.variables.unwrap_or_default();
    let operation = parse::document(&request.query)
        .and_then(|operations| parse::choose(operations, request.operation_name.as_deref()));
    let answered = operation.map(|operation| answer::answer(&operation, given, tongue));
    Ok(match answered {
        Err(unread) => {
            let errors = json!({ "errors": [{ "message": unread.to_string() }] });
            (StatusCode::BAD_REQUEST, Json(errors)).into_response()
        }
        Ok(answer) if answer.errors.is_empty() => {
            Json(json!({ "data": answer.data })).into_response()
        }
        Ok(answer) => Json(json!({ "data": answer.data, "errors": answer.errors })).into_response(),
    })
}
