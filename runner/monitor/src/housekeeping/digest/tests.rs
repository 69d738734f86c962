//! Digests of a store with a history.

use std::time::Duration;

use runner_health::incident::{
    Facts, IncidentChange, IncidentState, Incidents, Onset, Report, Rules, Transition,
};
use runner_model::{Outcome, RunId, SeriesRun};
use runner_store::{IncidentSpan, Policy};
use tempfile::TempDir;

use super::*;

/// A project with three monitors of one test each, told on Mondays at nine in Paris.
const PROJECT: &str = "\
version: 1
channels: { team: { webhook: { post: https://hooks.example.com/a } } }
digest: { channel: team, cron: '0 9 * * 1', time_zone: Europe/Paris }
monitors:
  landing: { run: [a.trip.yaml], every: 1h }
  checkout: { run: [a.trip.yaml], every: 1h }
  search: { run: [a.trip.yaml], every: 1h }
";

struct Room {
    _folder: TempDir,
    store: Store,
    watch: Watch,
}

impl Room {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tripline.yaml"), PROJECT).unwrap();
        let suite = "name: A\nsteps:\n  - get: https://example.com/\n";
        std::fs::write(folder.path().join("a.trip.yaml"), suite).unwrap();
        let watch = Watch::read(folder.path()).unwrap();
        let store = Store::open(&folder.path().join("t.db")).await.unwrap();
        Self { _folder: folder, store, watch }
    }

    fn series(&self, monitor: &str) -> Series {
        let watched = self.watch.monitors.iter().find(|w| w.name().as_str() == monitor).unwrap();
        let (monitor, test) = (watched.name().clone(), watched.tests().next().unwrap());
        Series { monitor, test, location: here() }
    }

    /// Hourly runs of a monitor from a time on, one for each letter: passed, failed or errored.
    async fn ran(&self, monitor: &str, from: &str, ended: &str) {
        let runs = ended.chars().enumerate().map(|(hour, letter)| {
            let planned = at(from) + SignedDuration::from_hours(i64::try_from(hour).unwrap());
            SeriesRun {
                series: self.series(monitor),
                run: RunId::at(planned, [u8::try_from(monitor.len()).unwrap(); 10]),
                planned,
                started: planned,
                took: Duration::from_secs(1),
                outcome: match letter {
                    'p' => Outcome::Passed,
                    'f' => Outcome::Failed,
                    _ => Outcome::Errored,
                },
                first_try: true,
                trigger: Trigger::Schedule,
                steps: vec![],
                detail: None,
            }
        });
        let record = Record { runs: runs.collect(), ..Record::default() };
        self.store.record(record).await.unwrap();
    }

    async fn tell(&self, now: &str) -> Option<NewMessage> {
        tell(&self.store, &self.watch, &here(), at(now)).await.unwrap()
    }

    fn report(&self, monitor: &str, transition: Transition) -> Report {
        let facts = Facts {
            name: monitor.to_owned(),
            service: None,
            environment: None,
            severity: Severity::Critical,
            owner: None,
            runbook: None,
        };
        let series = self.series(monitor);
        Report { series, facts, transition, finding: None, after_deploy: None }
    }

    async fn tidy(&self, now: &str) {
        let day = Duration::from_secs(86_400);
        let policy = Policy { runs: day * 100, failures: day * 100, summaries: day * 100 };
        let holding = Holding::of(&self.watch, &self.store, at(now)).await.unwrap();
        let rules = |series: &Series, span| holding.rules(series, span);
        self.store.housekeeping(at(now), &policy, &rules).await.unwrap();
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn here() -> LocationName {
    "here".try_into().unwrap()
}

/// `checkout 0d 18000/25200`, with `!` when it is in an incident.
fn told(message: &NewMessage) -> Vec<String> {
    let About::Digest(digest) = &message.alert.about else { panic!("{message:?}") };
    let lines = digest.monitors.iter().map(|line| {
        let open = if line.open { "!" } else { "" };
        let days = line.days_since_failure.map_or("never".to_owned(), |days| format!("{days}d"));
        format!("{open}{} {days} {}/{}", line.monitor, line.up_seconds, line.known_seconds)
    });
    lines.collect()
}

#[tokio::test]
async fn the_first_digest_waits_for_something_to_look_back_on() {
    let room = Room::new().await;
    assert_eq!(room.tell("2026-03-30T07:30:00Z").await, None, "just installed");
    assert_eq!(room.tell("2026-04-06T06:59:00Z").await, None, "not nine yet");
    let message = room.tell("2026-04-06T07:00:00Z").await.unwrap();
    let About::Digest(digest) = &message.alert.about else { panic!("{message:?}") };
    assert_eq!(digest.from, at("2026-03-30T07:30:00Z"));
    assert_eq!(message.key, "digest/2026-04-06T07:00:00Z/team");
    assert_eq!(room.tell("2026-04-06T07:01:00Z").await, None, "told already");
    let kept = room.store.outbox();
    let kept = kept.of_channel(&message.channel, Timestamp::MAX, 9).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].alert, message.alert);
}

#[tokio::test]
async fn a_digest_says_how_each_monitor_did_and_does() {
    let room = Room::new().await;
    room.tell("2026-03-30T06:00:00Z").await;
    // Six hours, of which a run tells each.
    room.ran("landing", "2026-03-30T06:00:00Z", "pppppp").await;
    room.ran("checkout", "2026-03-30T06:00:00Z", "ppfffp").await;
    room.ran("search", "2026-03-30T06:00:00Z", "ppp?pf").await;
    // Runs of before are not of that week.
    room.ran("landing", "2026-03-29T06:00:00Z", "fp").await;
    let message = room.tell("2026-04-06T07:00:00Z").await.unwrap();
    let hour = 3_600;
    // The last run holds for an hour and a half, a run that was not carried out is not known.
    assert_eq!(
        told(&message),
        [
            format!("search 0d {}/{}", 4 * hour, 4 * hour + 5400),
            format!("landing 8d {0}/{0}", 5 * hour + 5400),
            format!("checkout 6d {}/{}", 2 * hour + 5400, 5 * hour + 5400),
        ]
    );
}

#[tokio::test]
async fn hours_that_are_summed_up_come_to_the_same() {
    let (rolled, plain) = (Room::new().await, Room::new().await);
    for room in [&rolled, &plain] {
        // Neither end of the time is a whole hour.
        room.tell("2026-03-30T06:20:00Z").await;
        room.ran("checkout", "2026-03-30T05:10:00Z", "ppfffp?pppffp").await;
        room.ran("checkout", "2026-04-06T05:10:00Z", "pf").await;
    }
    rolled.tidy("2026-04-06T06:40:00Z").await;
    let now = "2026-04-06T07:25:00Z";
    let (rolled, plain) = (rolled.tell(now).await.unwrap(), plain.tell(now).await.unwrap());
    assert_eq!(told(&rolled), told(&plain));
    let line = told(&plain).into_iter().find(|line| line.starts_with("checkout")).unwrap();
    // Up from 6:20 to 7:10, from 10:10 to 11:10, from 12:10 to 15:10, from 17:10 until the result
    // is too old at 18:40, and an hour a week later. Down for three hours, for two, and since 6:10.
    let up = 50 + 60 + 180 + 90 + 60;
    let down = 180 + 120 + 75;
    assert_eq!(line, format!("checkout 0d {}/{}", up * 60, (up + down) * 60));
}

#[tokio::test]
async fn monitors_of_open_incidents_come_first_and_closed_ones_are_counted() {
    let room = Room::new().await;
    room.tell("2026-03-30T06:00:00Z").await;
    let rules = Rules::default();
    let mut book = Incidents::default();
    let mut record = Record::default();
    for (monitor, since, recovered) in
        [("landing", "2026-04-01T06:00:00Z", true), ("search", "2026-04-02T06:00:00Z", false)]
    {
        let since = at(since);
        let down = Transition::Down(Onset { since, maintenance: None });
        let mut changes = book.take(room.report(monitor, down), since, &rules);
        if recovered {
            let settled = since + SignedDuration::from_hours(1);
            let up = Transition::Recovered { since, at: settled };
            changes.extend(book.take(room.report(monitor, up), settled, &rules));
        }
        let open = book.open().filter(|incident| incident.since == since);
        record.incidents.extend(open.map(kept));
        let last = changes.last().unwrap();
        if let IncidentChange::Closed(incident) = last {
            record.incidents.push(kept(incident));
        }
    }
    room.store.record(record).await.unwrap();
    let message = room.tell("2026-04-06T07:00:00Z").await.unwrap();
    assert_eq!(told(&message), ["!search never 0/0", "landing never 0/0", "checkout never 0/0"]);
    let About::Digest(digest) = &message.alert.about else { panic!("{message:?}") };
    assert_eq!(digest.incidents, 2);
}

fn kept(incident: &Incident) -> runner_store::IncidentChange {
    let since = incident.since;
    let span = match incident.state {
        IncidentState::Closed { at } => IncidentSpan::Closed { since, at },
        IncidentState::Open | IncidentState::Acknowledged { .. } => IncidentSpan::Open { since },
    };
    let json = Json::of(incident).unwrap();
    runner_store::IncidentChange { id: incident.id, span, json, evidence: vec![] }
}

#[test]
fn days_are_whole_and_none_while_it_fails() {
    let now = at("2026-03-30T06:00:00Z");
    assert_eq!(days_since(None, now), 0);
    assert_eq!(days_since(Some(at("2026-03-29T06:00:01Z")), now), 0);
    assert_eq!(days_since(Some(at("2026-03-29T06:00:00Z")), now), 1);
    assert_eq!(days_since(Some(at("2026-03-31T06:00:00Z")), now), 0);
}
