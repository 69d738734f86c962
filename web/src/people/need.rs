//! What pages need, and what becomes of those who have it not.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use runner_store::Role;

use super::visitor::{Visitor, Who};
use crate::problem::Problem;

/// The role that a page needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need(pub(crate) Role);

/// Lets those through who may; others are asked to sign in, or told no.
pub(crate) async fn need(State(Need(role)): State<Need>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    let (is_stranger, may) = match visitor {
        Some(visitor) => (visitor.who == Who::Stranger, visitor.may(role)),
        None => (true, false),
    };
    if may {
        return next.run(request).await;
    }
    if is_stranger {
        return Redirect::to(&way_in(&request)).into_response();
    }
    Problem::NotYours { needs: role }.into_response()
}

/// The page for signing in, which leads back to the one that was asked for.
fn way_in(request: &Request) -> String {
    let asked = match *request.method() {
        Method::GET | Method::HEAD => request.uri().path_and_query().map(ToString::to_string),
        // What was to be changed is not changed by asking again.
        _ => None,
    };
    match asked.filter(|path| path != "/") {
        Some(path) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            format!("/sign-in?{}", query.append_pair("to", &path).finish())
        }
        None => "/sign-in".to_owned(),
    }
}
