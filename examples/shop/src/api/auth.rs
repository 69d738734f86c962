//! Logging in and out: at the auth service, and at the front, which passes it on.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use crate::Service;
use crate::store::{Account, Session};
use crate::web::{Customer, JsonBody, Now, Problem, SESSION_COOKIE, Site, stamp};

/// The auth service.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/v1/sessions", post(open))
        .route("/v1/sessions/current", get(current).delete(close))
}

/// What of it the front offers to browsers.
pub(super) fn front_routes() -> Router<Site> {
    Router::new().route("/login", post(log_in)).route("/logout", post(log_out))
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionView {
    token: String,
    token_type: &'static str,
    expires_at: String,
    account: Account,
}

impl SessionView {
    fn new(session: Session, account: Account) -> Self {
        let expires_at = stamp(session.expires);
        Self { token: session.token, token_type: "Bearer", expires_at, account }
    }
}

fn enter(site: &Site, now: Now, credentials: &Credentials) -> Result<SessionView, Problem> {
    let Credentials { email, password } = credentials;
    let account = site.store.accounts().with_credentials(email, password).cloned();
    let wrong = || Problem::unauthorized("The e-mail address or the password is wrong.");
    let account = account.ok_or_else(wrong)?;
    let session = site.store.sessions().open(account.id, now.0, site.config.session_time);
    Ok(SessionView::new(session, account))
}

async fn open(
    State(site): State<Site>,
    now: Now,
    JsonBody(credentials): JsonBody<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::CREATED, Json(enter(&site, now, &credentials)?)))
}

async fn current(customer: Customer) -> Json<SessionView> {
    Json(SessionView::new(customer.session, customer.account))
}

async fn close(State(site): State<Site>, customer: Customer) -> StatusCode {
    site.store.sessions().close(&customer.session.token);
    StatusCode::NO_CONTENT
}

async fn log_in(
    State(site): State<Site>,
    now: Now,
    JsonBody(credentials): JsonBody<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    site.lean_on(Service::Auth, now.0)?;
    let session = enter(&site, now, &credentials)?;
    let cookie = format!("{SESSION_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", session.token);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(session)))
}

async fn log_out(State(site): State<Site>, customer: Customer) -> impl IntoResponse {
    site.store.sessions().close(&customer.session.token);
    let cookie = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    (StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie)]))
}
