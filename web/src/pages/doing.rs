//! What people do on pages: offered as orders, noted in the audit log.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use runner_model::{MonitorName, Wanted};
use serde::Deserialize;

use super::routes::is_here;
use crate::admit::Caller;
use crate::api::offer;
use crate::people::{Filled, Visitor, Who};
use crate::problem::Problem;
use crate::router::Inside;

/// The page to go back to.
#[derive(Deserialize)]
pub(crate) struct Back {
    back: Option<String>,
}

impl Back {
    /// Back, where it says what was done.
    pub(crate) fn saying(self, said: &str) -> Response {
        let back = self.back.filter(|back| is_here(back)).unwrap_or_else(|| "/".to_owned());
        let (path, anchor) = back.split_once('#').unwrap_or((&back, ""));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let words = query.split('&').filter(|word| !word.is_empty() && !word.starts_with("said="));
        let said = format!("said={said}");
        let words: Vec<&str> = words.chain([said.as_str()]).collect();
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        Redirect::to(&format!("{path}?{}{anchor}", words.join("&"))).into_response()
    }
}

/// What the page says after it; nothing when the address was made up.
pub(crate) fn said(word: &str) -> Option<&'static str> {
    Some(match word {
        "run" => "Asked for a run: it is here within seconds.",
        "ack" => "Noted: you look after it.",
        "note" => "Your note is written down.",
        "published" => "It is said in public.",
        "withdrawn" => "It is no longer said in public.",
        "sent" => "A test message is on its way.",
        _ => return None,
    })
}

/// Who does it, for the log.
pub(crate) fn caller(visitor: &Visitor) -> Caller {
    Caller(match &visitor.who {
        Who::User { name, .. } => name.clone(),
        Who::LetIn | Who::Stranger => "somebody at the dashboard".to_owned(),
    })
}

/// A monitor that was chosen in a list.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    monitor: String,
    back: Option<String>,
}

/// Runs a monitor at once.
pub(crate) async fn run(
    State(inside): State<Arc<Inside>>,
    Path(name): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Filled(back): Filled<Back>,
) -> Result<Response, Problem> {
    ask_for(&inside, &visitor, &name).await?;
    Ok(back.saying("run"))
}

/// Runs the monitor that was chosen at once.
pub(crate) async fn run_chosen(
    State(inside): State<Arc<Inside>>,
    Extension(visitor): Extension<Visitor>,
    Filled(Chosen { monitor, back }): Filled<Chosen>,
) -> Result<Response, Problem> {
    ask_for(&inside, &visitor, &monitor).await?;
    Ok(Back { back }.saying("run"))
}

async fn ask_for(inside: &Inside, visitor: &Visitor, name: &str) -> Result<(), Problem> {
    let door = &inside.door;
    let known = MonitorName::try_from(name).ok();
    let known = known.filter(|name| door.known.borrow().monitors.contains(name));
    let Some(monitor) = known else {
        return Err(Problem::NotThere { what: format!("there is no monitor `{name}`") });
    };
    let what = format!("asked for a run of the monitor {monitor}");
    offer(door, caller(visitor), Wanted::Run { monitor }, what, door.clock.now()).await
}
