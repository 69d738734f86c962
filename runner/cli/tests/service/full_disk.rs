//! There is no room for what is to be remembered.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use runner_testkit::Reply;

use crate::watched::{PATIENCE, Project, SERVE, Started, monitor, within};

/// Several monitors that fail when told to, and somebody who hears of it.
fn project(fails: &Arc<AtomicBool>) -> Project {
    let names: Vec<String> = (0..8).map(|n| format!("m{n}")).collect();
    let monitors: String = names.iter().map(|n| monitor(n, "local", ", notify: crew")).collect();
    let mut project = Project::watched(&format!(
        "channels: {{ hook: {{ webhook: {{ post: ORIGIN/hook }} }} }}\n\
         notify: {{ crew: [ {{ channel: hook }} ] }}\nmonitors:\n{monitors}"
    ));
    for name in &names {
        project = project.asks(name, "/it");
    }
    let fails = Arc::clone(fails);
    project.origin.on_request("/it", move |_| {
        Reply::status(if fails.load(Ordering::SeqCst) { 500 } else { 200 }).body("x".repeat(9_000))
    });
    project.origin.on("POST /hook", Reply::status(200));
    project
}

fn posts(project: &Project) -> usize {
    project.origin.received().iter().filter(|request| request.path == "/hook").count()
}

/// `script` in a shell, with the service's command line as `"$@"`.
fn serve_by(project: &Project, shell: &[&str], script: &str, store: &Path) -> Started {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).args(["sh", "-c", script, "sh", env!("CARGO_BIN_EXE_tripline")]);
    command.args(SERVE).arg("--store").arg(store);
    let mut command = project.surrounded(command);
    Started::of(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
}

/// Nothing can be written any more: checks go on, and it is said.
fn goes_on(project: &Project, service: &mut Started, said: &str) {
    let told = project.wait_for("store", PATIENCE, |_| true);
    let condition = told["condition"].as_str().unwrap();
    assert!(condition.starts_with(&format!("the store cannot be written: {said}")), "{condition}");
    let (status, ready) = service.asked("/readyz");
    assert!(status == 503 && ready.contains(said), "{ready}");
    let before = project.events_of("ran").len();
    let goes_on = within(PATIENCE, || (project.events_of("ran").len() > before + 24).then_some(()));
    assert!(goes_on.is_some(), "checks stopped: {before} before");
}

/// There is room again: people are told, and nothing is amiss.
fn recovers(project: &Project, service: &mut Started) {
    let told = within(PATIENCE, || (posts(project) > 0).then_some(()));
    assert!(told.is_some(), "nobody was told; {}", service.asked("/readyz").1);
    let ready = within(PATIENCE, || (service.asked("/readyz").0 == 200).then_some(()));
    assert!(ready.is_some(), "{}", service.asked("/readyz").1);
    for monitor in ["m0", "m7"] {
        let late = project.lateness(monitor);
        assert!(late.iter().all(|late| *late < 900.0), "{monitor}: {late:?}");
    }
    assert_eq!(project.events_of("missed").len(), 0);
}

#[test]
fn while_the_disk_is_full_checks_go_on_and_when_there_is_room_people_are_told() {
    let fails = Arc::new(AtomicBool::new(false));
    let project = project(&fails);
    let disk = project.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = format!("mount -t tmpfs -o size=8m disk '{}' && exec \"$@\"", disk.display());
    let alone = ["unshare", "--mount"];
    let allowed = Command::new(alone[0]).args([alone[1], "true"]).output();
    if !allowed.is_ok_and(|ended| ended.status.success()) {
        // Only who may mount has a small disk; the limit on files is for everybody.
        return;
    }
    let mut service = serve_by(&project, &alone, &mount, &disk.join("trip.db"));
    project.wait_for("ran", PATIENCE, |_| true);
    // The disk as the service sees it.
    let inside = PathBuf::from(format!("/proc/{}/root{}", service.id(), disk.display()));
    let mut filler = File::create(inside.join("filler")).unwrap();
    while filler.write_all(&[0; 1024]).is_ok() {}
    fails.store(true, Ordering::SeqCst);
    project.wait_for("incident", PATIENCE, |incident| incident["change"] == "opened");
    goes_on(&project, &mut service, "the disk is full");
    drop(filler);
    fs::remove_file(inside.join("filler")).unwrap();
    recovers(&project, &mut service);
    service.signal("TERM");
    service.end().exits(0);
}

#[test]
fn a_limit_on_the_size_of_files_is_a_full_disk_and_not_the_end() {
    let fails = Arc::new(AtomicBool::new(true));
    let project = project(&fails);
    let store = project.path("tripline.db");
    // In blocks of 512 bytes; it can be lifted again.
    let mut service = serve_by(&project, &["env"], "ulimit -S -f 800; exec \"$@\"", &store);
    goes_on(&project, &mut service, "");
    fails.store(true, Ordering::SeqCst);
    let process = service.id().to_string();
    let lifted = Command::new("prlimit").args(["--pid", &process, "--fsize=unlimited"]).status();
    assert!(lifted.unwrap().success());
    recovers(&project, &mut service);
    service.signal("TERM");
    service.end().exits(0);
    project.tripline(&["db", "check"]).exits(0).says(&["It is sound."]);
}
