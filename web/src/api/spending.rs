//! How the budget of a promise went down, and who spent it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::exact::{Fraction, percent_text, plain_text};
use serde::Serialize;
use utoipa::ToSchema;

use super::named::Named;
use super::objectives::counted_in;
use crate::pages::objectives::{Cause, Detail, Point, Spender, Spending};
use crate::problem::Problem;
use crate::router::Inside;

/// How a budget went down over its window, and who spent it. Shares are percentages, cut off and
/// never rounded up: `99.9012 %`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpendingShown {
    objective: String,
    /// The window; that of a month may end in the future.
    from: Timestamp,
    until: Timestamp,
    /// As it is known at this time.
    at: Timestamp,
    /// `seconds` or `runs`
    counted_in: &'static str,
    allowed: String,
    spent: String,
    /// The share that is left; less than nothing when it is overspent. Left out when nothing may be
    /// spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
    /// The share that would be left at an even pace.
    even: String,
    /// Where the budget went down, oldest first: at most 1600 of them, as what is spent within a
    /// 1600th of the window is one point. None when nothing may be spent.
    points: Vec<SpendingPoint>,
    /// What each incident spent, most first.
    incidents: Vec<IncidentSpending>,
    /// What was spent outside of incidents; left out when nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<SpentPart>,
    /// What each series spent, most first.
    series: Vec<SeriesSpending>,
    /// For how many seconds nothing is known.
    unknown_s: u64,
    /// For how many seconds nothing counts.
    excluded_s: u64,
}

/// A budget went down.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpendingPoint {
    at: Timestamp,
    /// The share that was left.
    left: String,
}

/// A part of a budget that was spent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpentPart {
    /// In seconds or runs.
    spent: String,
    /// Of all that was spent.
    share: String,
}

/// What an incident spent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentSpending {
    incident: u64,
    title: String,
    #[serde(flatten)]
    part: SpentPart,
}

/// What a series spent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeriesSpending {
    /// For reading.
    series: String,
    #[serde(flatten)]
    part: SpentPart,
}

/// How the budget of a promise went down, and who spent it. It may be a minute old: `at` says as of
/// when it is.
#[utoipa::path(get, path = "/api/v1/objectives/{name}/spending", tag = "promises",
    params(("name" = String, Path, description = "Its name")),
    responses((status = 200, body = SpendingShown)))]
pub(crate) async fn spending(
    State(inside): State<Arc<Inside>>,
    Named(name): Named,
) -> Result<Json<SpendingShown>, Problem> {
    let read = Detail::read(inside.door.clone(), name.clone());
    let detail = inside.pages.objective.get(name.clone(), read).await?;
    Ok(Json(SpendingShown::of(name, detail.spending())))
}

impl SpendingShown {
    fn of(objective: String, spending: &Spending) -> Self {
        let (course, places) = (&spending.course, spending.places);
        let point = |point: &Point| {
            let left = percent_text(&course.left(point.spent)?, places);
            Some(SpendingPoint { at: point.at, left })
        };
        let part = |part: Fraction, share: &Fraction| SpentPart {
            spent: plain_text(&part, 6),
            share: percent_text(share, places),
        };
        let (mut incidents, mut outside) = (Vec::new(), None);
        for Spender { who, part: spent, share } in &spending.incidents {
            let part = part(spent.exact(), share);
            match who {
                Cause::Incident { id, title } => {
                    let title = title.clone();
                    incidents.push(IncidentSpending { incident: id.0, title, part });
                }
                Cause::Nothing => outside = Some(part),
            }
        }
        let series = spending.series.iter().map(|spender| SeriesSpending {
            series: spender.who.clone(),
            part: part(spender.part.exact(), &spender.share),
        });
        Self {
            objective,
            from: course.window.from,
            until: course.window.until,
            at: course.at,
            counted_in: counted_in(spending.counted_in),
            allowed: plain_text(course.allowed(), 6),
            spent: plain_text(&course.spent().exact(), 6),
            left: course.left(course.spent()).map(|left| percent_text(&left, places)),
            even: percent_text(&course.even(course.at), places),
            points: course.points().iter().filter_map(point).collect(),
            incidents,
            outside,
            series: series.collect(),
            unknown_s: spending.unknown.as_secs(),
            excluded_s: spending.excluded.as_secs(),
        }
    }
}
