//! The page itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use runner_health::calendar::Span;
use runner_health::exact::Fraction;
use runner_monitor::promises::{Books, BooksError, Survey, SurveyError};
use runner_monitor::watch::Watch;
use serde::Serialize;

use super::inferred::Inferred;
use super::supposed::Supposed;
use super::tree::{Composition, composition};
use crate::Door;
use crate::api::{books, not_kept, what_if};
use crate::pages::asked::Range;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::headline::Headline;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// How promises are made of others.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Dependencies {
    headline: Option<Headline>,
    compositions: Vec<Composition>,
    services: Vec<Service>,
    /// What a composition could be, where there is none.
    inferred: Option<Inferred>,
}

#[derive(Clone, Debug, Serialize)]
struct Service {
    name: String,
    owner: Option<String>,
    needs: Vec<String>,
    external: bool,
}

/// What is asked: over which time, and what is supposed.
pub(crate) type Key = (Range, String);

/// Answers `/deps`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let all = Supposed::of(&visit.asked);
    let supposed = all.written();
    let range =
        if visit.asked.word("range").is_some() { visit.asked.range() } else { Range::Month };
    let read = Dependencies::read(inside.door.clone(), range, all);
    let found = match inside.pages.dependencies.get((range, supposed.clone()), read).await {
        Ok(found) => found,
        Err(problem) => return problem.into_response(),
    };
    let sheet = Sheet {
        place: Place::Dependencies,
        title: "Dependencies".to_owned(),
        crumbs: vec![Crumb::here("Dependencies")],
        by_environment: false,
        by_range: false,
        template: "dependencies",
        data: Shown { supposed, range: range.long(), found: &found },
    };
    inside.show(&visit, sheet).await
}

#[derive(Serialize)]
struct Shown<'d> {
    supposed: String,
    range: &'static str,
    found: &'d Dependencies,
}

impl Dependencies {
    async fn read(door: Door, range: Range, all: Supposed) -> Result<Self, Problem> {
        let now = door.clock.now();
        let supposed = what_if(&all.written())?;
        let Some(watch) = door.known.borrow().watch.clone() else {
            return Ok(Self::default());
        };
        let mut compositions = Vec::new();
        if let Some(books) = books(&door, now).await? {
            for name in books.compositions() {
                let span = Span::ending(now, range.length());
                let survey = survey(&books, name.as_str(), span, supposed.clone()).await;
                if let Some(survey) = survey.map_err(not_kept)? {
                    compositions.push(composition(name.to_string(), &survey, &all));
                }
            }
        }
        let inferred = compositions.is_empty().then(|| Inferred::of(&watch)).flatten();
        let headline = Composition::headline(&compositions, range);
        Ok(Self { headline, compositions, services: services(&watch), inferred })
    }
}

/// How a composition did. What is supposed of parts that it does not have is left out: it may be
/// meant for another one.
async fn survey(
    books: &Books,
    name: &str,
    span: Span,
    mut supposed: BTreeMap<String, Fraction>,
) -> Result<Option<Survey>, BooksError> {
    loop {
        match books.survey(name, span, &supposed).await {
            Err(BooksError::Survey(SurveyError::NoNode { node, .. }))
                if supposed.remove(&node).is_some() => {}
            surveyed => return surveyed,
        }
    }
}

fn services(watch: &Watch) -> Vec<Service> {
    let service = |service: &suites::Service| Service {
        name: service.name.value.to_string(),
        owner: service.owner.clone(),
        needs: service.depends_on.iter().map(|name| name.value.to_string()).collect(),
        external: service.external,
    };
    watch.project.services.values().map(service).collect()
}
