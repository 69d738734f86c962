//! Answers that say no, as `application/problem+json` (RFC 9457).

use std::time::Duration;

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use runner_store::{Role, TokenScope};
use serde::Serialize;
use utoipa::ToSchema;

/// Why there is no other answer.
#[derive(Debug)]
pub(crate) enum Problem {
    /// It makes no sense.
    Malformed { why: String },
    /// No token, or none that is valid: which of these is not said.
    Unauthorized,
    /// A valid token that does not allow it.
    Forbidden { needs: TokenScope },
    /// Somebody who has signed in, and may not.
    NotYours { needs: Role },
    /// A form that none of our pages showed to whoever sends it, or an old one.
    Foreign,
    /// There is no such thing.
    NotThere { what: String },
    /// The way there is another one.
    WrongMethod,
    /// What was sent did not come in time.
    Slow,
    /// It is too late for that.
    Conflict { why: String },
    /// It is understood, and cannot be done.
    Unfit { why: String },
    /// More was sent than is read: so many bytes.
    TooLarge { most: usize },
    /// Too many wrong tokens.
    TooMany { wait: Duration },
    /// Too many runs were asked for.
    TooOften { wait: Duration },
    /// It cannot be done at present.
    Unavailable { why: &'static str },
}

/// Why there is no other answer (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDetails {
    /// `about:blank`: the status says what kind it is.
    r#type: &'static str,
    /// What the status is called.
    title: &'static str,
    /// The status.
    status: u16,
    /// Why, and the way out.
    detail: String,
}

impl ProblemDetails {
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).expect("it is made of one")
    }

    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::Malformed { .. } => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden { .. } | Self::NotYours { .. } | Self::Foreign => StatusCode::FORBIDDEN,
            Self::NotThere { .. } => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::Unfit { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } | Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What the answer says.
    pub(crate) fn details(&self) -> ProblemDetails {
        let status = self.status();
        ProblemDetails {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: self.detail(),
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Malformed { why } | Self::Conflict { why } | Self::Unfit { why } => why.clone(),
            Self::Unauthorized => {
                "send a token that is valid, as `authorization: Bearer trip_…`; `tripline token create` makes one".to_owned()
            }
            Self::Forbidden { needs } => {
                format!("this needs a token with the scope `{}`", needs.as_str())
            }
            Self::NotYours { needs } => {
                format!("this is for the role `{}`: ask an admin", needs.as_str())
            }
            Self::Foreign => {
                "the form is out of date: load the page again, and send it once more".to_owned()
            }
            Self::NotThere { what } => what.clone(),
            Self::WrongMethod => "the header `allow` names the methods there are".to_owned(),
            Self::Slow => "the body of the request did not come in time".to_owned(),
            Self::TooLarge { most } => {
                format!("the body of a request has at most {} KiB", most / 1024)
            }
            Self::TooMany { wait } => {
                format!("too many wrong tokens from there: try again in {} s", seconds(*wait))
            }
            Self::TooOften { wait } => {
                format!("10 runs in 10 s are the most: try again in {} s", seconds(*wait))
            }
            Self::Unavailable { why } => (*why).to_owned(),
        }
    }

    fn header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::Unauthorized => Some((WWW_AUTHENTICATE, r#"Bearer realm="tripline""#.to_owned())),
            Self::Forbidden { needs } => {
                let scope = needs.as_str();
                let why = format!(
                    r#"Bearer realm="tripline", error="insufficient_scope", scope="{scope}""#
                );
                Some((WWW_AUTHENTICATE, why))
            }
            Self::TooMany { wait } | Self::TooOften { wait } => {
                Some((RETRY_AFTER, seconds(*wait).to_string()))
            }
            Self::Unavailable { .. } => Some((RETRY_AFTER, "10".to_owned())),
            Self::Malformed { .. }
            | Self::NotYours { .. }
            | Self::Foreign
            | Self::NotThere { .. }
            | Self::WrongMethod
            | Self::Slow
            | Self::Conflict { .. }
            | Self::Unfit { .. }
            | Self::TooLarge { .. } => None,
        }
    }
}

/// Whole seconds, never too few.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let details = self.details();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.status(), Json(&details)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, kind);
        // Whoever reads pages is told the same on one.
        response.extensions_mut().insert(details);
        if let Some((name, value)) = self.header()
            && let Ok(value) = HeaderValue::try_from(value)
        {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
