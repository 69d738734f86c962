//! Which tests are run: paths, names, tags, cases, tenants.

use crate::support::Project;

const TESTS: &str = "\
tags: [all]
tests:
  one: { tags: [red], steps: [ { get: ORIGIN/one } ] }
  two: { tags: [blue], steps: [ { get: ORIGIN/two } ] }
  three: { steps: [ { get: ORIGIN/three } ] }
";

fn three_tests() -> Project {
    let project = Project::new().suite("a.trip.yaml", TESTS);
    for path in ["/one", "/two", "/three"] {
        project.origin.on(path, runner_testkit::Reply::text("ok"));
    }
    project
}

fn paths(project: &Project) -> Vec<String> {
    let mut paths: Vec<String> =
        project.origin.received().into_iter().map(|received| received.path).collect();
    paths.sort();
    project.origin.forget();
    paths
}

#[test]
fn a_test_is_named_behind_its_file() {
    let project = three_tests();
    project.run(&["a.trip.yaml::two"]).exits(0).says(&["1 test"]);
    assert_eq!(paths(&project), ["/two"]);
    let ended = project.run(&["a.trip.yaml::twoo"]).exits(64);
    ended.says(&["a.trip.yaml has no test `twoo`", "one, two, three"]);
}

#[test]
fn tags_choose_and_exclude_tests() {
    let project = three_tests();
    project.run(&["--tag", "red"]).exits(0);
    assert_eq!(paths(&project), ["/one"]);
    project.run(&["--tag", "red", "--tag", "blue"]).exits(0);
    assert_eq!(paths(&project), ["/one", "/two"]);
    project.run(&["--tag", "all", "--exclude-tag", "blue"]).exits(0);
    assert_eq!(paths(&project), ["/one", "/three"]);
}

#[test]
fn folders_globs_and_files_name_suites() {
    let project = Project::new()
        .suite("suites/a.trip.yaml", "  - get: ORIGIN/count/a\n")
        .suite("suites/deep/b.trip.yaml", "  - get: ORIGIN/count/b\n")
        .suite("other/c.trip.yaml", "  - get: ORIGIN/count/c\n")
        .file("suites/notes.yaml", "not: a suite\n");
    project.run(&["suites"]).exits(0);
    assert_eq!(paths(&project), ["/count/a", "/count/b"]);
    project.run(&["suites/*.trip.yaml", "other/c.trip.yaml"]).exits(0);
    assert_eq!(paths(&project), ["/count/a", "/count/c"]);
    project.run(&[]).exits(0);
    assert_eq!(paths(&project), ["/count/a", "/count/b", "/count/c"]);
    project.run(&["suites", "suites/a.trip.yaml", "./suites/a.trip.yaml"]).exits(0);
    assert_eq!(paths(&project), ["/count/a", "/count/b"]);
}

#[test]
fn a_path_that_is_not_there_is_compared_with_those_that_are() {
    let project = Project::new().suite("suites/login.trip.yaml", "  - get: ORIGIN/json\n");
    project
        .run(&["suites/lgoin.trip.yaml"])
        .exits(2)
        .says(&["did you mean `suites/login.trip.yaml`?"]);
}

#[test]
fn cases_give_a_result_each_and_only_chooses() {
    let suite = "\
cases:
  - { name: small, size: 1 }
  - { name: large, size: 100 }
steps:
  - get: ORIGIN/bytes/{{case.size}}
    expect: { size: \"{{case.size}}B\" }
";
    let suite = suite.replace("    expect: { size: \"{{case.size}}B\" }\n", "");
    let project = Project::new().suite("a.trip.yaml", &suite);
    project.run(&[]).exits(0).says(&["2 variants"]);
    assert_eq!(paths(&project), ["/bytes/1", "/bytes/100"]);
    project.run(&["--only", "case=large"]).exits(0);
    assert_eq!(paths(&project), ["/bytes/100"]);
    project.run(&["--only", "case=huge"]).exits(64).says(&["huge"]);
    assert_eq!(paths(&project), Vec::<String>::new());
}

#[test]
fn cases_come_out_of_csv_and_json_files() {
    let project = Project::new()
        .file("sizes.csv", "name,size:number\r\nsmall,1\r\n\"large, too\",100\r\n")
        .file("sizes.json", r#"[{"name": "one", "size": 3}, {"size": 4}]"#)
        .suite("a.trip.yaml", "cases: sizes.csv\nsteps:\n  - get: ORIGIN/bytes/{{case.size}}\n")
        .suite("b.trip.yaml", "cases: sizes.json\nsteps:\n  - get: ORIGIN/bytes/{{case.size}}\n");
    project.run(&[]).exits(0);
    assert_eq!(paths(&project), ["/bytes/1", "/bytes/100", "/bytes/3", "/bytes/4"]);
    project.run(&["a.trip.yaml", "--only", "case=large, too"]).exits(0);
    assert_eq!(paths(&project), ["/bytes/100"]);
}

const TENANTS: &str = "\
version: 1
environments:
  local:
    matrix:
      tenant:
        - { name: eu, path: count/eu }
        - { name: us, path: count/us }
";

#[test]
fn a_test_fans_out_over_tenants_only_if_it_mentions_them() {
    let project = Project::bare()
        .file("tripline.yaml", TENANTS)
        .suite("a.trip.yaml", "  - get: \"ORIGIN/{{raw tenant.path}}\"\n")
        .suite("b.trip.yaml", "  - get: ORIGIN/count/plain\n");
    project.run(&["-e", "local"]).exits(0).says(&["3 tests"]);
    assert_eq!(paths(&project), ["/count/eu", "/count/plain", "/count/us"]);
    project.run(&["-e", "local", "--only", "tenant=us", "a.trip.yaml"]).exits(0);
    assert_eq!(paths(&project), ["/count/us"]);
    project.run(&["-e", "local", "--only", "tenant=asia"]).exits(64).says(&["asia"]);
}

#[test]
fn nothing_selected_is_no_pass() {
    let project = three_tests();
    project.run(&["--tag", "green"]).exits(64).says(&["no test is selected"]);
    project.run(&["--exclude-tag", "all"]).exits(64);
    assert_eq!(paths(&project), Vec::<String>::new());
}

#[test]
fn a_folder_without_suites_says_so() {
    let project = Project::bare().file("notes.txt", "hello");
    let ended = project.run(&[]);
    assert_ne!(ended.code, Some(0), "{ended:?}");
    ended.says(&[".trip.yaml"]);
}
