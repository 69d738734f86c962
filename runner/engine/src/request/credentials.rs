//! How a request identifies itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use runner_http::RequestHeader;
use suites::{Auth, CredentialPlace, Spanned};

use super::encode::encode_component;
use super::headers::line;
use super::{Fault, Here};
use crate::fill::Filler;

/// What `auth` adds to a request.
#[derive(Debug, Default)]
pub(super) struct Credentials {
    pub(super) header: Option<RequestHeader>,
    /// `key=value`, encoded.
    pub(super) query: Option<String>,
}

/// Fills an `auth`.
pub(super) fn credentials(auth: &Spanned<Auth>, filler: &Filler<'_>) -> Result<Credentials, Fault> {
    let bearer = |name: &str, value: String| -> Result<Credentials, Fault> {
        let value = line(name, value).here(auth.span)?;
        Ok(Credentials { header: Some(RequestHeader::credential(name, value)), query: None })
    };
    match &auth.value {
        Auth::None => Ok(Credentials::default()),
        Auth::Basic { username, password } => {
            let username = filler.text(username).here(username.span)?;
            let password = filler.text(password).here(password.span)?;
            let pair = STANDARD.encode(format!("{username}:{password}"));
            bearer("authorization", format!("Basic {pair}"))
        }
        Auth::Bearer(token) => {
            let token = filler.text(token).here(token.span)?;
            bearer("authorization", format!("Bearer {token}"))
        }
        Auth::ApiKey { place: CredentialPlace::Header, name, value } => {
            bearer(name, filler.text(value).here(value.span)?)
        }
        Auth::ApiKey { place: CredentialPlace::Query, name, value } => {
            let value = filler.text(value).here(value.span)?;
            let query = format!("{}={}", encode_component(name), encode_component(&value));
            Ok(Credentials { header: None, query: Some(query) })
        }
    }
}
