//! Stores of every version are brought up to date, and what they hold is read.
//!
//! `versions/` holds a small store of each version as SQL, as that version wrote it. A step to
//! another version brings its own file; the others stay as they are.

use std::path::Path;

use runner_model::{IncidentId, Outcome, Secret};
use runner_store::{IncidentSpan, MessageState, Role, StateKind, Store, check};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

use crate::opening::other;
use crate::sample::{Sample, at, series};

const VERSIONS: &[&str] = &[
    include_str!("versions/1.sql"),
    include_str!("versions/2.sql"),
    include_str!("versions/3.sql"),
];

const SCHEMA: &str = "SELECT type, name, sql FROM sqlite_schema ORDER BY name";

/// A store as the version wrote it.
async fn write(path: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut file = options.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut file).await.unwrap();
    file.close().await.unwrap();
}

async fn schema(path: &Path) -> Vec<(String, String, Option<String>)> {
    let rows = sqlx::query(SCHEMA).fetch_all(&mut other(path).await).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

async fn version(path: &Path) -> i64 {
    let row = sqlx::query("PRAGMA user_version").fetch_one(&mut other(path).await).await.unwrap();
    row.get(0)
}

#[tokio::test]
async fn there_is_a_store_of_every_version() {
    let sample = Sample::new().await;
    let path = sample.file("trip.db");
    assert_eq!(version(&path).await, VERSIONS.len() as i64);
    for (number, sql) in VERSIONS.iter().enumerate() {
        let path = sample.file(&format!("{number}.db"));
        write(&path, sql).await;
        assert_eq!(version(&path).await, number as i64 + 1);
    }
}

#[tokio::test]
async fn a_store_of_any_version_becomes_like_a_new_one() {
    let sample = Sample::new().await;
    let expected = schema(&sample.file("trip.db")).await;
    for (number, sql) in VERSIONS.iter().enumerate() {
        let path = sample.file(&format!("{number}.db"));
        write(&path, sql).await;
        Store::open(&path).await.unwrap().close().await;
        assert_eq!(schema(&path).await, expected);
        let report = check(&path).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_any_version_wrote_is_read() {
    let sample = Sample::new().await;
    for (number, sql) in VERSIONS.iter().enumerate() {
        let path = sample.file(&format!("{number}.db"));
        write(&path, sql).await;
        let store = Store::open(&path).await.unwrap();
        holds_the_same(&store).await;
        if number > 0 {
            holds_people(&store).await;
        }
        if number > 1 {
            holds_triggers(&store).await;
        }
    }
}

/// What the store of every version holds.
async fn holds_the_same(store: &Store) {
    let page = store.runs().page(&series("checkout"), at(0), at(3600), None, 9).await.unwrap();
    let outcomes: Vec<Outcome> = page.runs.iter().map(|run| run.outcome).collect();
    assert_eq!(outcomes, [Outcome::Failed, Outcome::Passed]);
    let failed = &store.runs().by_id(&page.runs[0].run).await.unwrap()[0];
    assert_eq!(failed.steps[0].status, Some(502));
    assert_eq!(failed.detail.as_ref().unwrap().name, "Checkout");
    let pass = store.runs().last_pass(&series("checkout")).await.unwrap().unwrap();
    assert_eq!(pass.detail.unwrap().rerun, "tripline run checkout.trip.yaml");
    let state = store.runs().current().await.unwrap()[0].state.clone().unwrap();
    assert_eq!(state.read::<String>().unwrap(), "down");
    let beat = store.states().one(StateKind::new("heartbeat"), "nightly").await.unwrap();
    assert_eq!(beat.unwrap().read::<u8>().unwrap(), 7);
    let incident = store.incidents().by_id(IncidentId(3)).await.unwrap().unwrap();
    assert_eq!(incident.span, IncidentSpan::Open { since: at(60) });
    let told = store.outbox().of_incident(IncidentId(3)).await.unwrap();
    assert_eq!(told[0].state, MessageState::Sent(at(63)));
    assert_eq!(store.outbox().attempts(told[0].id).await.unwrap()[0].attempt.answer, "200 OK");
    let hours = store.rollups().between(&series("checkout"), at(0), at(3600)).await.unwrap();
    assert_eq!(hours[0].rollup.transaction.runs.down, 1);
    let missed = store.missed().between(&series("checkout").monitor, at(-60), at(0), 9).await;
    assert_eq!(missed.unwrap()[0].reason, "tripline was not running");
    assert_eq!(store.deploys().between(at(0), at(60)).await.unwrap()[0].version, "1.4.2");
    assert_eq!(store.annotations().between(at(0), at(60)).await.unwrap()[0].said.who, "ana");
    let objective = "checkout-works".try_into().unwrap();
    assert_eq!(store.corrections().of(&objective).await.unwrap()[0].why, "database upgrade");
    let frozen = store.frozen().of_month("2025-12").await.unwrap();
    assert_eq!(frozen[0].json.read::<String>().unwrap(), "99.9 %");
    assert_eq!(store.pauses().all().await.unwrap()[0].who, "ana");
    assert_eq!(store.orders().claim(at(99)).await.unwrap()[0].by, "ana");
    let token = Secret::new("trip_5a1f0c9e77d24b0e".to_owned());
    assert_eq!(store.tokens().find(&token, at(99)).await.unwrap().unwrap().name, "ci");
    assert_eq!(store.audit().latest(at(9999), 9).await.unwrap().len(), 3);
}

/// What the store of every version from the second on holds.
async fn holds_people(store: &Store) {
    assert_eq!(store.users().all().await.unwrap()[0].role, Role::Operator);
    let session = Secret::new("a-session-of-ana".to_owned());
    assert_eq!(store.sessions().find(&session, at(99)).await.unwrap().unwrap().name, "ana");
    let said = store.public_updates().of(IncidentId(3)).await.unwrap();
    assert_eq!(said[0].said.text, "We are looking into it.");
}

/// What the store of every version from the third on holds.
async fn holds_triggers(store: &Store) {
    assert_eq!(store.triggers().all().await.unwrap()[0].name, "after orders");
    let deployed = &store.deploys().judged_between(at(0), at(60)).await.unwrap()[0];
    assert_eq!(deployed.deploy.commit.as_deref(), Some("4f2a91c"));
    assert_eq!(deployed.judged.as_ref().unwrap().verdict, "passed");
}
