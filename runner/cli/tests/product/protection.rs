//! Protected environments: writing needs three who agree.

use runner_testkit::Reply;

use crate::support::Project;

fn project(suite: &str, environment: &str) -> Project {
    let project = Project::bare()
        .file(
            "tripline.yaml",
            &format!("version: 1\nenvironments:\n  production:\n    protected: true\n{environment}    matrix:\n      tenant:\n        - {{ name: canary, canary: true, path: c }}\n        - {{ name: real, path: r }}\n"),
        )
        .suite("a.trip.yaml", suite);
    project.origin.on("/*", Reply::text("ok"));
    project
}

const POSTS: &str = "  - { post: ORIGIN/orders }\n";

#[test]
fn writing_is_refused_unless_suite_and_environment_agree() {
    for (writes, allow, code) in [
        ("", "", 2),
        ("writes: any\n", "", 2),
        ("", "    allow_writes: any\n", 2),
        ("writes: any\n", "    allow_writes: canary\n", 2),
        ("writes: any\n", "    allow_writes: any\n", 0),
        ("writes: canary\n", "    allow_writes: any\n", 0),
        ("writes: canary\n", "    allow_writes: canary\n", 0),
    ] {
        let project = project(&format!("{writes}steps:\n{POSTS}"), allow);
        let ended = project.run(&["-e", "production"]);
        assert_eq!(ended.code, Some(code), "{writes:?} {allow:?}: {}", ended.all());
        assert_eq!(project.requests().is_empty(), code == 2, "{writes:?} {allow:?}");
        if code == 2 {
            ended.says(&["E402"]);
        }
    }
}

#[test]
fn canary_writes_go_to_canary_tenants_only() {
    let suite = "writes: canary\nsteps:\n  - { post: \"ORIGIN/orders/{{tenant.path}}\" }\n";
    let project = project(suite, "    allow_writes: canary\n");
    project.run(&["-e", "production"]).exits(0);
    assert_eq!(project.requests(), ["POST /orders/c"]);
}

#[test]
fn reading_is_always_allowed_and_a_post_may_say_that_it_only_reads() {
    let project =
        project("  - { get: ORIGIN/orders }\n  - { post: ORIGIN/search, safe: true }\n", "");
    project.run(&["-e", "production"]).exits(0);
    assert_eq!(project.requests().len(), 2);
}

#[test]
fn a_flow_does_not_write_for_somebody_who_may_not() {
    let project = project("  - { use: flow.trip.yaml }\n", "    allow_writes: any\n")
        .file("flow.trip.yaml", "name: f\nwrites: any\nsteps:\n  - { delete: ORIGIN/orders }\n");
    project.run(&["-e", "production", "a.trip.yaml"]).exits(2).says(&["E402"]);
    assert!(project.requests().is_empty());
}
