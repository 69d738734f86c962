//! What a form sends.

use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::form_token::FormToken;
use super::visitor::Visitor;
use crate::api::body;
use crate::problem::Problem;

/// What a form sends that one of our pages showed to the same visitor. Every field is text; fields
/// that `T` does not have are left alone.
pub(crate) struct Filled<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Filled<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let bytes = body(request, state).await?;
        let fields = url::form_urlencoded::parse(&bytes).into_owned();
        let fields: Map<String, Value> =
            fields.map(|(name, value)| (name, Value::String(value))).collect();
        let shown = fields.get(FormToken::FIELD).and_then(Value::as_str);
        let is_ours = visitor.is_some_and(|visitor| shown.is_some_and(|s| visitor.form.is(s)));
        if !is_ours {
            return Err(Problem::Foreign);
        }
        serde_json::from_value(Value::Object(fields)).map(Self).map_err(|error| {
            Problem::Malformed { why: format!("the form is not what is wanted: {error}") }
        })
    }
}
