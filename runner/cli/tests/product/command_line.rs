//! What the flags of `run` do.

use std::time::Duration;

use runner_testkit::{Origin, Reply};

use crate::support::{Project, steps};

#[test]
fn an_input_is_set_and_keeps_its_type() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "inputs: { sku: SKU-1, quantity: 2 }\nsteps:\n  - { post: ORIGIN/echo, json: { sku: \"{{sku}}\", n: \"{{quantity}}\" } }\n",
    );
    project.run(&[]).exits(0);
    project.run(&["--set", "quantity=3", "--set", "sku=\"; drop=1"]).exits(0);
    let bodies: Vec<_> =
        project.origin.received().iter().map(runner_testkit::Received::json).collect();
    assert_eq!(bodies[0], serde_json::json!({ "sku": "SKU-1", "n": 2 }));
    assert_eq!(bodies[1], serde_json::json!({ "sku": "\"; drop=1", "n": 3 }));
    project.run(&["--set", "quantity=many"]).exits(64).says(&["`quantity`", "number"]);
    project.run(&["--set", "qty=3"]).exits(64).says(&["no suite here has the input `qty`", "sku"]);
}

#[test]
fn an_input_that_is_required_must_be_given() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "inputs: { id: { type: integer, required: true } }\nsteps:\n  - get: ORIGIN/bytes/{{id}}\n",
    );
    project.run(&[]).exits(2).says(&["E304", "`id`", "--set id="]);
    project.run(&["--set", "id=5"]).exits(0);
    assert_eq!(project.requests(), ["GET /bytes/5"]);
}

#[test]
fn one_service_is_pointed_elsewhere_and_the_rest_stays() {
    let elsewhere = Origin::start();
    let project = Project::bare()
        .file(
            "tripline.yaml",
            "version: 1\nservices: { api: {}, auth: {} }\nenvironments:\n  local:\n    services: { api: ORIGIN/api, auth: ORIGIN/auth }\n",
        )
        .suite("a.trip.yaml", "service: api\nsteps:\n  - get: /x\n  - get: service://auth/y\n");
    for origin in [&project.origin, &elsewhere] {
        for path in ["/api/x", "/auth/y", "/base/x"] {
            origin.on(path, Reply::text("ok"));
        }
    }
    project.run(&["-e", "local"]).exits(0);
    assert_eq!(project.requests(), ["GET /api/x", "GET /auth/y"]);
    project.origin.forget();
    let service = format!("api={}", elsewhere.url("/base/"));
    project.run(&["-e", "local", "--service", &service]).exits(0);
    assert_eq!(project.requests(), ["GET /auth/y"]);
    assert_eq!(elsewhere.only_received().target, "/base/x");
}

#[test]
fn a_service_on_the_command_line_needs_no_environment() {
    let project = Project::bare().suite("a.trip.yaml", "service: api\nsteps:\n  - get: /json\n");
    project.run(&[]).exits(2).says(&["`api`"]);
    let service = format!("api={}", project.origin.url(""));
    project.run(&["--service", &service]).exits(0);
    assert_eq!(project.requests(), ["GET /json"]);
}

#[test]
fn the_only_environment_is_taken_without_being_named() {
    let project = Project::new().suite("a.trip.yaml", "service: api\nsteps:\n  - get: /json\n");
    project.run(&[]).exits(0);
    assert_eq!(project.requests(), ["GET /json"]);
}

#[test]
fn without_a_choice_between_environments_the_question_is_put() {
    let project = Project::new().suite("a.trip.yaml", "service: api\nsteps:\n  - get: /json\n");
    let text = project.read("tripline.yaml");
    project.write("tripline.yaml", &format!("{text}  other:\n    services: {{ api: ORIGIN }}\n"));
    project.run(&[]).exits(2).says(&["local", "other", "-e"]);
    project.run(&["-e", "nowhere"]).exits(2).says(&["nowhere", "local"]);
    assert_eq!(project.requests(), Vec::<String>::new());
}

#[test]
fn repeat_does_everything_again() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/count/x\n");
    project.run(&["--repeat", "5"]).exits(0).says(&["5 tests"]);
    assert_eq!(project.count("/count/x"), 5);
}

#[test]
fn a_seed_repeats_random_values_but_no_ids() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "vars: { ref: \"{{uuid}}\", n: \"{{random_int 1 1000000}}\" }\nsteps:\n  - post: ORIGIN/echo\n    idempotency_key: auto\n    json: { ref: \"{{ref}}\", n: \"{{n}}\", word: \"{{random_string 12}}\", name: \"{{fake 'name'}}\" }\n",
    );
    project.run(&["--seed", "81f3"]).exits(0).says(&["seed 81f3"]);
    project.run(&["--seed", "81f3"]).exits(0);
    project.run(&[]).exits(0);
    let received = project.origin.received();
    let bodies: Vec<_> = received.iter().map(runner_testkit::Received::text).collect();
    assert_eq!(bodies[0], bodies[1]);
    assert_ne!(bodies[0], bodies[2]);
    for header in ["idempotency-key", "traceparent"] {
        assert_ne!(received[0].header(header), received[1].header(header), "{header}");
        assert!(received[0].header(header).is_some(), "{header}");
    }
}

#[test]
fn repetitions_have_random_values_of_their_own() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { post: ORIGIN/echo, idempotency_key: auto, text: \"{{uuid}}\" }\n",
    );
    project.run(&["--repeat", "2", "--seed", "a"]).exits(0);
    let received = project.origin.received();
    assert_ne!(received[0].text(), received[1].text());
}

#[test]
fn fail_fast_stops_after_the_first_failure() {
    let mut project = Project::new();
    for name in ["a", "b", "c", "d"] {
        project =
            project.suite(&format!("{name}.trip.yaml"), &format!("  - get: ORIGIN/lost/{name}\n"));
    }
    project.run(&["--jobs", "1"]).exits(1).says(&["4 failed"]);
    assert_eq!(project.requests().len(), 4);
    project.origin.forget();
    project.run(&["--jobs", "1", "--fail-fast"]).exits(1).says(&["1 failed"]);
    assert_eq!(project.requests(), ["GET /lost/a"]);
}

#[test]
fn tests_wait_side_by_side() {
    let mut project = Project::new();
    for n in 0..10 {
        project = project.suite(&format!("{n}.trip.yaml"), "  - get: ORIGIN/delay/400\n");
    }
    let ended = project.run(&[]).exits(0);
    assert!(ended.took < Duration::from_millis(2500), "{:?}", ended.took);
}

#[test]
fn per_host_spares_a_host() {
    let suite = "tests:\n  a: { steps: [ { get: ORIGIN/delay/150 } ] }\n  b: { steps: [ { get: ORIGIN/delay/150 } ] }\n  c: { steps: [ { get: ORIGIN/delay/150 } ] }\n";
    let project = Project::new().suite("a.trip.yaml", suite);
    project.run(&["--per-host", "1"]).exits(0);
    let received = project.origin.received();
    for pair in received.windows(2) {
        let apart = pair[1].at - pair[0].at;
        assert!(apart >= Duration::from_millis(140), "{apart:?}");
    }
}

#[test]
fn a_dry_run_prints_the_plan_and_sends_nothing() {
    let project = Project::new()
        .file("flows/login.trip.yaml", "name: Log in\noutputs: [token]\nsteps:\n  - { post: service://api/login, safe: true, save: { token: $.token } }\n")
        .suite(
            "a.trip.yaml",
            "service: api\ncases: [ { name: x }, { name: y } ]\nsetup:\n  - { use: flows/login.trip.yaml, save: [token] }\nsteps:\n  - name: list\n    get: /orders/{{case.name}}\n    headers: { x-token: \"{{token}}\" }\n    cleanup: [ { delete: /orders } ]\n",
        );
    let ended = project.run(&["--dry-run", "-e", "local", "--seed", "1", "a.trip.yaml"]).exits(0);
    let said = ended.stdout.clone();
    ended.says(&[
        "a suite",
        "use flows/login.trip.yaml",
        "POST service://api/login",
        "list",
        "GET /orders/{{case.name}}",
        "cleanup",
        "DELETE /orders",
        "x; y",
        "nothing was sent",
        "seed 1",
    ]);
    assert_eq!(project.origin.connections(), 0, "{said}");
}

#[test]
fn verbose_shows_every_step_and_what_was_exchanged() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - name: read it\n    get: ORIGIN/json\n    expect: { $.id: 7 }\n    save: { city: $.address.city }\n");
    project.run(&["--verbose"]).exits(0).says(&[
        "read it",
        "GET http://127.0.0.1",
        "200",
        "$.id",
        "city",
        "Zürich",
        "content-type: application/json",
    ]);
    project.run(&[]).exits(0).hides(&["read it", "Zürich"]);
}

#[test]
fn the_rerun_command_reruns_just_that() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "service: api\ninputs: { path: json }\ntests:\n  good: { steps: [ { get: /json } ] }\n  bad one: { steps: [ { get: \"/{{path}}\", expect: { $.id: 8 } } ] }\n",
    );
    let (ended, report) = project.report(&["-e", "local", "--set", "path=json"]);
    ended.exits(1);
    let tests = report["suites"][0]["variants"][0]["tests"].as_array().unwrap();
    let rerun = tests[1]["rerun"].as_str().unwrap();
    project.origin.forget();
    let words =
        ["sh", "-c", &rerun.replace("tripline", env!("CARGO_BIN_EXE_tripline"))].map(str::to_owned);
    let output = std::process::Command::new(&words[0])
        .args(&words[1..])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{rerun}");
    assert_eq!(project.requests(), ["GET /json"], "{rerun}");
}

#[test]
fn a_traceparent_is_sent_and_reported() {
    let project = Project::new().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    let (_, report) = project.report(&[]);
    let received = project.origin.only_received();
    let sent = received.header("traceparent").unwrap();
    let trace = steps(&report)[0]["exchange"]["request"]["trace"].as_str().unwrap();
    assert!(sent.starts_with(&format!("00-{trace}-")), "{sent} {trace}");
}

#[test]
fn with_one_job_tests_run_one_after_the_other_in_order() {
    let mut project = Project::new();
    for name in ["b", "a", "c"] {
        let suite = format!("  - get: ORIGIN/delay/30?{name}1\n  - get: ORIGIN/json?{name}2\n");
        project = project.suite(&format!("{name}.trip.yaml"), &suite);
    }
    project.run(&["--jobs", "1"]).exits(0);
    let order: Vec<String> = project.origin.received().into_iter().map(|r| r.query).collect();
    assert_eq!(order, ["a1", "a2", "b1", "b2", "c1", "c2"]);
}
