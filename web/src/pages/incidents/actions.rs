//! What people do with incidents: the same as the API does.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use crate::api::{self, Named, Note, Sent};
use crate::pages::doing::{Back, caller};
use crate::people::{Filled, Visitor};
use crate::problem::Problem;
use crate::router::Inside;

/// Something to be written down.
#[derive(Deserialize)]
pub(crate) struct Written {
    text: String,
    #[serde(flatten)]
    back: Back,
}

/// Somebody looks after it.
pub(crate) async fn acknowledge(
    State(inside): State<Arc<Inside>>,
    Path(id): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Filled(back): Filled<Back>,
) -> Result<Response, Problem> {
    api::acknowledge(State(inside), Extension(caller(&visitor)), Named(id)).await?;
    Ok(back.saying("ack"))
}

/// Somebody writes something down.
pub(crate) async fn note(
    State(inside): State<Arc<Inside>>,
    Path(id): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Filled(Written { text, back }): Filled<Written>,
) -> Result<Response, Problem> {
    let note = Sent(Note::new(text));
    api::note(State(inside), Extension(caller(&visitor)), Named(id), note).await?;
    Ok(back.saying("note"))
}

/// Somebody takes back what was said in public.
pub(crate) async fn withdraw(
    State(inside): State<Arc<Inside>>,
    path: Path<(String, String)>,
    Extension(visitor): Extension<Visitor>,
    Filled(back): Filled<Back>,
) -> Result<Response, Problem> {
    api::withdraw(State(inside), Extension(caller(&visitor)), path).await?;
    Ok(back.saying("withdrawn"))
}

/// Somebody says something in public.
pub(crate) async fn publish(
    State(inside): State<Arc<Inside>>,
    Path(id): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Filled(Written { text, back }): Filled<Written>,
) -> Result<Response, Problem> {
    let note = Sent(Note::new(text));
    // What the API answers with is on the page that comes next.
    let _ = api::publish(State(inside), Extension(caller(&visitor)), Named(id), note).await?;
    Ok(back.saying("published"))
}
