//! Answers that say no, as pages, for those who read pages.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use runner_store::Role;
use serde::Serialize;

use super::answer::Page;
use super::frame::{Crumb, Place, Sheet, card};
use super::prose::{Piece, prose};
use super::visit::Visit;
use crate::people::{Visitor, Who, find_out};
use crate::problem::ProblemDetails;
use crate::router::Inside;

/// Programs ask below these, whatever they say that they read.
const FOR_PROGRAMS: [&str; 2] = ["/api/", "/radar/"];

/// The frame is not waited for longer: what it shows may be what cannot be read.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the page says.
#[derive(Clone, Debug, Serialize)]
struct ToldNo {
    status: u16,
    title: &'static str,
    detail: Vec<Piece>,
    /// They may be somebody who may.
    sign_in: bool,
}

/// Whoever asks for a page and is told no is told so on a page: in the frame when they may look at
/// pages, else on a card that says nothing of what is watched.
pub(crate) async fn as_pages(
    State(inside): State<Arc<Inside>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let for_programs = FOR_PROGRAMS.iter().any(|begin| path.starts_with(begin));
    if for_programs || !reads_pages(request.headers()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let asked = parts.clone();
    let Ok(mut visit) = Visit::from_request_parts(&mut parts, &()).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let details = response.extensions().get::<ProblemDetails>().cloned();
    let Some(details) = details else { return response };
    let visitor = find_out(&inside, &asked.headers, &asked.extensions).await;
    visit.visitor = visitor.ok().map(|(visitor, _)| visitor);
    match written(&inside, &visit, &details, &asked).await {
        Some(html) => on_page(response, html, visit.compressed),
        None => response,
    }
}

/// Whether whoever asks names pages among what they read; programs that read anything do not.
fn reads_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}

async fn written(
    inside: &Inside,
    visit: &Visit,
    details: &ProblemDetails,
    asked: &Parts,
) -> Option<String> {
    let told = ToldNo::of(details, visit.visitor.as_ref());
    let may_look = visit.visitor.as_ref().is_some_and(|visitor| visitor.may(Role::Viewer));
    if may_look {
        let sheet = Sheet {
            place: Place::Elsewhere,
            title: told.title.to_owned(),
            crumbs: vec![Crumb::here(told.title)],
            by_environment: false,
            by_range: false,
            template: "refusal",
            data: &told,
        };
        let framed = tokio::time::timeout(PATIENCE, inside.framed(visit, sheet)).await;
        if let Ok(Ok(html)) = framed {
            return Some(html);
        }
    }
    let html = card(visit, told.title, "refusal_card", &told);
    html.inspect_err(|error| {
        tracing::error!(%error, path = asked.uri.path(), "a refusal could not be written");
    })
    .ok()
}

/// The same answer, with a page as its body.
fn on_page(mut response: Response, html: String, compressed: bool) -> Response {
    let page = Page { status: response.status(), html, compressed }.into_response();
    let (parts, body): (_, Body) = page.into_parts();
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    for (name, value) in parts.headers.iter() {
        headers.insert(name, value.clone());
    }
    *response.body_mut() = body;
    response
}

impl ToldNo {
    fn of(details: &ProblemDetails, visitor: Option<&Visitor>) -> Self {
        let status = details.status();
        Self {
            status: status.as_u16(),
            title: title(status),
            detail: prose(&sentence(details.detail())),
            sign_in: visitor.is_some_and(|visitor| visitor.who == Who::Stranger),
        }
    }
}

/// What stands above it.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is no such page",
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "You may not do that",
        StatusCode::METHOD_NOT_ALLOWED => "That cannot be done here",
        StatusCode::TOO_MANY_REQUESTS => "Too much at once",
        StatusCode::CONFLICT => "It is too late for that",
        status if status.is_server_error() => "That does not work at present",
        _ => "That could not be understood",
    }
}

/// `no run `7`` as a sentence.
fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(letters).collect();
    if text.ends_with('.') { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_who_names_pages_is_answered_with_one() {
        let reads = |accept: &'static str| {
            reads_pages(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]))
        };
        assert!(reads("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        assert!(reads("application/json, text/html;q=0.1"));
        assert!(!reads("*/*") && !reads("application/json"));
        assert!(!reads_pages(&HeaderMap::new()));
    }

    #[test]
    fn why_is_a_sentence() {
        assert_eq!(sentence("there is no suite `a`"), "There is no suite `a`.");
    }
}
