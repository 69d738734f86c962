//! Incidents: what is broken, what was, and what happened.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::incident::{
    Entry, Happened, Incident, IncidentState, Level, Member, MemberState,
};
use runner_model::{IncidentId, IncidentPhase};
use runner_store::{IncidentSpan, PublicUpdate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::incidents::number_of;
use super::named::Named;
use super::offered::not_read;
use super::paging::{Page, Paging};
use super::schemas;
use crate::pages::objectives::Cost;
use crate::problem::Problem;
use crate::router::Inside;

/// Which incidents are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct IncidentFilter {
    /// `true`: only those that go on; `false`: only those that are over.
    open: Option<bool>,
}

/// An incident, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentLine {
    incident: u64,
    /// The worst that it ever was.
    #[schema(schema_with = schemas::severity)]
    severity: &'static str,
    /// The first bad run.
    since: Timestamp,
    /// When it was over; left out while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<Timestamp>,
    /// Who looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged_by: Option<String>,
    /// What broke together, in words.
    groups: Vec<String>,
    /// The version that was deployed last before it began, when that was recently.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_deploy: Option<String>,
    /// Another incident is the reason for this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<u64>,
    affected: Vec<AffectedLine>,
}

/// A series in an incident.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AffectedLine {
    monitor: String,
    test: String,
    variant: String,
    location: String,
    name: String,
    /// `down`, `degraded` or `recovered`.
    state: &'static str,
    since: Timestamp,
    /// The step that failed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<String>,
    /// The command that does the same on a laptop.
    #[serde(skip_serializing_if = "Option::is_none")]
    rerun: Option<String>,
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
    /// In order.
    timeline: Vec<HappenedLine>,
    /// So much more happened than is kept.
    more: u64,
    /// What is said on status pages, in order.
    updates: Vec<UpdateLine>,
    /// What it took out of the budgets of objectives; left out while that is being worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    spent: Option<Vec<SpentLine>>,
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
    let (limit, before) = (paging.limit()?, paging.cursor::<u64>()?.map(IncidentId));
    let one_more = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let found = inside.door.store.incidents().before(before, filter.open, one_more).await;
    let items = found.map_err(not_read)?.iter().map(IncidentLine::of).collect();
    Ok(Json(Page::of(items, limit, |line: &IncidentLine| line.incident.to_string())))
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
    let costs = match &kept {
        Some(incident) => Cost::soon(&inside, incident).await,
        None => None,
    };
    Ok(Json(IncidentShown {
        spent: costs.map(|costs| costs.iter().map(SpentLine::of).collect()),
        line: IncidentLine::of(&found),
        timeline: timeline.iter().map(happened).collect(),
        more: kept.as_ref().map_or(0, |incident| incident.timeline.more()),
        updates: updates.into_iter().map(UpdateLine::of).collect(),
    }))
}

impl SpentLine {
    fn of(cost: &Cost) -> Self {
        let Cost { name, spent, share, .. } = cost;
        Self { objective: name.clone(), spent: spent.clone(), share: share.clone() }
    }
}

impl IncidentLine {
    /// One that another version has written, and this one cannot read, has its number and its times.
    pub(super) fn of(stored: &runner_store::Incident) -> Self {
        let (since, closed) = match stored.span {
            IncidentSpan::Open { since } => (since, None),
            IncidentSpan::Closed { since, at } => (since, Some(at)),
        };
        let kept = stored.json.read::<Incident>().ok();
        let acknowledged_by = kept.as_ref().and_then(|incident| match &incident.state {
            IncidentState::Acknowledged { by, .. } => Some(by.clone()),
            IncidentState::Open | IncidentState::Closed { .. } => None,
        });
        let affected = kept.as_ref().map(|incident| incident.worst_first()).unwrap_or_default();
        Self {
            incident: stored.id.0,
            severity: kept.as_ref().map_or("info", |incident| incident.severity.as_str()),
            since,
            closed,
            acknowledged_by,
            groups: kept
                .as_ref()
                .map(|incident| incident.groups.iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
            after_deploy: kept.as_ref().and_then(|incident| incident.after_deploy.clone()),
            caused_by: kept.as_ref().and_then(|incident| Some(incident.cause?.incident.0)),
            affected: affected.into_iter().map(affected_line).collect(),
        }
    }
}

fn affected_line(member: &Member) -> AffectedLine {
    let finding = member.finding.as_ref();
    AffectedLine {
        monitor: member.series.monitor.to_string(),
        test: member.series.test.test.to_string(),
        variant: member.series.test.variant.to_string(),
        location: member.series.location.to_string(),
        name: member.facts.name.clone(),
        state: match member.state {
            MemberState::Down { .. } => "down",
            MemberState::Degraded { .. } => "degraded",
            MemberState::Recovered { .. } => "recovered",
        },
        since: member.since,
        step: finding.map(|finding| finding.step.clone()),
        expected: finding.and_then(|finding| finding.expected.clone()),
        got: finding.map(|finding| finding.got.clone()),
        rerun: finding.map(|finding| finding.rerun.clone()),
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
