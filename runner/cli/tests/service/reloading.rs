//! The files change while the service runs.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::watched::{PATIENCE, Project, monitor, within};

const TOLD: &str = "channels: { hook: { webhook: { post: ORIGIN/hook } } }
notify: { crew: [ { channel: hook } ] }
monitors:
";

fn planned(project: &Project, monitor: &str) -> Vec<i64> {
    let ran = project.events_of("ran").into_iter().filter(|ran| ran["monitor"] == monitor);
    let millis = |ran: Value| {
        ran["planned"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond()
    };
    ran.map(millis).collect()
}

#[test]
fn what_is_right_applies_and_what_is_wrong_changes_nothing() {
    let (bad, good) = (monitor("bad", "local", ", notify: crew"), monitor("good", "local", ""));
    let project = Project::watched(&format!("{TOLD}{bad}{good}"));
    project.origin.on("POST /hook", runner_testkit::Reply::status(200));
    let project = project.asks("bad", "/status/500").asks("good", "/json").asks("more", "/text");
    let mut service = project.serve();
    project.wait_for("told", PATIENCE, |_| true);

    // Wrong: it is said, and what ran before runs on.
    project.watch_instead(&format!("{TOLD}{bad}{good}  more: {{ runs: [more.trip.yaml] }}\n"));
    service.signal("HUP");
    let refused = project.wait_for("reload_refused", PATIENCE, |_| true);
    let first = refused["first"].as_str().unwrap();
    assert_eq!(first, "tripline.yaml:11:9: a monitor needs `run`");
    let said = service.wait_for_stderr("the files are not right: what ran before runs on", 1);
    assert!(said.contains(first), "{said}");
    let (_, ready) = service.asked("/readyz");
    assert!(ready.contains(&format!("what ran before runs on: {first}")), "{ready}");
    let before = project.events_of("ran").len();
    assert!(
        within(PATIENCE, || (project.events_of("ran").len() > before + 4).then_some(())).is_some()
    );

    // Right: what is new begins, what is gone ends, what is the same goes on as if nothing happened.
    project.watch_instead(&format!("{TOLD}{bad}{}", monitor("more", "local", "")));
    service.signal("HUP");
    let reloaded = project.wait_for("reloaded", PATIENCE, |_| true);
    assert_eq!((&reloaded["monitors"], &reloaded["gone"][0]), (&2.into(), &"good".into()));
    project.wait_for("ran", PATIENCE, |ran| ran["monitor"] == "more");
    let (_, ready) = service.asked("/readyz");
    assert!(ready.contains("the project's files are right"), "{ready}");
    let good = planned(&project, "good").len();
    thread::sleep(Duration::from_millis(2_500));
    assert!(planned(&project, "good").len() <= good + 1, "what is gone does not run");
    let slots = planned(&project, "bad");
    assert!(slots.windows(2).all(|two| two[1] - two[0] == 1_000), "its phase changed: {slots:?}");
    let changes = project.events_of("incident").into_iter().map(|i| i["change"].clone());
    let changes: Vec<_> = changes.filter(|change| change != "noted").collect();
    assert_eq!(changes, ["opened"], "the incident goes on");
    let about_bad = project.events_of("told").into_iter().filter(|told| told["about"] == "down");
    assert_eq!(about_bad.count(), 1);
    service.signal("TERM");
    service.end().exits(0);
}

#[test]
fn a_change_is_noticed_without_being_said() {
    let project = Project::watched(&format!("monitors:\n{}", monitor("a", "local", "")));
    let project = project.asks("a", "/json");
    let service = project.serve();
    project.wait_for("ran", PATIENCE, |ran| ran["outcome"] == "passed");
    let project = project.asks("a", "/status/500");
    project.wait_for("ran", PATIENCE, |ran| ran["outcome"] == "failed");
    service.signal("TERM");
    service.end().exits(0);
}
