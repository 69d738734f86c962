//! Another process holds the database locked, and does not let go.

use std::thread;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::watched::{PATIENCE, Project, monitor, within};

const LOCKED: Duration = Duration::from_secs(30);

/// Nothing is late by more on a busy machine, unless it waits for something.
const LATE: f64 = 900.0;

/// Keeps the database locked for everybody else who writes while `meanwhile` takes place.
fn while_locked(project: &Project, meanwhile: impl FnOnce()) {
    while_held(project, SqliteLockingMode::Normal, meanwhile);
}

/// Keeps the database locked as it says: `Exclusive` is for everybody who only reads, too.
fn while_held(project: &Project, mode: SqliteLockingMode, meanwhile: impl FnOnce()) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut other = runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(project.path("tripline.db"));
        let options = options.busy_timeout(Duration::from_secs(10)).locking_mode(mode);
        let mut other: SqliteConnection = options.connect().await.unwrap();
        sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
        other
    });
    meanwhile();
    runtime.block_on(async {
        sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
        other.close().await.unwrap();
    });
}

/// Three monitors, the last of which fails when told to, and somebody who hears of it.
fn project() -> Project {
    let monitors: String = ["a", "b", "c"].map(|n| monitor(n, "local", ", notify: crew")).concat();
    let project = Project::watched(&format!(
        "channels: {{ hook: {{ webhook: {{ post: ORIGIN/hook }} }} }}\n\
         notify: {{ crew: [ {{ channel: hook }} ] }}\nmonitors:\n{monitors}"
    ));
    project.origin.on("POST /hook", runner_testkit::Reply::status(200));
    project.asks("a", "/json").asks("b", "/text").asks("c", "/sequence/c/200,200,200,200,500")
}

#[test]
fn while_the_database_is_locked_checks_keep_their_times_and_then_all_is_written() {
    let project = project();
    let mut service = project.serve();
    project.wait_for("ran", PATIENCE, |ran| ran["monitor"] == "c");
    while_locked(&project, || {
        let began = Instant::now();
        project.wait_for("incident", PATIENCE, |incident| incident["change"] == "opened");
        let told = project.wait_for("store", PATIENCE, |_| true);
        assert_eq!(
            told["condition"],
            "the store cannot be written: another process holds the store locked; tripline keeps \
             trying"
        );
        let (status, ready) = service.asked("/readyz");
        assert!(
            status == 503 && ready.contains("another process holds the store locked"),
            "{ready}"
        );
        // Who only looks is not held up.
        let looked = project.tripline(&["status"]);
        assert!(looked.took < Duration::from_secs(5), "{:?}", looked.took);
        thread::sleep(LOCKED.saturating_sub(began.elapsed()));
        assert_eq!(project.origin.received().iter().filter(|r| r.path == "/hook").count(), 0);
    });
    let ready = within(PATIENCE, || (service.asked("/readyz").0 == 200).then_some(()));
    assert!(ready.is_some(), "{}", service.asked("/readyz").1);
    project.wait_for("delivered", PATIENCE, |delivered| delivered["result"] == "sent");
    service.signal("TERM");
    service.end().exits(0).says(&["the store is being written"]);

    for name in ["a", "b", "c"] {
        let late = project.lateness(name);
        assert!(late.len() >= 30, "{name}: {} runs", late.len());
        assert!(late.iter().all(|late| *late < LATE), "{name}: {late:?}");
    }
    let ran = project.events_of("ran");
    let lost = project.remembered(async |store| {
        let mut lost = Vec::new();
        for event in &ran {
            let run = runner_model::RunId::try_from(event["run"].as_str().unwrap()).unwrap();
            if store.runs().by_id(&run).await.unwrap().is_empty() {
                lost.push(event.to_string());
            }
        }
        lost
    });
    assert!(lost.is_empty(), "{lost:#?}");
    assert_eq!(project.events_of("missed"), Vec::<serde_json::Value>::new());
}

#[test]
fn a_locked_database_does_not_keep_the_service_from_ending_before_it_has_begun() {
    let project = project();
    let service = project.serve();
    project.wait_for("ran", PATIENCE, |ran| ran["monitor"] == "c");
    service.signal("TERM");
    service.end().exits(0);
    while_held(&project, SqliteLockingMode::Exclusive, || {
        let mut service = project.serve();
        service.wait_for_stderr("is not open yet", 1);
        let asked = Instant::now();
        service.signal("TERM");
        service.end().exits(0).says(&["stopped before it began to watch"]);
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    });
    project.tripline(&["db", "check"]).exits(0).says(&["It is sound."]);
}

#[test]
fn a_locked_database_does_not_keep_the_service_from_ending() {
    let project = project();
    let service = project.serve();
    project.wait_for("ran", PATIENCE, |ran| ran["monitor"] == "c");
    while_locked(&project, || {
        project.wait_for("store", PATIENCE, |_| true);
        let asked = Instant::now();
        service.signal("TERM");
        let lost = "error: the last results are lost: another process holds the store locked";
        service.end().exits(3).says(&[lost]);
        assert!(asked.elapsed() < Duration::from_secs(11), "{:?}", asked.elapsed());
    });
    project.tripline(&["db", "check"]).exits(0).says(&["It is sound."]);
}
