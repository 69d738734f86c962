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
