//! Signing up, and one's own account.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use crate::store::{Account, AccountError, SignUp};
use crate::web::{Complaints, Customer, JsonBody, Problem, Site};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts", post(sign_up))
        .route("/accounts/me", get(me).patch(rename).delete(close))
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Taken => Self::conflict("There is an account with this e-mail address."),
            AccountError::Seeded => Self::conflict("The seeded accounts stay as they are."),
            AccountError::Unknown => Self::not_found("There is no such account."),
        }
    }
}

async fn sign_up(
    State(site): State<Site>,
    JsonBody(new): JsonBody<SignUp>,
) -> Result<impl IntoResponse, Problem> {
    let mut complaints = Complaints::default();
    complaints.unless(is_email(&new.email), "email", "must be an e-mail address");
    let long_enough = (12..=128).contains(&new.password.chars().count());
    complaints.unless(long_enough, "password", "must have 12 to 128 characters");
    let named = new.name.as_deref().is_none_or(is_name);
    complaints.unless(named, "name", "must have 1 to 100 characters");
    complaints.settle()?;
    let account = site.store.accounts().sign_up(new)?;
    let location = AppendHeaders([(header::LOCATION, "/accounts/me")]);
    Ok((StatusCode::CREATED, location, Json(account)))
}

async fn me(customer: Customer) -> Json<Account> {
    Json(customer.account)
}

#[derive(Deserialize)]
struct Rename {
    name: String,
}

async fn rename(
    State(site): State<Site>,
    customer: Customer,
    JsonBody(Rename { name }): JsonBody<Rename>,
) -> Result<Json<Account>, Problem> {
    let mut complaints = Complaints::default();
    complaints.unless(is_name(&name), "name", "must have 1 to 100 characters");
    complaints.settle()?;
    Ok(Json(site.store.accounts().rename(customer.account.id, name)?))
}

async fn close(State(site): State<Site>, customer: Customer) -> Result<StatusCode, Problem> {
    site.store.accounts().close(customer.account.id)?;
    Ok(StatusCode::NO_CONTENT)
}

fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.chars().count())
}

/// Something before one `@`, something with a dot after it, no blanks.
pub(super) fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    !user.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains('@')
        && text.len() <= 254
        && !text.chars().any(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn what_looks_like_an_address_is_one() {
        for good in ["a@b.c", "first.last+tag@mail.example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.c", "a@.c", "a@b.", "a@b@c.d", "a b@c.d"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
