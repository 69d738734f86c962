//! The store's file is not what it should be: it is left as it is, and the way out is said.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::watched::{PATIENCE, Project, SERVE, monitor};

fn project() -> Project {
    let monitors = monitor("a", "local", "");
    Project::watched(&format!("monitors:\n{monitors}")).asks("a", "/json")
}

/// A store that was written by a service that has ended.
fn written() -> Project {
    let project = project();
    let service = project.serve();
    project.wait_for("ran", PATIENCE, |_| true);
    service.signal("TERM");
    service.end().exits(0);
    project
}

fn sql(path: &Path, statement: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut at = options.connect().await.unwrap();
        sqlx::raw_sql(statement).execute(&mut at).await.unwrap();
        at.close().await.unwrap();
    });
}

/// Every command says so, ends with 3, and changes no byte.
fn is_left_as_it_is(project: &Project, says: &str) {
    let before = std::fs::read(project.path("tripline.db")).unwrap();
    for args in
        [SERVE, &["status"], &["db", "check"], &["db", "backup", "copy"], &["token", "list"]]
    {
        let ended = project.tripline(args).exits(3);
        let told = ended.stderr.replace(&*project.path("").to_string_lossy(), "/here/");
        let told = told.lines().last().unwrap();
        // With SQLite's own words for what is wrong, a check may come upon something else first.
        let (same, is_damage) = (told == says, says.contains("is damaged"));
        assert!(same || (is_damage && told.contains("is damaged: ")), "{args:?}: {told}\n{says}");
        let after = std::fs::read(project.path("tripline.db")).unwrap();
        assert!(after == before, "{args:?} changed the file");
        assert!(!project.path("copy").exists());
    }
}

#[test]
fn a_damaged_store_is_left_as_it_is() {
    let project = written();
    let mut bytes = std::fs::read(project.path("tripline.db")).unwrap();
    let size = bytes.len();
    bytes[4_096..size / 2].fill(0x5a);
    project.write_bytes("tripline.db", &bytes);
    is_left_as_it_is(
        &project,
        "error: the store `/here/tripline.db` is damaged: database disk image is malformed; it is \
         left as it is, move it away and restore a copy",
    );
}

#[test]
fn a_store_that_breaks_off_is_left_as_it_is() {
    let project = project();
    project.write_bytes("tripline.db", b"SQLite format 3\0and no more");
    is_left_as_it_is(
        &project,
        "error: the store `/here/tripline.db` is damaged: it breaks off after 27 bytes; it is left \
         as it is, move it away and restore a copy",
    );
}

#[test]
fn a_store_of_a_later_version_is_left_as_it_is() {
    let project = written();
    sql(&project.path("tripline.db"), "PRAGMA user_version = 999");
    is_left_as_it_is(
        &project,
        "error: the store `/here/tripline.db` is of version 999, this tripline knows versions up \
         to 3; it is left as it is, use a newer tripline or name another file",
    );
}

#[test]
fn a_file_of_something_else_is_left_as_it_is() {
    let project = project();
    project.write("tripline.db", "dear diary,\n");
    is_left_as_it_is(
        &project,
        "error: `/here/tripline.db` is not a store of tripline: it does not begin like an SQLite \
         database; it is left as it is, name another file",
    );

    let project = self::project();
    sql(&project.path("tripline.db"), "CREATE TABLE diary (entry TEXT); PRAGMA user_version = 1");
    is_left_as_it_is(
        &project,
        "error: `/here/tripline.db` is not a store of tripline: it is an SQLite database of another \
         application; it is left as it is, name another file",
    );
}

#[test]
fn two_services_do_not_work_with_one_store() {
    let project = project();
    let first = project.serve();
    project.wait_for("ran", PATIENCE, |_| true);
    let second = project.tripline(SERVE).exits(3);
    let told = second.stderr.replace(&*project.path("").to_string_lossy(), "/here/");
    assert_eq!(
        told.lines().last().unwrap(),
        "error: another service works with the store `/here/tripline.db`: end that one, or name \
         another store"
    );
    first.signal("KILL");
    drop(first);
    let again = project.serve();
    project.wait_for("started", PATIENCE, |_| project.events_of("started").len() == 2);
    again.signal("TERM");
    again.end().exits(0);
}
