//! What broke: incidents that are over, and one for each suite that fails.

use std::error::Error;
use std::num::NonZeroU32;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::incident::{
    Facts, Incident, IncidentChange as Changed, Incidents, Observation, Onset, OutOf, Policy,
    Report, Rules, SeriesState, Transition,
};
use runner_model::{Finding, IncidentId, Outcome, SeriesRun, Severity, Trigger};
use runner_store::{IncidentChange, IncidentSpan, Json, Record, Store, Witness};

use crate::extent::Size;
use crate::project::{FAILING, Watched};
use crate::remembered::stand;

/// So many are over.
const OVER: u32 = 200;

/// One every so often.
const BETWEEN: Duration = Duration::from_secs(10 * 3_600);

/// It lasted so long.
const LASTED: Duration = Duration::from_secs(23 * 60);

/// Remembers them; `failing` are the last runs of what fails, oldest first.
pub(crate) async fn remember(
    store: &Store,
    size: Size,
    failing: &[(Watched, Vec<SeriesRun>)],
    now: Timestamp,
) -> Result<(), Box<dyn Error>> {
    let mut book = Incidents::after(IncidentId(0));
    let well: Vec<Watched> = Watched::all(size).filter(|it| !it.is_failing()).collect();
    for back in (1..=OVER).rev() {
        let begun = now - BETWEEN * back;
        let watched = well[back as usize % well.len()];
        let down = Transition::Down(onset(begun));
        book.take(report(watched, down, None), begun, &Rules::default());
        let at = begun + LASTED;
        let up = Transition::Recovered { since: begun, at };
        let closed = book.take(report(watched, up, None), at, &Rules::default());
        let closed = closed.into_iter().find_map(|change| {
            if let Changed::Closed(incident) = change { Some(incident) } else { None }
        });
        let incident = closed.ok_or("an incident does not end")?;
        let span = IncidentSpan::Closed { since: begun, at };
        record(store, &incident, span, Vec::new()).await?;
    }
    for (watched, runs) in failing {
        fail(store, &mut book, *watched, runs).await?;
    }
    for incident in book.open() {
        let own = |run: &&SeriesRun| incident.members.contains_key(&run.series);
        let runs = failing.iter().flat_map(|(_, runs)| runs).filter(own);
        let evidence = runs.map(|run| Witness { series: run.series.clone(), run: run.run.clone() });
        let span = IncidentSpan::Open { since: incident.since };
        record(store, incident, span, evidence.collect()).await?;
    }
    Ok(())
}

/// Judges the last runs of a series as the service does.
async fn fail(
    store: &Store,
    book: &mut Incidents,
    watched: Watched,
    runs: &[SeriesRun],
) -> Result<(), Box<dyn Error>> {
    let one = NonZeroU32::MIN;
    let policy = Policy { confirm: None, down_after: OutOf::new(2, 2)?, up_after: one };
    let mut state = SeriesState::new();
    for run in runs {
        let observation =
            Observation { outcome: run.outcome, trigger: Trigger::Schedule, silence: None };
        let at = run.started + run.took;
        let (next, transition) = state.observe(&observation, at, &policy);
        state = next;
        if let Some(transition) = transition {
            let finding = (run.outcome == Outcome::Failed).then(|| finding(run));
            book.take(report(watched, transition, finding), at, &Rules::default());
        }
    }
    let json = Some(Json::of(&state)?);
    stand(store, runner_store::SeriesState { series: watched.series(), json }).await
}

fn onset(since: Timestamp) -> Onset {
    Onset { since, maintenance: None }
}

fn report(watched: Watched, transition: Transition, finding: Option<Finding>) -> Report {
    let name = "what is written here is a name";
    Report {
        series: watched.series(),
        facts: Facts {
            name: format!("Order {:04}", watched.suite),
            service: Some(watched.service().try_into().expect(name)),
            environment: Some(watched.environment().to_owned().try_into().expect(name)),
            severity: Severity::Critical,
            owner: None,
            runbook: None,
        },
        transition,
        finding,
        after_deploy: (watched.suite < FAILING).then(|| "1.60.0".to_owned()),
    }
}

fn finding(run: &SeriesRun) -> Finding {
    Finding {
        run: run.run.clone(),
        step: "step 4 \"the receipt\"".to_owned(),
        request: Some("GET http://127.0.0.1/orders/4711/receipt".to_owned()),
        expected: Some("$.gross 130.5".to_owned()),
        got: "129.5".to_owned(),
        trace: None,
        rerun: format!("tripline run {}.trip.yaml", run.series.test.suite),
        link: None,
    }
}

async fn record(
    store: &Store,
    incident: &Incident,
    span: IncidentSpan,
    evidence: Vec<Witness>,
) -> Result<(), Box<dyn Error>> {
    let change = IncidentChange { id: incident.id, span, json: Json::of(incident)?, evidence };
    Ok(store.record(Record { incidents: vec![change], ..Record::default() }).await?)
}
