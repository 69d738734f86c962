//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;

use super::now::Now;
use super::problem::Problem;
use super::site::Site;
use crate::Service;
use crate::store::{Account, Session};

/// The cookie in which the front keeps a browser's session.
pub(crate) const SESSION_COOKIE: &str = "session";

/// Whoever is logged in; 401 when nobody is.
pub(crate) struct Customer {
    pub(crate) account: Account,
    pub(crate) session: Session,
}

impl FromRequestParts<Site> for Customer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let Ok(Now(now)) = Now::from_request_parts(parts, site).await;
        let token = match bearer(&parts.headers) {
            Some(token) => Some(token),
            None if site.service == Service::Shop => cookie(&parts.headers),
            None => None,
        };
        let token = token.ok_or_else(|| Problem::unauthorized("Log in first."))?;
        site.lean_on(Service::Auth, now)?;
        let session = site.store.sessions().find(token, now);
        let account = session
            .as_ref()
            .and_then(|session| site.store.accounts().get(session.account).cloned());
        match (session, account) {
            (Some(session), Some(account)) => Ok(Self { account, session }),
            _ => Err(Problem::unauthorized("This session is over, or never was.")),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == SESSION_COOKIE).then_some(value))
}
