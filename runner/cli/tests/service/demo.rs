//! The demo that is watched.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use crate::watched::{Project, within};

/// The outage of the demo begins 15 s after its start and lasts 20 s.
const OUTAGE: Duration = Duration::from_secs(60);

/// Where the demo wrote its project, once it says so.
fn folder(project: &Project) -> PathBuf {
    let begins = |entry: &std::fs::DirEntry| {
        entry.file_name().to_string_lossy().starts_with("tripline-demo-serve")
    };
    let mut entries = std::fs::read_dir(project.path("")).unwrap().map(Result::unwrap);
    entries.find(begins).unwrap().path()
}

fn events(folder: &std::path::Path) -> Vec<Value> {
    let log = std::fs::read_to_string(folder.join("events.jsonl")).unwrap_or_default();
    log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn an_incident_comes_and_goes_and_everybody_hears_of_it_whoever_has_the_usual_ports() {
    let project = Project::bare();
    let temporary = project.path("").display().to_string();
    let project = project.variable("TMPDIR", &temporary);
    // Somebody else may have them already; then they are taken, too.
    let taken: Vec<_> =
        [4600, 4610, 4625, 8765].map(|port| TcpListener::bind(("127.0.0.1", port))).into();
    let mut demo = project.start(&["demo", "--serve"]);
    demo.wait_for_stdout("In another terminal:", 1);
    let folder = folder(&project);
    let is =
        |event: &Value, change: &str| event["event"] == "incident" && event["change"] == change;
    let over = within(OUTAGE, || {
        let events = events(&folder);
        let opened = events.iter().position(|event| is(event, "opened"))?;
        let incident = &events[opened]["incident"];
        let closed = |e: &&Value| is(e, "closed") && e["incident"] == *incident;
        events[opened..].iter().find(closed).map(|_| ())
    });
    assert!(
        over.is_some(),
        "{:?}",
        events(&folder).iter().filter(|e| e["event"] != "ran").collect::<Vec<_>>()
    );
    demo.wait_for_stdout("  webhook  ", 2);
    demo.wait_for_stdout("  mail     ", 2);

    let mut status = project.command();
    let status = status.current_dir(&folder).arg("status").output().unwrap();
    let status = String::from_utf8(status.stdout).unwrap();
    for monitor in ["catalogue", "orders", "payments", "search", "storefront"] {
        assert!(status.contains(monitor), "{status}");
    }
    demo.interrupt();
    let ended = demo.end().exits(0).hides(&["WARN messages cannot be taken"]);
    assert!(
        ended.stdout.contains("recovered") || ended.stdout.contains("again"),
        "{}",
        ended.stdout
    );
    drop(taken);
}
