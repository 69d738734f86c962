//! `--watch`: again whenever a file changes.
#![cfg(unix)]

use crate::support::{Project, whole};

#[test]
fn a_change_runs_everything_again_until_ctrl_c() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/count/a\n");
    let mut started = project.start(&["run", "--watch"]);
    started.wait_for_stdout("1 passed", 1);
    started.wait_for_stderr("waiting for a change");
    project.write("a.trip.yaml", &whole("  - { get: ORIGIN/count/a, expect: { $.count: 99 } }\n"));
    started.wait_for_stdout("1 failed", 1);
    project.write("a.trip.yaml", &whole("  - { gte: nonsense }\n"));
    started.wait_for_stderr("error[E2");
    project.write("a.trip.yaml", &whole("  - { get: ORIGIN/count/a, expect: { status: 200 } }\n"));
    started.wait_for_stdout("1 passed", 2);
    started.interrupt();
    let ended = started.end().exits(130);
    assert_eq!(project.count("/count/a"), 3, "{ended:?}");
}

#[test]
fn without_a_change_nothing_happens_twice_and_a_new_suite_is_a_change() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/count/a\n");
    let mut started = project.start(&["run", "--watch"]);
    started.wait_for_stdout("1 passed", 1);
    started.wait_for_stderr("waiting for a change");
    std::thread::sleep(std::time::Duration::from_millis(800));
    assert_eq!(project.count("/count/a"), 1);
    project.write("b.trip.yaml", &whole("  - get: ORIGIN/count/b\n"));
    started.wait_for_stdout("2 passed", 1);
    started.interrupt();
    started.end().exits(130);
}
