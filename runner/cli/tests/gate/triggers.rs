//! Runs that are asked for from outside: by the API, by Runscope's addresses, by the command.

use serde_json::{Value, json};

use crate::service::{Service, token, within};
use crate::stage::{Stage, failing};

const MONITORS: &str = "monitors:
  shop: { run: [shop.trip.yaml], in: staging, every: 1h }
";

const ORDERS: &str = "name: Orders are taken
service: orders
tags: [smoke]
inputs: { sku: A1 }
steps:
  - { name: ask, get: /health, query: { sku: \"{{sku}}\" }, expect: { status: 200 } }
";

const TENANTS: &str = "name: Orders of tenants
service: orders
steps:
  - { name: ask, get: /health, query: { as: \"{{tenant.name}}\" } }
";

struct Scene {
    stage: Stage,
    service: Service,
    run: String,
    trigger: String,
}

impl Scene {
    fn new(more: &str) -> Self {
        let stage = Stage::new(&format!("{more}{MONITORS}"));
        stage.project.write("orders.trip.yaml", ORDERS);
        if more.contains("tenant") {
            stage.project.write("tenants.trip.yaml", TENANTS);
        }
        crate::memory::remember(&stage, Vec::new());
        let run = token(&stage.project, "run");
        let create = ["trigger", "create", "After Orders", "--suite", "orders", "-e", "staging"];
        let made = stage.project.tripline(&create).exits(0).says(&["the only time it is shown"]);
        let trigger = made.stdout.trim().to_owned();
        let service = Service::of(&stage.project);
        Self { stage, service, run, trigger }
    }

    fn post(&self, path: &str, body: &Value) -> crate::service::Answered {
        self.service.ask(&format!("POST {path}"), &self.run, &body.to_string())
    }

    /// The run, once it is over.
    fn over(&self, run: &str) -> Value {
        within(|| {
            let found = self.service.ask(&format!("GET /api/v1/runs/{run}"), &self.run, "");
            let state = found.json["asked"]["state"].as_str().unwrap_or_default().to_owned();
            matches!(state.as_str(), "done" | "refused").then_some(found.json)
        })
    }
}

#[test]
fn a_pipeline_asks_for_a_run_and_waits_for_the_verdict() {
    let scene = Scene::new("");
    let asked = json!({ "suite": "orders", "environment": "staging", "inputs": { "sku": "B2" } });
    let done = scene.post("/api/v1/trigger?wait=60s", &asked);
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!((&done.json["state"], &done.json["outcome"]), (&json!("done"), &json!("passed")));
    let run = done.json["run"].as_str().unwrap();
    let kept = scene.over(run);
    assert_eq!(kept["tests"][0]["trigger"], "manual");
    assert_eq!(kept["tests"][0]["series"]["monitor"], "trigger", "no monitor runs it");
    let sent = kept["tests"][0].to_string();
    assert!(sent.contains("sku=B2"), "{sent}");

    scene.stage.deploy(examples_shop::Release { fails: 10, ..failing("1.4.2") });
    let failed = scene.post("/api/v1/trigger?wait=60s", &json!({ "affected_by": "orders" }));
    assert_eq!((failed.status, &failed.json["outcome"]), (200, &json!("failed")), "{failed:?}");
    scene.service.end();
}

#[test]
fn whoever_does_not_wait_is_told_where_to_look() {
    let scene = Scene::new("");
    let accepted = scene.post("/api/v1/trigger", &json!({ "tag": "smoke" }));
    assert_eq!((accepted.status, &accepted.json["state"]), (202, &json!("waiting")));
    let run = accepted.json["run"].as_str().unwrap();
    assert!(accepted.head.contains(&format!("location: /api/v1/runs/{run}")), "{accepted:?}");
    assert_eq!(scene.over(run)["asked"]["outcome"], "passed");
    scene.service.end();
}

#[test]
fn what_cannot_be_run_is_refused_at_once() {
    let scene = Scene::new("");
    for (asked, status, why) in [
        (json!({}), 400, "say what is to be run"),
        (json!({ "suite": "order" }), 422, "did you mean `orders`?"),
        (json!({ "suite": "orders", "environment": "x" }), 422, "`x`"),
        (json!({ "suite": "orders", "inputs": { "host": "evil" } }), 422, "`host` is none"),
        (json!({ "suite": "orders", "headers": {} }), 400, "unknown field `headers`"),
        (json!({ "affected_by": "mail" }), 422, "there is no service `mail`"),
    ] {
        let answered = scene.post("/api/v1/trigger?wait=1s", &asked);
        assert_eq!(answered.status, status, "{answered:?}");
        let detail = answered.json["detail"].as_str().unwrap();
        assert!(detail.contains(why), "{detail}");
    }
    let long = scene.post("/api/v1/trigger?wait=61s", &json!({ "suite": "orders" }));
    assert_eq!(long.status, 400, "{long:?}");
    let read = token(&scene.stage.project, "read");
    let forbidden = scene.service.ask("POST /api/v1/trigger", &read, "{}");
    assert_eq!(forbidden.status, 403);
    scene.service.end();
}

#[test]
fn in_a_protected_environment_only_canaries_are_asked_for() {
    let production = "  production:
    protected: true
    services: { orders: ORDERS, shop: SHOP }
    matrix: { tenant: [ { name: acme }, { name: canary-eu, canary: true } ] }
";
    let scene = Scene::new(production);
    let asked = json!({ "suite": "tenants", "environment": "production", "tenant": "acme" });
    let refused = scene.post("/api/v1/trigger?wait=60s", &asked);
    assert_eq!(refused.status, 422, "{refused:?}");
    let asked = json!({ "suite": "tenants", "environment": "production", "tenant": "canary-eu" });
    let done = scene.post("/api/v1/trigger?wait=60s", &asked);
    assert_eq!(done.json["outcome"], "passed", "{done:?}");
    let run = scene.over(done.json["run"].as_str().unwrap());
    assert_eq!(run["tests"][0]["series"]["matrix"]["tenant"], "canary-eu", "{run}");
    scene.service.end();
}

#[test]
fn pipelines_that_were_written_for_runscope_keep_working() {
    let scene = Scene::new("");
    assert!(scene.trigger.len() > "/radar//trigger".len() + 32, "128 bits and more");
    let path = format!("{}?runscope_environment=staging&sku=C3&host=evil", scene.trigger);
    for method in ["GET", "POST"] {
        let started = scene.service.ask(&format!("{method} {path}"), "", "");
        assert_eq!(started.status, 201, "{started:?}");
        let data = &started.json["data"];
        assert_eq!(
            (&data["runs_started"], &data["runs_failed"], &data["runs_total"]),
            (&json!(1), &json!(0), &json!(1))
        );
        let run = &data["runs"][0];
        assert_eq!(run["variables"], json!({ "sku": "C3" }), "what is no input sets nothing");
        assert_eq!((&run["status"], &run["environment_name"]), (&json!("init"), &json!("staging")));
        assert_eq!(started.json["meta"]["status"], "success");
        let id = run["test_run_id"].as_str().unwrap();
        let expected = format!("http://tripline.example.com/api/v1/runs/{id}");
        assert_eq!(run["test_run_url"], expected);
        // As the scripts ask that Runscope offers.
        let (bucket, test) =
            (run["bucket_key"].as_str().unwrap(), run["test_id"].as_str().unwrap());
        let results = format!("GET /buckets/{bucket}/radar/{test}/results/{id}");
        let passed = within(|| {
            let found = scene.service.ask(&results, &scene.run, "");
            (found.json["data"]["result"] == "pass").then_some(found)
        });
        assert_eq!(passed.status, 200);
        assert!(scene.over(id)["tests"].to_string().contains("sku=C3"));
    }
    let wrong = scene.service.ask("GET /radar/0123456789abcdef0123456789abcdef/trigger", "", "");
    assert_eq!(wrong.status, 404);
    scene.service.end();
}

#[test]
fn more_than_ten_in_ten_seconds_are_too_many() {
    let scene = Scene::new("");
    let first = format!("GET {}", scene.trigger);
    let statuses: Vec<u16> = (0..11).map(|_| scene.service.ask(&first, "", "").status).collect();
    assert_eq!((&statuses[..10], statuses[10]), (&[201; 10][..], 429), "{statuses:?}");
    let again = scene.service.ask(&first, "", "");
    assert!(again.head.contains("retry-after: "), "{again:?}");
    scene.service.end();
}

#[test]
fn the_command_asks_a_service_here_or_elsewhere() {
    let scene = Scene::new("");
    let project = &scene.stage.project;
    let here = project.tripline(&["trigger", "--suite", "orders", "-e", "staging"]).exits(0);
    here.says(&["passed: 1 test in "]);
    let url = scene.service.url();
    let elsewhere = |more: &[&str]| {
        let mut command = project.command();
        command.args(["trigger", "--server", url.as_str(), "--tag", "smoke"]).args(more);
        crate::stage::end(command.env("TRIPLINE_TOKEN", &scene.run))
    };
    elsewhere(&["--set", "sku=B2"]).exits(0).says(&["passed: 1 test in ", "/api/v1/runs/"]);
    let refused = elsewhere(&["--set", "skuu=B2"]).exits(64);
    refused.says(&["only inputs can be set, and `skuu` is none: there is only `sku`"]);
    scene.stage.deploy(examples_shop::Release { fails: 10, ..failing("1.4.2") });
    elsewhere(&[]).exits(1).says(&["failed: 1 test in ", "1 failed"]);
    project.tripline(&["trigger"]).exits(64).says(&["say what is to be run", "--affected-by"]);
    project.tripline(&["trigger", "list"]).exits(0).says(&["After Orders", "never used"]);
    project.tripline(&["trigger", "revoke", "After Orders"]).exits(0);
    assert_eq!(scene.service.ask(&format!("GET {}", scene.trigger), "", "").status, 404);
    scene.service.end();
}

#[test]
fn without_a_service_nobody_begins_with_it() {
    let stage = Stage::new(MONITORS);
    crate::memory::remember(&stage, Vec::new());
    let asked = ["trigger", "--suite", "orders", "-e", "staging", "--wait", "1s"];
    stage.project.tripline(&asked).exits(3).says(&["nobody has begun with it", "tripline serve"]);
}
