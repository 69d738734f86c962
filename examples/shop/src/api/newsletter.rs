//! A form, as browsers send it.

use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Form, Json, Router};
use serde_json::json;

use super::accounts::is_email;
use crate::web::{Complaints, Problem, Site};

const TOPICS: [&str; 3] = ["garden", "light", "tools"];

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/newsletter", post(subscribe))
}

async fn subscribe(
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<impl IntoResponse, Problem> {
    let Form(fields) =
        form.map_err(|rejection| Problem::new(rejection.status(), rejection.body_text()))?;
    let all = |name: &str| -> Vec<&str> {
        let named = fields.iter().filter(|(field, _)| field == name);
        named.map(|(_, value)| value.as_str()).collect()
    };
    let (email, topics) = (all("email"), all("topic"));
    let mut complaints = Complaints::default();
    complaints.unless(
        matches!(email[..], [one] if is_email(one)),
        "email",
        "must be an e-mail address",
    );
    let known = topics.iter().all(|topic| TOPICS.contains(topic));
    complaints.unless(known, "topic", "must be garden, light or tools");
    complaints.settle()?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "email": email[0], "topics": topics }))))
}
