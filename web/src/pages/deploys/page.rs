//! The list, and one of them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use runner_store::{DeployId, Deployed, ReadError};
use serde::Serialize;

use super::by_runs::{around, until};
use super::drawn::Drawn;
use super::judged::Judged;
use crate::api::not_read;
use crate::pages::frame::{Crumb, Place, Sheet};
use crate::pages::headline::Headline;
use crate::pages::link;
use crate::pages::pager::{Links, Pager};
use crate::pages::standings::Standings;
use crate::pages::times::{self, Moment};
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::router::Inside;

/// How far back the list goes.
const BACK: SignedDuration = SignedDuration::from_hours(30 * 24);

/// So many deploys stand on a page, each judged by its runs.
const ROWS: usize = 20;

#[derive(Debug, Serialize)]
struct List {
    headline: Option<Headline>,
    deploys: Vec<Shown>,
    links: Option<Links>,
}

/// A deploy.
#[derive(Debug, Serialize)]
struct Shown {
    href: String,
    /// The runs after it, of what was deployed.
    runs: String,
    service: String,
    version: String,
    environment: Option<String>,
    who: String,
    moment: Moment,
    #[serde(skip)]
    at: Timestamp,
    judged: Drawn,
    around: String,
}

/// Answers `/d`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let list = match List::read(&inside, &visit, &standings).await {
        Ok(list) => list,
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Deploys,
        title: "Deploys".to_owned(),
        crumbs: vec![Crumb::here("Deploys")],
        by_environment: true,
        by_range: false,
        template: "deploys",
        data: list,
    };
    inside.show(&visit, sheet).await
}

/// Answers `/d/{id}`: the number that the API knows it by, too.
pub(crate) async fn show_one(
    State(inside): State<Arc<Inside>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Response {
    let unknown = || Problem::NotThere { what: format!("there is no deploy `{id}`") };
    let Ok(number) = id.parse().map(DeployId) else { return unknown().into_response() };
    let standings = match inside.standings().await {
        Ok(standings) => standings,
        Err(problem) => return problem.into_response(),
    };
    let now = inside.door.clock.now();
    let found = async {
        let deploys = inside.door.store.deploys();
        let Some(found) = deploys.by_id(number).await? else { return Ok(None) };
        let later = deploys.judged_between(found.deploy.at, now).await?;
        let shown = Shown::read(&inside, &found, &later, &standings, now, true).await?;
        Ok::<_, ReadError>(Some(shown))
    };
    let shown = match found.await {
        Ok(Some(shown)) => shown,
        Ok(None) => return unknown().into_response(),
        Err(error) => return not_read(error).into_response(),
    };
    let name = format!("{} {}", shown.service, shown.version);
    let carried = visit.asked.carried();
    let sheet = Sheet {
        place: Place::Deploys,
        title: name.clone(),
        crumbs: vec![Crumb::to("Deploys", format!("/d{carried}")), Crumb::here(name)],
        by_environment: false,
        by_range: false,
        template: "deploy",
        data: shown,
    };
    inside.show(&visit, sheet).await
}

impl List {
    async fn read(
        inside: &Inside,
        visit: &Visit,
        standings: &Arc<Standings>,
    ) -> Result<Self, ReadError> {
        let now = inside.door.clock.now();
        let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
        let all = inside.door.store.deploys().judged_between(from, now).await?;
        let here = visit.asked.environment();
        let is_here = |found: &&Deployed| {
            let place = found.deploy.environment.as_ref().map(|name| name.as_str());
            here.is_none() || place.is_none() || place == here
        };
        let wanted: Vec<&Deployed> = all.iter().rev().filter(is_here).collect();
        let pager = Pager::new(visit.asked.page(), ROWS, wanted.len());
        let mut deploys = Vec::new();
        for found in pager.part(&wanted) {
            deploys.push(Shown::read(inside, found, &all, standings, now, false).await?);
        }
        let last = deploys.first().filter(|_| pager.is_first());
        let headline = last.map(|last| headline(last, now));
        Ok(Self { headline, deploys, links: pager.links("/d", &visit.asked) })
    }
}

impl Shown {
    async fn read(
        inside: &Inside,
        Deployed { id, deploy, .. }: &Deployed,
        all: &[Deployed],
        standings: &Arc<Standings>,
        now: Timestamp,
        with_findings: bool,
    ) -> Result<Self, ReadError> {
        let until = until(deploy, all, now);
        let judged = Judged::kept(inside, deploy, until, standings, with_findings).await?;
        Ok(Self {
            href: link::deploy(*id),
            runs: link::runs_after(*id),
            service: deploy.service.to_string(),
            version: deploy.version.clone(),
            environment: deploy.environment.as_ref().map(ToString::to_string),
            who: deploy.who.clone(),
            moment: Moment::of(deploy.at, now),
            judged: Drawn::of(&judged),
            at: deploy.at,
            around: around(),
        })
    }
}

/// `Clean: orders 1.4.2, 3 min ago in production`
fn headline(last: &Shown, now: Timestamp) -> Headline {
    let place = last.environment.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let ago = times::about(times::since(last.at, now));
    let (mark, service, version) = (last.judged.mark, &last.service, &last.version);
    let sentence = format!("{}: {service} {version}, {ago} ago{place}", mark.word);
    Headline::marked(mark, sentence)
}
