//! How promises are made of others: measured and modelled.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, percent_text};
use runner_monitor::promises::{Survey, SurveyedKind, SurveyedPart};
use runner_monitor::watch::Watch;
use serde::Serialize;

use super::frame::{Crumb, Place, Sheet};
use super::visit::Visit;
use crate::Door;
use crate::api::{books, not_kept, what_if};
use crate::pages::asked::Range;
use crate::problem::Problem;
use crate::router::Inside;

/// So many decimals tell four nines from five.
const PLACES: u8 = 4;

/// How promises are made of others.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Dependencies {
    compositions: Vec<Composition>,
    services: Vec<Service>,
}

#[derive(Clone, Debug, Serialize)]
struct Composition {
    name: String,
    measured: Option<String>,
    modelled: Option<String>,
    /// The tree, from the top, with how deep each part is.
    parts: Vec<Part>,
    weakest: Option<String>,
    /// `storefront is used in 2 places: it fails in all of them at once`
    shared: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Part {
    /// How deep, from 0.
    depth: usize,
    name: String,
    is_node: bool,
    /// How it follows from what it is made of.
    formula: Option<&'static str>,
    measured: Option<String>,
    modelled: Option<String>,
    is_weakest: bool,
    customers: bool,
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
    let supposed = visit.asked.word("what_if").unwrap_or_default().to_owned();
    let range =
        if visit.asked.word("range").is_some() { visit.asked.range() } else { Range::Month };
    let read = Dependencies::read(inside.door.clone(), range, supposed.clone());
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
    async fn read(door: Door, range: Range, supposed: String) -> Result<Self, Problem> {
        let now = door.clock.now();
        let supposed = what_if(&supposed)?;
        let Some(watch) = door.known.borrow().watch.clone() else {
            return Ok(Self { compositions: Vec::new(), services: Vec::new() });
        };
        let mut compositions = Vec::new();
        if let Some(books) = books(&door, now).await? {
            for name in books.compositions() {
                let span = Span::ending(now, range.length());
                // What is supposed of one composition may not be in another one.
                let survey = match books.survey(name.as_str(), span, &supposed).await {
                    Err(_) if !supposed.is_empty() => {
                        books.survey(name.as_str(), span, &BTreeMap::new()).await
                    }
                    surveyed => surveyed,
                };
                if let Some(survey) = survey.map_err(not_kept)? {
                    compositions.push(composition(name.to_string(), &survey));
                }
            }
        }
        Ok(Self { compositions, services: services(&watch) })
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

fn share(share: Option<&Fraction>) -> Option<String> {
    Some(percent_text(share?, PLACES))
}

fn composition(name: String, survey: &Survey) -> Composition {
    let weakest = survey.weakest.as_ref().map(|weakest| weakest.node.to_string());
    let mut parts = Vec::new();
    gather(&survey.root, 0, weakest.as_deref(), &mut parts);
    let shared = survey.shared.iter().map(|(node, places)| {
        format!("{node} is used in {places} places: it fails in all of them at once")
    });
    Composition {
        name,
        measured: share(survey.root.measured.share.as_ref()),
        modelled: share(survey.root.modelled.as_ref()),
        parts,
        weakest: survey.weakest.as_ref().map(|weakest| {
            let best = percent_text(&weakest.without_failures, PLACES);
            format!("{} costs most: without its failures it would be {best}", weakest.node)
        }),
        shared: shared.collect(),
    }
}

fn gather(part: &SurveyedPart, depth: usize, weakest: Option<&str>, into: &mut Vec<Part>) {
    let (name, formula) = match &part.kind {
        SurveyedKind::Node(node, _) => (node.to_string(), None),
        SurveyedKind::Series => ("all are needed".to_owned(), Some("the product of all")),
        SurveyedKind::AnyOf => {
            ("one is enough".to_owned(), Some("1 less the product of what each is not"))
        }
        SurveyedKind::AtLeast(n) => {
            (format!("{n} are enough"), Some("the chance that so many are up"))
        }
    };
    let is_node = formula.is_none();
    into.push(Part {
        depth,
        is_weakest: is_node && weakest == Some(name.as_str()),
        is_node,
        name,
        formula,
        measured: share(part.measured.share.as_ref()),
        modelled: share(part.modelled.as_ref()).filter(|_| !part.customers),
        customers: part.customers,
    });
    for part in &part.parts {
        gather(part, depth + 1, weakest, into);
    }
}
