//! Reading what a page tells.

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::{
    Incident, IncidentState, Level, Member, MonitorStanding, SeriesState,
};
use runner_model::{Outcome, Series};
use runner_monitor::diary::{Announced, Diary};
use runner_monitor::watch::Watch;
use runner_store::{PublicUpdate, ReadError, SeriesStatus, Store};
use suites::{MonitorRef, Publish, StatusComponent, StatusPage};

use super::facts::{Component, Facts, Outage, Standing, Update};

/// So many days are told.
pub(super) const DAYS: u32 = 90;

/// So far ahead maintenance is told.
const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);

/// So many incidents are told.
const INCIDENTS: u32 = 200;

/// What `page` tells at `now`.
pub(super) async fn read(
    store: &Store,
    watch: &Watch,
    page: &StatusPage,
    now: Timestamp,
) -> Result<Facts, ReadError> {
    let diary = Diary::open(watch, store, now).await?;
    let current = store.runs().current().await?;
    let paused = store.pauses().all().await?;
    let is_paused = |of: &MonitorRef| paused.iter().any(|pause| pause.monitor == of.monitor);
    let mut components = Vec::new();
    let mut maintenance = Vec::new();
    for component in &page.components {
        let of = refs(component);
        let announced = diary.announced(&of, AHEAD).await?;
        let is_maintained = announced.iter().any(|announced| announced.from <= now);
        let own = current.iter().filter(|status| is_watched(watch, &of, &status.series));
        let states: Vec<(Option<SeriesState>, Outcome)> =
            own.map(|status| (state_of(status), status.last.outcome)).collect();
        let all_paused = of.iter().all(is_paused);
        components.push(Component {
            name: component.name.value.clone(),
            standing: standing(MonitorStanding::of(&states, all_paused), is_maintained),
            since: states.iter().filter_map(|(state, _)| state.as_ref()?.since()).min(),
            days: diary.days(&of, DAYS).await?,
        });
        maintenance.extend(announced);
    }
    let (open, over) = match page.publish {
        Publish::Incidents => outages(store, page, now).await?,
        Publish::Nothing => (Vec::new(), Vec::new()),
    };
    Ok(Facts {
        slug: page.name.value.to_string(),
        title: page.title.clone(),
        at: now,
        components,
        open,
        over,
        maintenance: once_each(maintenance),
    })
}

fn refs(component: &StatusComponent) -> Vec<MonitorRef> {
    component.of.iter().map(|of| of.value.clone()).collect()
}

/// Whether the project still has a series, and a component is made of it.
fn is_watched(watch: &Watch, of: &[MonitorRef], series: &Series) -> bool {
    let watched = watch.monitors.iter().find(|watched| *watched.name() == series.monitor);
    is_part(of, series)
        && watched.is_some_and(|watched| watched.tests().any(|test| test == series.test))
}

fn is_part(of: &[MonitorRef], series: &Series) -> bool {
    of.iter().any(|of| {
        of.monitor == series.monitor
            && of.test.as_ref().is_none_or(|test| *test == series.test.test)
    })
}

fn state_of(status: &SeriesStatus) -> Option<SeriesState> {
    status.state.as_ref()?.read().ok()
}

fn standing(of: MonitorStanding, is_maintained: bool) -> Standing {
    if is_maintained {
        return Standing::Maintenance;
    }
    match of {
        MonitorStanding::Down => Standing::Down,
        MonitorStanding::Degraded => Standing::Degraded,
        MonitorStanding::Maintenance => Standing::Maintenance,
        MonitorStanding::Unknown | MonitorStanding::Paused | MonitorStanding::NotRunYet => {
            Standing::Unknown
        }
        MonitorStanding::Up => Standing::Up,
    }
}

/// What goes on, and what is over.
async fn outages(
    store: &Store,
    page: &StatusPage,
    now: Timestamp,
) -> Result<(Vec<Outage>, Vec<Outage>), ReadError> {
    let from = now.checked_sub(SignedDuration::from_hours(24 * i64::from(DAYS)));
    let from = from.unwrap_or(Timestamp::MIN);
    let found = store.incidents().between(from, now, INCIDENTS).await?;
    let said = store.public_updates().since(from).await?;
    let kept = found.iter().filter_map(|incident| incident.json.read::<Incident>().ok());
    let all = kept.filter_map(|incident| outage(page, &incident, &said));
    Ok(all.partition(|outage| outage.until.is_none()))
}

/// What everybody may know of an incident; nothing when it affects no component of the page.
fn outage(page: &StatusPage, incident: &Incident, said: &[PublicUpdate]) -> Option<Outage> {
    let members = || incident.members.values().chain(incident.folded.values());
    let affected = |component: &&StatusComponent| {
        let of = refs(component);
        members().any(|member| is_part(&of, &member.series))
    };
    let components: Vec<&StatusComponent> = page.components.iter().filter(affected).collect();
    if components.is_empty() {
        return None;
    }
    let of: Vec<MonitorRef> = components.iter().flat_map(|component| refs(component)).collect();
    let own: Vec<&Member> = members().filter(|member| is_part(&of, &member.series)).collect();
    let updates = said.iter().filter(|update| update.said.incident == incident.id);
    Some(Outage {
        number: incident.id.0,
        components: components.iter().map(|component| component.name.value.clone()).collect(),
        is_down: own.iter().any(|member| was_down(incident, member)),
        since: own.iter().map(|member| member.since).min()?,
        until: match incident.state {
            IncidentState::Open | IncidentState::Acknowledged { .. } => None,
            IncidentState::Closed { at } => Some(at),
        },
        updates: updates
            .map(|update| Update { at: update.said.at, text: update.said.text.clone() })
            .collect(),
    })
}

/// Whether a series of an incident is, or was, down and not only degraded. Of one that has
/// recovered the timeline does not say it; its severity does: what was only degraded is no reason to
/// get people up.
fn was_down(incident: &Incident, member: &Member) -> bool {
    match member.level() {
        Level::Down => true,
        Level::Degraded => false,
        Level::Up => incident.severity >= member.facts.severity,
    }
}

/// Several components may be under the same maintenance.
fn once_each(mut maintenance: Vec<Announced>) -> Vec<Announced> {
    maintenance.sort();
    maintenance.dedup();
    maintenance
}
