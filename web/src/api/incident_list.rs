//! Incidents: what is broken, what was, and what happened.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::incident::{Entry, Happened, Incident, Level};
use runner_model::{IncidentId, IncidentPhase};
use runner_store::{Deploy, PublicUpdate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::incident_line::{AffectedLine, IncidentLine};
use super::incidents::number_of;
use super::named::Named;
use super::offered::not_read;
use super::paging::{Page, Paging};
use crate::pages::incidents::{deploys_around, is_in};
use crate::pages::objectives::Cost;
use crate::problem::Problem;
use crate::router::Inside;

/// Which incidents are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct IncidentFilter {
    /// `true`: only those that go on; `false`: only those that are over.
    open: Option<bool>,
    /// About something in this environment.
    environment: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HappenedLine {
    at: Timestamp,
    /// `opened`, `joined`, `acknowledged`, `note`, `told`, `closed`, …
    happened: &'static str,
    /// The series it happened to.
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// What was written down, or who was told of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The other incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<u64>,
}

/// Something that is said of an incident on status pages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UpdateLine {
    update: i64,
    at: Timestamp,
    text: String,
    who: String,
}

/// An incident.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentShown {
    #[serde(flatten)]
    line: IncidentLine,
    /// What fails, or failed, because of it, and is told nowhere else.
    folded: Vec<AffectedLine>,
    /// In order.
    timeline: Vec<HappenedLine>,
    /// So much more happened than is kept.
    more: u64,
    /// What was deployed from an hour before it on until it was over, in order.
    deploys: Vec<DeployedLine>,
    /// What is said on status pages, in order.
    updates: Vec<UpdateLine>,
    /// What it took out of the budgets of objectives; left out while that is being worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    spent: Option<Vec<SpentLine>>,
}

/// A deploy that may have to do with it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeployedLine {
    at: Timestamp,
    service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    /// `1.4.2`
    version: String,
}

/// What an incident took out of a budget.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpentLine {
    objective: String,
    /// In words: `4 min of 43 min 12 s`, `3 of 12 failures`.
    spent: String,
    /// Of the whole budget: `9.3 %`.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<String>,
}

/// Incidents, the latest first.
#[utoipa::path(get, path = "/api/v1/incidents", tag = "incidents", params(IncidentFilter, Paging),
    responses((status = 200, body = Page<IncidentLine>)))]
pub(crate) async fn incidents(
    State(inside): State<Arc<Inside>>,
    Asked(filter): Asked<IncidentFilter>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<IncidentLine>>, Problem> {
    let (limit, mut before) = (paging.limit()?, paging.cursor::<u64>()?.map(IncidentId));
    let one_more = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let environment = filter.environment.as_deref();
    let mut lines = Vec::new();
    // Most may be elsewhere.
    while lines.len() <= limit {
        let found = inside.door.store.incidents().before(before, filter.open, one_more).await;
        let found = found.map_err(not_read)?;
        let is_there = |stored: &&runner_store::Incident| {
            environment.is_none() || is_that(stored, |it| is_in(it, environment))
        };
        lines.extend(found.iter().filter(is_there).map(IncidentLine::of));
        before = found.last().map(|last| last.id);
        if found.len() <= limit {
            break;
        }
    }
    Ok(Json(Page::of(lines, limit, |line: &IncidentLine| line.incident.to_string())))
}

/// An incident: what is affected, and what happened in which order.
#[utoipa::path(get, path = "/api/v1/incidents/{id}", tag = "incidents",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, body = IncidentShown)))]
pub(crate) async fn incident(
    State(inside): State<Arc<Inside>>,
    Named(id): Named,
) -> Result<Json<IncidentShown>, Problem> {
    let store = &inside.door.store;
    let unknown = || Problem::NotThere { what: format!("there is no incident `{id}`") };
    let number = number_of(&id).ok_or_else(unknown)?;
    let found = store.incidents().by_id(number).await.map_err(not_read)?.ok_or_else(unknown)?;
    let updates = store.public_updates().of(number).await.map_err(not_read)?;
    let kept = found.json.read::<Incident>().ok();
    let timeline = kept.as_ref().map(|incident| incident.timeline.entries()).unwrap_or_default();
    let (deploys, costs) = match &kept {
        Some(incident) => {
            let deploys = deploys_around(store, incident, inside.door.clock.now()).await;
            (deploys.map_err(not_read)?, Cost::soon(&inside, incident).await)
        }
        None => (Vec::new(), None),
    };
    let folded = kept.iter().flat_map(|incident| incident.folded.values());
    Ok(Json(IncidentShown {
        spent: costs.map(|costs| costs.iter().map(SpentLine::of).collect()),
        line: IncidentLine::of(&found),
        folded: folded.map(AffectedLine::of).collect(),
        deploys: deploys.into_iter().map(DeployedLine::of).collect(),
        timeline: timeline.iter().map(happened).collect(),
        more: kept.as_ref().map_or(0, |incident| incident.timeline.more()),
        updates: updates.into_iter().map(UpdateLine::of).collect(),
    }))
}

/// Whether it is what is looked for. Of one that another version has written nobody knows, so it
/// is.
pub(super) fn is_that(
    stored: &runner_store::Incident,
    wanted: impl FnOnce(&Incident) -> bool,
) -> bool {
    stored.json.read::<Incident>().map_or(true, |incident| wanted(&incident))
}

impl DeployedLine {
    fn of(Deploy { at, service, environment, version, .. }: Deploy) -> Self {
        let environment = environment.map(|name| name.to_string());
        Self { at, service: service.to_string(), environment, version }
    }
}

impl SpentLine {
    fn of(cost: &Cost) -> Self {
        let Cost { name, spent, share, .. } = cost;
        Self { objective: name.clone(), spent: spent.clone(), share: share.clone() }
    }
}

impl UpdateLine {
    pub(super) fn of(PublicUpdate { id, said }: PublicUpdate) -> Self {
        Self { update: id.0, at: said.at, text: said.text, who: said.who }
    }
}

fn happened(Entry { at, happened }: &Entry) -> HappenedLine {
    let mut line = HappenedLine {
        at: *at,
        happened: "closed",
        series: None,
        by: None,
        text: None,
        incident: None,
    };
    let mut of_series = |word: &'static str, series: &runner_model::Series| {
        line.happened = word;
        line.series = Some(series.to_string());
    };
    match happened {
        Happened::Opened { series } => of_series("opened", series),
        Happened::Joined { series } => of_series("joined", series),
        Happened::Worsened { series } => of_series("worsened", series),
        Happened::Improved { series } => of_series("improved", series),
        Happened::Recovered { series } => of_series("recovered", series),
        Happened::Removed { series } => of_series("removed", series),
        Happened::Folded { series } => of_series("folded", series),
        Happened::FoldedInto { cause } => {
            (line.happened, line.incident) = ("folded_into", Some(cause.0));
        }
        Happened::Explains { incident } => {
            (line.happened, line.incident) = ("explains", Some(incident.0));
        }
        Happened::StandsAlone => line.happened = "stands_alone",
        Happened::Acknowledged { by } => {
            (line.happened, line.by) = ("acknowledged", Some(by.clone()));
        }
        Happened::Note { by, text } => {
            (line.happened, line.by, line.text) = ("note", Some(by.clone()), Some(text.clone()));
        }
        Happened::Told { channel, phase } => {
            line.happened = "told";
            line.text = Some(format!("{channel}: {}", phase_word(*phase)));
        }
        Happened::Closed => {}
    }
    line
}

fn phase_word(phase: IncidentPhase) -> &'static str {
    match phase {
        IncidentPhase::Down => "down",
        IncidentPhase::Degraded => "degraded",
        IncidentPhase::StillOpen => "still open",
        IncidentPhase::Recovered { .. } => "recovered",
    }
}

/// The word for a level.
pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Up => "up",
        Level::Degraded => "degraded",
        Level::Down => "down",
    }
}
