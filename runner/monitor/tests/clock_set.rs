//! The machine's clock is set while a service runs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use runner_model::{Clock, SystemClock};
use runner_monitor::Event;
use runner_monitor::service::{Service, Settings};
use runner_monitor::watch::Watch;
use runner_store::Store;
use runner_testkit::{Origin, Reply};
use serde_json::Value;

/// The machine's clock, when somebody has set it by so many seconds.
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        SystemClock.now() + SignedDuration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

const PROJECT: &str = "version: 1
environments: { local: { services: { api: ORIGIN } } }
monitors:
  bad: { run: bad.trip.yaml, every: 1s, down_after: 1 of 1 runs, up_after: 1 runs, notify: crew }
  good: { run: good.trip.yaml, every: 1s, down_after: 1 of 1 runs, up_after: 1 runs, notify: crew }
heartbeats: { backup: { every: 10m, grace: 1m, notify: crew } }
channels:
  hook: { webhook: { post: ORIGIN/hook } }
  late: { webhook: { post: ORIGIN/late } }
notify: { crew: [ { channel: hook }, { channel: late } ] }
";

/// Everything that a service says.
type Said = Arc<Mutex<Vec<Value>>>;

fn of_kind(said: &Said, kind: &str) -> Vec<Value> {
    let all = said.lock().unwrap();
    all.iter().filter(|event| event["event"] == kind).cloned().collect()
}

/// Waits until it is so.
async fn until(what: &str, said: &Said, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}: {:#?}", said.lock().unwrap());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// One service that fails and one that does not, and two who are told.
fn origin() -> Origin {
    let origin = Origin::start();
    origin.on("/good", Reply::status(200));
    origin.on("/bad", Reply::status(500));
    origin.on("POST /hook", Reply::status(200));
    // It takes nothing at first: what was put off when the clock is set is not put off for longer.
    origin.on("POST /late", [Reply::status(503), Reply::status(503), Reply::status(200)]);
    origin
}

/// The project, by this clock; what it says is written down.
async fn settings(folder: &Path, origin: &Origin, clock: Arc<dyn Clock>, said: &Said) -> Settings {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    write("tripline.yaml", PROJECT.replace("ORIGIN", origin.url("").trim_end_matches('/')));
    for name in ["good", "bad"] {
        let suite = format!("name: {name}\nservice: api\nsteps: [ {{ get: /{name} }} ]\n");
        write(&format!("{name}.trip.yaml"), suite);
    }
    let heard = Arc::clone(said);
    Settings {
        folder: folder.to_owned(),
        store: Store::open(&folder.join("t.db")).await.unwrap(),
        clock,
        variables: Arc::new(BTreeMap::new()),
        location: "here".try_into().unwrap(),
        jobs: 4,
        per_host: None,
        pages: None,
        listener: Arc::new(move |event: &Event| {
            heard.lock().unwrap().push(serde_json::to_value(event).unwrap());
        }),
    }
}

/// A service is watched while its clock is set in the middle of an outage.
async fn set(by: SignedDuration) {
    let (origin, said) = (origin(), Said::default());
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(AtomicI64::new(0)));
    let settings = settings(folder.path(), &origin, Arc::<SetClock>::clone(&clock), &said).await;
    let running = Service::start(settings, Watch::read(folder.path()).unwrap()).await.unwrap();

    until("one channel was told, the other tried", &said, || {
        let results = of_kind(&said, "delivered");
        let result = |channel: &str, result: &str| {
            results.iter().any(|d| d["channel"] == channel && d["result"] == result)
        };
        result("hook", "sent") && result("late", "retry")
    })
    .await;
    clock.0.store(by.as_secs(), Ordering::SeqCst);
    until("it is noticed", &said, || of_kind(&said, "clock_set").len() == 1).await;
    let ran = of_kind(&said, "ran").len();
    until("all go on", &said, || {
        let since: BTreeSet<String> =
            of_kind(&said, "ran")[ran..].iter().map(|ran| ran["monitor"].to_string()).collect();
        since.len() == 2
    })
    .await;
    until("what was put off arrives", &said, || {
        of_kind(&said, "delivered").iter().any(|d| d["channel"] == "late" && d["result"] == "sent")
    })
    .await;
    origin.on("/bad", Reply::status(200));
    until("its end is told to both", &said, || {
        let told = of_kind(&said, "delivered");
        told.iter().filter(|d| d["key"].as_str().unwrap().contains("/recovered/")).count() == 2
    })
    .await;
    running.stop().await;
    everything_was_told_once(&said);
}

fn everything_was_told_once(said: &Said) {
    let about: Vec<Value> =
        of_kind(said, "told").iter().map(|told| told["about"].clone()).collect();
    assert_eq!(about, ["down", "down", "recovered", "recovered"]);
    let changes: Vec<Value> =
        of_kind(said, "incident").iter().map(|change| change["change"].clone()).collect();
    assert_eq!(changes.iter().filter(|change| **change == "opened").count(), 1, "{changes:?}");
    let sent: Vec<Value> = of_kind(said, "delivered")
        .into_iter()
        .filter(|delivered| delivered["result"] == "sent")
        .map(|delivered| delivered["key"].clone())
        .collect();
    let once: BTreeSet<String> = sent.iter().map(Value::to_string).collect();
    assert_eq!(once.len(), sent.len(), "{sent:?}");
    // The slots of the hour that never was were not missed by anybody's fault, and are few.
    assert!(of_kind(said, "missed").len() < 10, "{:?}", of_kind(said, "missed"));
}

#[tokio::test]
async fn set_forward_by_an_hour_it_goes_on_and_tells_everything_once() {
    set(SignedDuration::from_hours(1)).await;
}

#[tokio::test]
async fn set_back_by_an_hour_it_goes_on_and_tells_everything_once() {
    set(SignedDuration::from_hours(-1)).await;
}
