//! What depends on what, and how availability adds up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, exactly, percent_text};
use runner_model::Ratio;
use runner_monitor::promises::{BooksError, Survey, SurveyError, SurveyedKind, SurveyedPart};
use runner_monitor::watch::Watch;
use serde::{Deserialize, Serialize};
use suites::Service;
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::named::Named;
use super::objectives::{books, not_kept};
use super::paging::{Page, Paging};
use crate::pages::dependencies::{Host, Inferred};
use crate::problem::Problem;
use crate::router::Inside;

/// So many decimals tell four nines from five.
const PLACES: u8 = 4;

/// The time that is looked at when nothing is said.
const MONTH: Duration = Duration::from_secs(30 * 24 * 3600);

/// A service, and what it needs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ServiceLine {
    service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// Services without which it does not work.
    depends_on: Vec<String>,
    /// Run by somebody else.
    external: bool,
}

/// Services, and how promises are made of others.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dependencies {
    #[serde(flatten)]
    services: Page<ServiceLine>,
    /// The names of all compositions, in the order of the file.
    compositions: Vec<String>,
    /// Where there is no composition: what one could be.
    #[serde(skip_serializing_if = "Option::is_none")]
    inferred: Option<InferredLine>,
}

/// A composition that could be, made of what suites ask.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InferredLine {
    /// At most twenty hosts, by name.
    hosts: Vec<HostLine>,
    /// A beginning for `tripline.yaml`.
    yaml: String,
}

/// A host that suites ask.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HostLine {
    host: String,
    /// Those whose suites ask it.
    monitors: Vec<String>,
}

/// What depends on what: services by name.
#[utoipa::path(get, path = "/api/v1/dependencies", tag = "promises", params(Paging),
    responses((status = 200, body = Dependencies)))]
pub(crate) async fn dependencies(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Dependencies>, Problem> {
    let known = inside.door.known.borrow().clone();
    let project = known.watch.as_ref().map(|watch| &watch.project);
    let line = |service: &Service| ServiceLine {
        service: service.name.value.to_string(),
        owner: service.owner.clone(),
        depends_on: service.depends_on.iter().map(|name| name.value.to_string()).collect(),
        external: service.external,
    };
    let services = project.into_iter().flat_map(|project| project.services.values());
    let compositions = project.into_iter().flat_map(|project| &project.compositions);
    Ok(Json(Dependencies {
        services: paging.choose(services, |service| service.name.value.to_string())?.map(line),
        inferred: known.watch.as_ref().and_then(InferredLine::of),
        compositions: compositions.map(|named| named.name.value.to_string()).collect(),
    }))
}

impl InferredLine {
    fn of(watch: &Watch) -> Option<Self> {
        let is_declared = !watch.project.compositions.is_empty();
        let inferred = (!is_declared).then(|| Inferred::of(watch)).flatten()?;
        let line = |Host { name, monitors }: Host| HostLine { host: name, monitors };
        let hosts = inferred.hosts.into_iter().map(line).collect();
        Some(Self { hosts, yaml: inferred.yaml })
    }
}

/// How a composition did. Shares are percentages, cut off and never rounded up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompositionShown {
    composition: String,
    from: Timestamp,
    to: Timestamp,
    root: PartLine,
    /// The node whose failures cost the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    weakest: Option<String>,
    /// Nodes that are used in more than one place, and in how many: they fail in all at once.
    shared: BTreeMap<String, usize>,
}

/// A part of a composition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartLine {
    /// `node`, `series`, `any_of` or `at_least`
    kind: &'static str,
    /// The monitor or test, of a node.
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    /// So many are enough, of `at_least`.
    #[serde(skip_serializing_if = "Option::is_none")]
    enough: Option<u32>,
    /// The customer is responsible for it.
    customers: bool,
    /// What the states of its nodes were at the same time; left out when nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    measured: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<String>,
    /// As if its nodes failed independently.
    #[serde(skip_serializing_if = "Option::is_none")]
    modelled: Option<String>,
    #[schema(no_recursion)]
    parts: Vec<PartLine>,
}

/// Which time is looked at, and what is supposed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Supposed {
    /// From this time on; 30 days ago when it is left out.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Until this time; now when it is left out.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// What nodes are supposed to be available for: `payments-eu=99.5%,sso=99%`.
    what_if: Option<String>,
}

/// How a composition did, part by part: measured and modelled.
#[utoipa::path(get, path = "/api/v1/dependencies/{name}", tag = "promises",
    params(("name" = String, Path, description = "The name of a composition"), Supposed),
    responses((status = 200, body = CompositionShown)))]
pub(crate) async fn composition(
    State(inside): State<Arc<Inside>>,
    Named(name): Named,
    Asked(supposed): Asked<Supposed>,
) -> Result<Json<CompositionShown>, Problem> {
    let now = inside.door.clock.now();
    let unknown = || Problem::NotThere { what: format!("there is no composition `{name}`") };
    let what_if = what_if(supposed.what_if.as_deref().unwrap_or_default())?;
    let until = supposed.until.unwrap_or(now).min(now);
    let from = supposed.from.unwrap_or_else(|| Span::ending(until, MONTH).from);
    if from >= until {
        return Err(Problem::Malformed { why: "`from` is not before `until`".to_owned() });
    }
    let books = books(&inside.door, now).await?.ok_or_else(unknown)?;
    let survey = books.survey(&name, Span { from, until }, &what_if).await;
    let survey = survey.map_err(|error| {
        if let BooksError::Survey(why @ SurveyError::NoNode { .. }) = &error {
            return Problem::Malformed { why: format!("`what_if`: {why}") };
        }
        not_kept(error)
    })?;
    let Survey { root, shared, weakest, .. } = survey.ok_or_else(unknown)?;
    Ok(Json(CompositionShown {
        from,
        to: until,
        root: part(&root),
        weakest: weakest.map(|weakest| weakest.node.to_string()),
        shared: shared.into_iter().map(|(node, places)| (node.to_string(), places)).collect(),
        composition: name,
    }))
}

fn part(of: &SurveyedPart) -> PartLine {
    let share = |share: &Option<Fraction>| Some(percent_text(share.as_ref()?, PLACES));
    let (kind, node, enough) = match &of.kind {
        SurveyedKind::Node(node, _) => ("node", Some(node.to_string()), None),
        SurveyedKind::Series => ("series", None, None),
        SurveyedKind::AnyOf => ("any_of", None, None),
        SurveyedKind::AtLeast(n) => ("at_least", None, Some(*n)),
    };
    PartLine {
        kind,
        node,
        enough,
        customers: of.customers,
        measured: share(&of.measured.share),
        coverage: share(&of.measured.coverage),
        modelled: share(&of.modelled).filter(|_| !of.customers),
        parts: of.parts.iter().map(part).collect(),
    }
}

/// `payments-eu=99.5%,sso=99%`
pub(crate) fn what_if(written: &str) -> Result<BTreeMap<String, Fraction>, Problem> {
    let mut all = BTreeMap::new();
    for text in written.split(',').filter(|text| !text.is_empty()) {
        let refused = |why: String| Problem::Malformed { why: format!("`what_if`: {why}") };
        let (node, share) = text
            .split_once('=')
            .ok_or_else(|| refused(format!("write `{text}` like `payments-eu=99.5%`")))?;
        let share = Ratio::from_percent_text(share).map_err(|error| refused(error.to_string()))?;
        if share > Ratio::ONE {
            return Err(refused("nothing is up for more than 100 % of the time".to_owned()));
        }
        all.insert(node.to_owned(), exactly(share));
    }
    Ok(all)
}
