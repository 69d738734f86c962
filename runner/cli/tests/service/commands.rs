//! What people ask for beside the service, as they see it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use regex::Regex;
use runner_testkit::{Reply, refused_port};

use crate::harness::Ended;
use crate::watched::{PATIENCE, Project, Started, monitor, within};

/// Two monitors, one of which fails; two channels, one of which nobody listens to; a job.
fn project() -> Project {
    let dead = refused_port();
    let monitors = ["bad", "good"].map(|name| monitor(name, "local", ", notify: crew")).concat();
    let nightly =
        "  nightly: { run: [good.trip.yaml], in: local, cron: \"0 0 1 1 *\", timeout: 9s }\n";
    let project = Project::watched(&format!(
        "channels:\n  hook: {{ webhook: {{ post: ORIGIN/hook }} }}\n\
         \x20 dead: {{ webhook: {{ post: \"http://127.0.0.1:{dead}/\" }} }}\n\
         notify: {{ crew: [ {{ channel: hook }} ] }}\n\
         heartbeats: {{ backup: {{ every: 24h, grace: 30m, notify: crew }} }}\n\
         monitors:\n{monitors}{nightly}"
    ));
    project.origin.on("POST /hook", Reply::text("thanks"));
    let project = project.variable("USER", "ada");
    project.asks("bad", "/status/500").asks("good", "/json")
}

/// A session: each command, what it says, and how it ends.
struct Session<'a> {
    project: &'a Project,
    told: String,
}

impl<'a> Session<'a> {
    fn new(project: &'a Project) -> Self {
        Self { project, told: String::new() }
    }

    /// Gives a command; `said` puts quotes where a shell needs them.
    fn gives(&mut self, args: &[&str]) -> Ended {
        let ended = self.project.tripline(args);
        self.tells(args, &ended);
        ended
    }

    fn tells(&mut self, args: &[&str], ended: &Ended) {
        let quoted = |arg: &&str| match arg.contains(' ') || arg.is_empty() {
            true => format!("\"{arg}\""),
            false => (*arg).to_owned(),
        };
        let args: Vec<String> = args.iter().map(quoted).collect();
        self.told += &format!("$ tripline {}\n{}", args.join(" "), ended.all());
        if ended.code != Some(0) {
            self.told += &format!("[exits with {}]\n", ended.code.unwrap());
        }
        self.told += "\n";
    }

    /// All of it, with nothing in it that differs between runs.
    fn stable(&self) -> String {
        let folder = regex::escape(self.project.path("").to_str().unwrap().trim_end_matches('/'));
        let replacements = [
            (folder.as_str(), "/here"),
            (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "TIME"),
            (r"trip_[A-Za-z0-9_-]+", "trip_SECRET"),
            (r"--seed [0-9a-z]+", "--seed SEED"),
            (r"\b[0-9a-f]{32}\b", "ID"),
            (r"\b\d+(\.\d+)? (µs|ms|s|min|h|days|day)( \d+ (ms|s|min|h))?\b", "WHILE"),
            (r"(\S) {2,}", "$1  "),
            (
                r"\b\d+ (runs?|results in full|messages?|series|hours summed up|incidents?)\b",
                "N $1",
            ),
        ];
        replacements.iter().fold(self.told.clone(), |text, (found, instead)| {
            Regex::new(found).unwrap().replace_all(&text, *instead).into_owned()
        })
    }
}

/// The service with an incident that was told.
fn under_way(project: &Project) -> Started {
    let service = project.serve();
    project.wait_for("delivered", PATIENCE, |delivered| delivered["result"] == "sent");
    service
}

fn ends(service: Started) {
    service.signal("TERM");
    service.end().exits(0);
}

#[test]
fn an_incident_is_looked_at_and_looked_after() {
    let project = project();
    let service = under_way(&project);
    let changed = |change: &str| {
        project.wait_for("incident", PATIENCE, |incident| incident["change"] == change);
    };
    let mut session = Session::new(&project);
    session.gives(&["status"]);
    session.gives(&["incident", "list"]);
    session.gives(&["incident", "ack", "1"]);
    changed("acknowledged");
    session.gives(&["incident", "note", "1", "the pump is stuck", "--by", "grace"]);
    // It is there when the service has seen it.
    let noted = || project.tripline(&["incident", "show", "1"]).stdout.contains("grace: ");
    assert!(within(PATIENCE, || noted().then_some(())).is_some());
    session.gives(&["incident", "list"]);
    session.gives(&["incident", "show", "1"]);
    session.gives(&["incident", "show", "99"]);
    session.gives(&["incident", "ack", "99"]);
    session.gives(&["incident", "show", "first"]);
    let json = project.tripline(&["status", "--json"]).exits(1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let states: Vec<_> =
        json["monitors"].as_array().unwrap().iter().map(|m| (&m["monitor"], &m["state"])).collect();
    let expected = [("bad", "down"), ("nightly", "not_run_yet"), ("good", "up")];
    assert_eq!(states.len(), 3);
    for ((monitor, state), (name, is)) in states.into_iter().zip(expected) {
        assert_eq!((monitor, state), (&name.into(), &is.into()));
    }
    assert_eq!(json["incidents"][0]["id"], 1);
    project.origin.on("/status/500", Reply::status(200));
    changed("closed");
    let over = || project.tripline(&["incident", "list"]).stdout.contains("lasted");
    assert!(within(PATIENCE, || over().then_some(())).is_some());
    session.gives(&["incident", "list"]);
    session.gives(&["incident", "ack", "1"]);
    ends(service);
    insta::assert_snapshot!("an_incident", session.stable());
}

#[test]
fn monitors_are_run_paused_and_maintained() {
    let project = project();
    let service = under_way(&project);
    let mut session = Session::new(&project);
    session.gives(&["monitor", "run", "good"]);
    project.wait_for("ran", PATIENCE, |ran| ran["trigger"] == "manual" && ran["monitor"] == "good");
    session.gives(&["monitor", "run", "nightly"]);
    project.wait_for("ran", PATIENCE, |ran| ran["monitor"] == "nightly");
    session.gives(&["monitor", "pause", "good", "--why", "we are moving"]);
    session.gives(&["monitor", "pause", "good"]);
    thread::sleep(Duration::from_millis(1_100));
    let paused = project.lateness("good").len();
    thread::sleep(Duration::from_millis(2_100));
    assert_eq!(project.lateness("good").len(), paused, "what is paused does not run");
    session.gives(&["status"]);
    session.gives(&["monitor", "resume", "good"]);
    session.gives(&["monitor", "resume", "good"]);
    session.gives(&["monitor", "maintain", "good", "--for", "30m", "--why", "moving"]);
    assert_eq!(session.gives(&["status"]).code, Some(1), "the other one is down");
    session.gives(&["monitor", "maintain", "--for", "1h30m", "--why", "the whole house"]);
    // What is under maintenance does not fail: every other monitor still tells how it is.
    assert_eq!(session.gives(&["status"]).code, Some(0), "all of it is under maintenance");
    let json = project.tripline(&["status", "--json"]).exits(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for monitor in json["monitors"].as_array().unwrap() {
        assert_eq!(monitor["state"], "maintenance", "{monitor}");
        let until = &monitor["maintenance"]["until"];
        assert!(monitor["maintenance"]["name"].is_null() && until.is_string(), "{monitor}");
    }
    for slip in [
        &["monitor", "run", "god"][..],
        &["monitor", "pause", "no such name"],
        &["monitor", "resume", ""],
        &["monitor", "maintain", "good", "--for", "soon", "--why", "x"],
        &["monitor", "maintain", "good", "--for", "-1h", "--why", "x"],
        &["monitor", "maintain", "good", "--for", "99999999h", "--why", "x"],
    ] {
        assert_eq!(session.gives(slip).code, Some(64), "{slip:?}");
    }
    ends(service);
    insta::assert_snapshot!("monitors", session.stable());
}

#[test]
fn channels_are_tried_jobs_report_and_tokens_are_given() {
    let project = project();
    let service = under_way(&project);
    let mut session = Session::new(&project);
    assert_eq!(session.gives(&["notify", "test", "hook"]).code, Some(0));
    assert_eq!(session.gives(&["notify", "test", "dead"]).code, Some(1));
    assert_eq!(session.gives(&["notify", "test", "nobody"]).code, Some(64));
    session.gives(&["heartbeat", "backup"]);
    assert_eq!(session.gives(&["heartbeat", "bakcup"]).code, Some(64));
    assert_eq!(session.gives(&["heartbeat", "no name"]).code, Some(64));
    session.gives(&["token", "list"]);
    let made = session.gives(&["token", "create", "deploy pipeline", "--scope", "run"]);
    session.gives(&["token", "create", "deploy pipeline", "--scope", "admin"]);
    session.gives(&["token", "list"]).hides(&[made.stdout.trim()]);
    session.gives(&["token", "revoke", "deploy pipeline"]);
    session.gives(&["token", "revoke", "deploy pipeline"]);
    session.gives(&["token", "create", "", "--scope", "run"]);
    session.gives(&["token", "create", "x", "--scope", "everything"]);
    ends(service);
    insta::assert_snapshot!("channels_jobs_tokens", session.stable());
}

#[test]
fn a_copy_that_is_made_while_the_service_writes_is_a_store() {
    let project = project();
    let service = under_way(&project);
    let mut session = Session::new(&project);
    session.gives(&["db", "check"]);
    session.gives(&["db", "backup", "copy.db"]);
    session.gives(&["db", "backup", "copy.db"]);
    session.gives(&["db", "backup", "no/such/folder/copy.db"]);
    session.gives(&["db", "check", "--store", "copy.db"]);
    session.gives(&["status", "--store", "copy.db"]);
    let before = project.events_of("ran").len();
    let goes_on = || (project.events_of("ran").len() > before).then_some(());
    assert!(within(PATIENCE, goes_on).is_some());
    ends(service);
    assert!(!project.path("copy.db.part").exists());
    session.gives(&["incident", "list", "--store", "copy.db"]);
    insta::assert_snapshot!("copies", session.stable());
}

#[test]
fn where_there_is_no_store_that_is_said() {
    let project = project();
    let mut session = Session::new(&project);
    for args in [
        &["status"][..],
        &["incident", "list"],
        &["monitor", "run", "good"],
        &["heartbeat", "backup"],
        &["token", "list"],
        &["db", "check"],
        &["db", "backup", "copy.db"],
        &["serve", "--store", "/proc/tripline.db", "--listen", "127.0.0.1:0"],
        &["serve", "--store", "/", "--listen", "127.0.0.1:0"],
        &["status", "--store", "/"],
        &["serve", "--event-log", "/proc/events.jsonl", "--listen", "127.0.0.1:0"],
        &["serve", "--location", "not a name", "--listen", "127.0.0.1:0"],
    ] {
        session.gives(args);
    }
    insta::assert_snapshot!("no_store", session.stable());
}

#[test]
fn in_a_folder_that_may_only_be_read_the_way_out_is_said() {
    let project = project();
    let service = under_way(&project);
    ends(service);
    let allow = |mode: u32| {
        for name in ["", "tripline.db", "tripline.db.lock"] {
            let execute = if name.is_empty() { 0o111 } else { 0 };
            let mode = Permissions::from_mode(mode | execute);
            std::fs::set_permissions(project.path(name), mode).unwrap();
        }
    };
    allow(0o444);
    let mut session = Session::new(&project);
    for args in [
        &["status"][..],
        &["db", "check"],
        &["monitor", "pause", "good"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let ended = as_anybody(&project, args);
        session.tells(args, &ended);
    }
    allow(0o644);
    insta::assert_snapshot!("read_only", session.stable());
}

/// A command given by somebody who may not write everywhere, as root may.
fn as_anybody(project: &Project, args: &[&str]) -> Ended {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = match is_root {
        true => Command::new("setpriv"),
        false => Command::new("env"),
    };
    if is_root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    }
    command.arg(env!("CARGO_BIN_EXE_tripline")).args(args);
    let mut command = project.surrounded(command);
    Started::of(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).end()
}
