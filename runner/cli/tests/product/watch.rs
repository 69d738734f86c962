//! `--watch`: again whenever a file changes.
#![cfg(unix)]

use crate::support::{Project, whole};

const WAITING: &str = "waiting for a change";

#[test]
fn a_change_runs_everything_again_until_ctrl_c() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/count/a\n");
    let mut started = project.start(&["run", "--watch"]);
    let writes = |check: &str| {
        let step = format!("  - {{ get: ORIGIN/count/a, expect: {{ {check} }} }}\n");
        project.write("a.trip.yaml", &whole(&step));
    };
    started.wait_for_stderr(WAITING, 1);
    started.wait_for_stdout("1 passed", 1);
    writes("$.count: 99");
    started.wait_for_stderr(WAITING, 2);
    started.wait_for_stdout("1 failed", 1);
    writes("stauts: 200");
    started.wait_for_stderr(WAITING, 3);
    started.wait_for_stderr("error[E202]", 1);
    writes("status: 200");
    started.wait_for_stderr(WAITING, 4);
    started.wait_for_stdout("1 passed", 2);
    started.interrupt();
    let ended = started.end().exits(130);
    assert_eq!(project.count("/count/a"), 3, "{ended:?}");
}

#[test]
fn without_a_change_nothing_happens_twice_and_a_new_suite_is_a_change() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/count/a\n");
    let mut started = project.start(&["run", "--watch"]);
    started.wait_for_stderr(WAITING, 1);
    std::thread::sleep(std::time::Duration::from_millis(800));
    assert_eq!(project.count("/count/a"), 1);
    project.write("b.trip.yaml", &whole("  - get: ORIGIN/count/b\n"));
    started.wait_for_stderr(WAITING, 2);
    started.wait_for_stdout("2 passed", 1);
    started.interrupt();
    started.end().exits(130);
}

#[test]
fn a_file_that_a_suite_reads_is_watched_too() {
    let project = Project::new()
        .file("rows.csv", "n\n1\n")
        .suite("a.trip.yaml", "cases: rows.csv\nsteps:\n  - get: ORIGIN/bytes/{{case.n}}\n");
    let mut started = project.start(&["run", "--watch"]);
    started.wait_for_stderr(WAITING, 1);
    project.write("rows.csv", "n\n1\n2\n");
    started.wait_for_stdout("2 passed", 1);
    started.wait_for_stderr(WAITING, 2);
    started.interrupt();
    started.end().exits(130);
}

#[test]
fn a_change_while_tests_run_is_a_change_too() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/delay/800\n");
    let mut started = project.start(&["run", "--watch"]);
    let received = project.origin.wait_received(1, std::time::Duration::from_secs(10));
    assert_eq!(received.len(), 1);
    project.write("b.trip.yaml", "name: b\nsteps:\n  - get: http://127.0.0.1:9/\n");
    started.wait_for_stderr(WAITING, 2);
    started.interrupt();
    started.end().exits(130);
}
