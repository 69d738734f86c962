//! The process is killed again and again, at any moment, while it works.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use runner_model::{IncidentId, MonitorName, Trigger};
use runner_store::{Incident, IncidentSpan, Message, MessageState, Store};
use runner_testkit::Reply;

use crate::watched::{Project, monitor, within};

const KILLS: usize = 50;

/// Each of the monitors `m0` to `m29` fails for half of this time, one after the other.
const ROUND: Duration = Duration::from_secs(14);
const WOBBLY: u64 = 30;

/// What breaks is told when it has been so for 5 s.
const SETTLES: SignedDuration = SignedDuration::from_secs(5);

/// Everything that must not be lost.
#[derive(Default)]
struct Kept {
    /// Monitor, run.
    runs: BTreeSet<(String, String)>,
    scheduled: BTreeMap<(String, Timestamp), usize>,
    missed: BTreeSet<(String, Timestamp)>,
    incidents: BTreeMap<IncidentId, Incident>,
    messages: BTreeMap<String, Message>,
}

async fn kept(store: &Store) -> Kept {
    let mut kept = Kept::default();
    let (runs, missed, incidents) = (store.runs(), store.missed(), store.incidents());
    for status in runs.current().await.unwrap() {
        let page = runs.page(&status.series, Timestamp::MIN, Timestamp::MAX, None, 100_000);
        let name = status.series.monitor.to_string();
        for run in page.await.unwrap().runs {
            if run.trigger == Trigger::Schedule {
                *kept.scheduled.entry((name.clone(), run.planned)).or_default() += 1;
            }
            assert!(kept.runs.insert((name.clone(), run.run.to_string())), "twice: {}", run.run);
        }
        let monitor = MonitorName::try_from(name.as_str()).unwrap();
        let slots = missed.between(&monitor, Timestamp::MIN, Timestamp::MAX, 100_000);
        let slots = slots.await.unwrap().into_iter();
        kept.missed.extend(slots.map(|slot| (name.clone(), slot.planned)));
    }
    let incidents = incidents.between(Timestamp::MIN, Timestamp::MAX, 100_000);
    for incident in incidents.await.unwrap() {
        for message in store.outbox().of_incident(incident.id).await.unwrap() {
            kept.messages.insert(message.key.clone(), message);
        }
        kept.incidents.insert(incident.id, incident);
    }
    kept
}

/// A project with failures and people who are told of them. Each monitor has an environment of its
/// own, as much that breaks in one becomes one incident.
fn project(well: &Arc<AtomicBool>) -> Project {
    let wobbly = (0..WOBBLY).map(|n| format!("m{n}"));
    let steady = (0..5).flat_map(|n| [format!("bad{n}"), format!("good{n}")]);
    let names: Vec<String> = wobbly.chain(steady).collect();
    let (mut places, mut monitors) = (String::new(), String::new());
    for name in &names {
        places += &format!("  {name}: {{ services: {{ api: ORIGIN }} }}\n");
        monitors += &monitor(name, name, ", notify: crew");
    }
    let mut project = Project::bare().file(
        "tripline.yaml",
        &format!(
            "version: 1\nservices: {{ api: {{}} }}\nenvironments:\n{places}\
             channels: {{ hook: {{ webhook: {{ post: ORIGIN/hook }} }} }}\n\
             notify: {{ crew: [ {{ channel: hook }} ] }}\nmonitors:\n{monitors}"
        ),
    );
    for name in &names {
        project = project.asks(name, &format!("/is/{name}"));
    }
    let (began, well) = (Instant::now(), Arc::clone(well));
    project.origin.on_request("/is/{name}", move |request| {
        let name = request.path.rsplit('/').next().unwrap();
        let fails = match name.strip_prefix('m') {
            Some(number) => {
                let ahead = ROUND / u32::try_from(WOBBLY).unwrap() * number.parse::<u32>().unwrap();
                let into = (began.elapsed() + ahead).as_millis() % ROUND.as_millis();
                into < ROUND.as_millis() / 2 && !well.load(Ordering::SeqCst)
            }
            None => name.starts_with("bad"),
        };
        Reply::status(if fails { 500 } else { 200 })
    });
    project.origin.on("POST /hook", Reply::status(200).delay(Duration::from_millis(10)));
    project
}

#[test]
fn whatever_moment_it_is_killed_nothing_is_lost_and_nothing_counts_twice() {
    let well = Arc::new(AtomicBool::new(false));
    let project = project(&well);
    let mut before = Kept::default();
    for kill in 0..KILLS {
        let service = project.serve();
        thread::sleep(Duration::from_millis(100 + random(500)));
        // What was seen while it ran was acknowledged.
        if kill % 4 == 3 {
            let seen = project.remembered(kept);
            nothing_is_lost(&before, &seen);
            before = seen;
        }
        service.signal("KILL");
        drop(service);
    }
    assert!(before.runs.len() > 100, "only {} runs: there was no load", before.runs.len());

    well.store(true, Ordering::SeqCst);
    let service = project.serve();
    let quiet = within(Duration::from_secs(20), || {
        thread::sleep(Duration::from_millis(500));
        let seen = project.remembered(kept);
        let open = seen.incidents.values().filter(|incident| is_open(incident)).count();
        let waits = |m: &Message| !matches!(m.state, MessageState::Sent(_));
        (open == 5 && !seen.messages.values().any(waits)).then_some(())
    });
    service.signal("TERM");
    service.end().exits(0);
    let after = project.remembered(kept);
    nothing_is_lost(&before, &after);
    assert!(quiet.is_some(), "{}", left(&after));
    all_is_counted_once(&after);
    everybody_was_told(&project, &after);
    project.tripline(&["db", "check"]).exits(0).says(&["It is sound."]);
}

fn is_open(incident: &Incident) -> bool {
    matches!(incident.span, IncidentSpan::Open { .. })
}

/// What goes on, and what was not told.
fn left(kept: &Kept) -> String {
    let open = kept.incidents.values().filter(|incident| is_open(incident));
    let open: Vec<_> = open.map(|incident| (incident.id, incident.span)).collect();
    let waits = |m: &&Message| !matches!(m.state, MessageState::Sent(_));
    let untold: Vec<_> = kept.messages.values().filter(waits).collect();
    let untold: Vec<_> = untold.iter().map(|m| (&m.key, m.attempts, m.state)).collect();
    format!("open: {open:#?}\nuntold: {untold:#?}")
}

fn nothing_is_lost(before: &Kept, after: &Kept) {
    let lost: Vec<_> = before.runs.difference(&after.runs).collect();
    assert!(lost.is_empty(), "runs are lost: {lost:?}");
    let lost: Vec<_> = before.missed.difference(&after.missed).collect();
    assert!(lost.is_empty(), "missed slots are lost: {lost:?}");
    for (id, was) in &before.incidents {
        let is = after.incidents.get(id).unwrap_or_else(|| panic!("incident {id} is lost"));
        match (was.span, is.span) {
            (IncidentSpan::Closed { .. }, _) => assert_eq!(was, is),
            (
                IncidentSpan::Open { since },
                IncidentSpan::Open { since: now } | IncidentSpan::Closed { since: now, .. },
            ) => assert_eq!(since, now, "incident {id} began anew"),
        }
    }
    for (key, was) in &before.messages {
        let is = after.messages.get(key).unwrap_or_else(|| panic!("message {key} is lost"));
        if let MessageState::Sent(_) = was.state {
            assert_eq!(was.state, is.state, "{key}");
        }
    }
}

fn all_is_counted_once(kept: &Kept) {
    let twice: Vec<_> = kept.scheduled.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "slots ran twice: {twice:?}");
    let both: Vec<_> =
        kept.missed.iter().filter(|slot| kept.scheduled.contains_key(*slot)).collect();
    assert!(both.is_empty(), "slots ran and were missed: {both:?}");
    // What fails all the time is one incident, however often it is begun anew.
    for number in 0..5 {
        let group = format!("\"bad{number}\"");
        let of_it = kept.incidents.values().filter(|i| i.json.as_str().contains(&group));
        let of_it: Vec<_> = of_it.map(|i| (i.id, i.span)).collect();
        assert_eq!(of_it.len(), 1, "bad{number}: {of_it:?}");
    }
    // Between its first and its last run, every slot of a monitor ran or is on record as missed.
    let mut spans: BTreeMap<&str, (Timestamp, Timestamp)> = BTreeMap::new();
    for (name, planned) in kept.scheduled.keys() {
        let span = spans.entry(name).or_insert((*planned, *planned));
        *span = (span.0.min(*planned), span.1.max(*planned));
    }
    for (name, (first, last)) in spans {
        let slots = std::iter::successors(Some(first), |slot| {
            Some(*slot + SignedDuration::from_secs(1)).filter(|slot| *slot <= last)
        });
        let silent: Vec<_> = slots
            .filter(|slot| {
                let slot = (name.to_owned(), *slot);
                !kept.scheduled.contains_key(&slot) && !kept.missed.contains(&slot)
            })
            .collect();
        assert!(silent.is_empty(), "{name} neither ran nor was missed at {silent:?}");
    }
}

fn everybody_was_told(project: &Project, kept: &Kept) {
    let received = project.origin.received();
    let posts = received.iter().filter(|request| request.path == "/hook");
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for post in posts {
        let key = post.header("idempotency-key").expect("every message has its key").to_owned();
        assert!(kept.messages.contains_key(&key), "{key} was sent and is not in the outbox");
        *copies.entry(key).or_default() += 1;
    }
    for key in kept.messages.keys() {
        assert!(copies.contains_key(key), "{key} never arrived");
    }
    assert!(copies.len() > 10, "only {} messages: there was no load", copies.len());
    let mut lasting = 0;
    for incident in kept.incidents.values() {
        let told = |phase: &str| kept.messages.contains_key(&format!("{}/{phase}", incident.id));
        let first = told("down/hook/1");
        let again =
            kept.messages.keys().any(|k| k.starts_with(&format!("{}/recovered/", incident.id)));
        match incident.span {
            IncidentSpan::Open { .. } => assert!(first, "{incident:?} was not told"),
            IncidentSpan::Closed { since, at } => {
                let lasted = at.duration_since(since);
                assert!(first || lasted < SETTLES + SignedDuration::from_secs(2), "{incident:?}");
                assert_eq!(first, again, "{incident:?}");
                lasting += usize::from(first);
            }
        }
    }
    assert!(lasting > 3, "only {lasting} incidents were told and ended");
}

/// Any number below `limit`.
fn random(limit: u64) -> u64 {
    RandomState::new().build_hasher().finish() % limit
}
