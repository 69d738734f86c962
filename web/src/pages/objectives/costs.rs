//! What an incident took out of budgets.

use std::sync::Arc;
use std::time::Duration;

use runner_health::calendar::Span;
use runner_health::incident::Incident;
use runner_model::human;
use runner_monitor::promises::{Entry, Promise};
use serde::Serialize;
use suites::Budgeting;

use super::detail::concerns;
use super::line::{account, rough};
use super::part::Part;
use crate::Door;
use crate::api::{books, not_kept};
use crate::pages::incidents::ended;
use crate::pages::link;
use crate::problem::Problem;
use crate::router::Inside;

/// What an incident took out of one budget.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cost {
    pub(crate) name: String,
    href: String,
    /// `4 min of 43 min 12 s`, `3 of 12 failures`
    pub(crate) spent: String,
    /// `9.3 %` of the whole budget.
    pub(crate) share: Option<String>,
    /// How wide a bar is drawn, of 100.
    bar: String,
}

/// So long it is waited for; it is there the next time.
const PATIENCE: Duration = Duration::from_secs(2);

impl Cost {
    /// The same, worked out once for all who ask; nothing while that takes its time.
    pub(crate) async fn soon(inside: &Inside, incident: &Incident) -> Option<Arc<Vec<Self>>> {
        let work = Self::read(inside.door.clone(), incident.clone());
        inside.pages.costs.soon(incident.id, PATIENCE, work).await
    }

    /// Of every promise about a monitor that it affects: the whole of what the ledger has for it
    /// between its first bad run and its end, within the window of the promise.
    async fn read(door: Door, incident: Incident) -> Result<Vec<Self>, Problem> {
        let now = door.clock.now();
        let Some(books) = books(&door, now).await? else { return Ok(Vec::new()) };
        let mut costs = Vec::new();
        for promise in books.promises.iter().filter(|promise| concerns(&incident, promise)) {
            let account = account(&books, promise, now).await.map_err(not_kept)?;
            let from = incident.since.max(account.span.from);
            let until = ended(&incident).unwrap_or(now).min(account.span.until);
            let spent = match from < until {
                true => {
                    let span = Span { from, until };
                    let ledger = books.ledger(promise, span).await.map_err(not_kept)?;
                    let hit = |entry: &&Entry| hit(entry, &incident);
                    let parts = ledger.entries.iter().filter(hit).map(|it| Part::of(it, promise));
                    Part::sum(parts).rough()
                }
                // What is out of the window costs nothing any more.
                false => 0.0,
            };
            costs.push(Self::of(promise, spent, rough(&account.budget.allowed)));
        }
        Ok(costs)
    }

    fn of(promise: &Promise, spent: f64, allowed: f64) -> Self {
        let time =
            |seconds: f64| human::duration(Duration::from_secs_f64(seconds.max(0.0).floor()));
        let share = (allowed > 0.0).then(|| spent / allowed * 100.0);
        Self {
            name: promise.name.to_string(),
            href: link::objective(promise.name.as_str()),
            spent: match promise.budgeting {
                Budgeting::Timeslices => format!("{} of {}", time(spent), time(allowed)),
                Budgeting::Occurrences => format!("{spent:.0} of {} failures", at_most(allowed)),
            },
            share: share.map(|share| format!("{share:.1} %")),
            bar: format!("{:.1}", share.unwrap_or_default().clamp(0.0, 100.0)),
        }
    }
}

/// How many failures are allowed: of few also the tenths.
fn at_most(allowed: f64) -> String {
    if allowed < 10.0 { format!("{allowed:.1}") } else { format!("{:.0}", allowed.floor()) }
}

/// It is a run of something that the incident affects.
fn hit(entry: &Entry, incident: &Incident) -> bool {
    match entry {
        Entry::Run(run) => {
            incident.members.contains_key(&run.series) || incident.folded.contains_key(&run.series)
        }
        Entry::Nothing(_) | Entry::Excluded { .. } => false,
    }
}
