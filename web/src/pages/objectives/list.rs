//! All promises.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use runner_model::human;
use serde::Serialize;

use super::line::Line;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::headline::Headline;
use crate::pages::pager::{Links, Pager};
use crate::pages::visit::Visit;
use crate::router::Inside;

/// Nobody waits longer: a month of runs takes its time to be read.
const PATIENCE: Duration = Duration::from_secs(3);

/// So many stand on a page.
const ROWS: usize = 50;

#[derive(Serialize)]
struct Shown {
    /// They are still being worked out.
    pending: bool,
    headline: Option<Headline>,
    lines: Vec<Line>,
    links: Option<Links>,
}

/// Answers `/slo`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let read = Line::read_all(inside.door.clone());
    let found = inside.pages.objectives.soon((), PATIENCE, read).await;
    let data = match &found {
        Some(lines) => {
            let pager = Pager::new(visit.asked.page(), ROWS, lines.len());
            Shown {
                pending: false,
                headline: headline(lines),
                lines: pager.part(lines).to_vec(),
                links: pager.links("/slo", &visit.asked),
            }
        }
        None => Shown { pending: true, headline: None, lines: Vec::new(), links: None },
    };
    let sheet = Sheet {
        place: Place::Objectives,
        title: "Error budgets".to_owned(),
        crumbs: vec![Crumb::here("Error budgets")],
        by_environment: false,
        by_range: false,
        template: "objectives",
        data,
    };
    inside.show(&visit, sheet).await
}

/// What is spent comes first, then what burns too fast; `lines` begin with the least that is left.
fn headline(lines: &[Line]) -> Option<Headline> {
    let tightest = lines.first()?;
    let spent = lines.iter().filter(|line| line.share <= 0.0).count();
    let all = human::count(lines.len(), "objective");
    if spent > 0 {
        let verb = if spent == 1 { "has" } else { "have" };
        return Some(Headline::bad(format!("{spent} of {all} {verb} no budget left")));
    }
    if let Some(line) = lines.iter().find(|line| line.fast) {
        let (name, forecast) = (&line.name, &line.forecast);
        let rate = line.burn_1h.as_deref().unwrap_or_default();
        return Some(Headline::warning(format!(
            "{name} burns at {rate} the even pace: {forecast}"
        )));
    }
    match &tightest.left {
        Some(left) => {
            let sentence = format!("{all} with budget left; {} has least: {left}", tightest.name);
            Some(Headline::well(sentence))
        }
        None => Some(Headline::unsure(format!("{all}; nothing is known of {}", tightest.name))),
    }
}
