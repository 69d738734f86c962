//! History at a service that is reached over its API, and what a gate leaves there.

use examples_shop::{AlertSink, Release};
use jiff::Timestamp;
use runner_model::{Outcome, Trigger};
use serde_json::Value;

use crate::memory::{ids, kept, remember, report, runs, series};
use crate::service::{Service, token, within};
use crate::stage::{Stage, failing, of};

const MONITORS: &str = "monitors:
  orders: { run: [orders.trip.yaml], in: staging, every: 1h }
";

/// A stage with a store that knows 20 runs that passed.
fn stage(more: &str) -> Stage {
    let stage = Stage::new(&format!("{MONITORS}{more}"));
    let here = series("orders", "here");
    remember(&stage, runs(&here, 20, Outcome::Passed, Trigger::Schedule, 60));
    stage
}

/// A gate on a machine that has the project, and no store.
fn gate(stage: &Stage, service: &Service, token: &str, more: &[&str]) -> crate::harness::Ended {
    let url = service.url();
    let server = ["--server", url.as_str(), "--report", "json"];
    let mut command = stage.project.command();
    command.args(of("1.4.2")).args(server).args(more);
    crate::stage::end(command.env("TRIPLINE_TOKEN", token))
}

#[test]
fn history_comes_from_the_service_and_runs_and_verdict_are_reported_back() {
    let stage = stage("");
    let run = token(&stage.project, "run");
    let service = Service::of(&stage.project);
    stage.deploy(failing("1.4.2"));
    let more = ["--commit", "4f2a91c", "--url", "https://ci.example.com/7"];
    let report = report(&gate(&stage, &service, &run, &more).exits(1));
    assert_eq!(report["verdict"], "worse");
    assert_eq!(report["tests"][0]["sentence"], "2 of 5 runs failed, 0 of 20 before (p = 0.033)");
    let notes = report["notes"].to_string();
    assert!(notes.contains("history: 20 runs by schedule at http://127.0.0.1"), "{notes}");
    service.end();

    let (runs, deploys) = kept(&stage);
    assert_eq!(deploys.len(), 1);
    let deploy = &deploys[0].deploy;
    assert_eq!((deploy.version.as_str(), deploy.who.as_str()), ("1.4.2", "run"));
    assert_eq!(deploy.commit.as_deref(), Some("4f2a91c"));
    assert_eq!(deploy.url.as_deref(), Some("https://ci.example.com/7"));
    assert_eq!(deploys[0].judged.as_ref().unwrap().verdict, "worse");
    let ours = runs.iter().filter(|run| run.trigger == Trigger::Deploy);
    let ours: std::collections::BTreeSet<_> = ours.map(|run| run.run.to_string()).collect();
    assert_eq!(ours, ids(&report));
}

#[test]
fn the_last_answer_that_passed_comes_from_the_service_too() {
    let stage = stage("");
    let run = token(&stage.project, "run");
    let service = Service::of(&stage.project);
    // The monitor runs once, and what it got is kept.
    stage.project.tripline(&["monitor", "run", "orders"]).exits(0);
    within(|| kept(&stage).0.into_iter().find(|run| run.trigger == Trigger::Manual));
    stage.deploy(Release { fails: 10, ..Release::good("1.4.2") });
    let report = report(&gate(&stage, &service, &run, &[]).exits(1));
    let changes = report["tests"][0]["difference"]["changes"].to_string();
    assert!(changes.contains("\"status\""), "{changes}");
    service.end();
}

#[test]
fn a_service_that_says_no_is_named_with_what_it_wants() {
    let stage = stage("");
    let read = token(&stage.project, "read");
    let service = Service::of(&stage.project);
    let ended = gate(&stage, &service, &read, &[]).exits(3);
    ended.says(&["it wants a token with the scope `run` in TRIPLINE_TOKEN", "--baseline FILE"]);
    assert_eq!(stage.gate("1", &["--server", "tripline"]).code, Some(64));
    let both = ["--server", "http://127.0.0.1:1", "--store", "x.db"];
    assert_eq!(stage.gate("1", &both).code, Some(64));
    service.end();
}

#[test]
fn pages_wait_for_the_gate_and_then_name_the_deploy() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sink = runtime.block_on(AlertSink::start(0)).unwrap();
    let monitors = "secrets: { hook: { env: HOOK } }
channels: { ops: { slack: { webhook: \"{{secret.hook}}\" } } }
notify: { oncall: [ { channel: ops } ] }
monitors:
  orders: { run: [orders.trip.yaml], in: staging, every: 1s, down_after: 1 runs, severity: critical, notify: [oncall] }
";
    let mut stage = Stage::new(monitors);
    stage.project = stage.project.variable("HOOK", &format!("http://{}/alerts", sink.addr()));
    let run = token_with_store(&stage);
    let service = Service::of(&stage.project);
    let announced = service.ask(
        "POST /api/v1/deploys",
        &run,
        r#"{"service":"orders","version":"1.4.2","environment":"staging"}"#,
    );
    assert_eq!(announced.status, 201, "{announced:?}");
    let id = announced.json["id"].as_i64().unwrap();
    stage.deploy(Release { fails: 10, ..Release::good("1.4.2") });
    // Without the deploy, it would be told five seconds after it broke.
    let time = |json: &Value| json.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    within(|| {
        let status = service.ask("GET /api/v1/status", &run, "").json;
        let opened = time(&status["incidents"]["items"][0]["since"])?;
        (time(&status["at"])?.duration_since(opened).as_secs() >= 7).then_some(())
    });
    assert_eq!(sink.alerts().len(), 0, "{:?}", sink.alerts());
    let verdict = format!("POST /api/v1/deploys/{id}/verdict");
    assert_eq!(service.ask(&verdict, &run, r#"{"verdict":"worse"}"#).status, 204);
    within(|| (sink.alerts().len() == 1).then_some(()));
    let told = format!("{:?}", sink.alerts());
    assert!(told.contains("orders 1.4.2 was deployed shortly before"), "{told}");
    service.end();
}

/// A token of a store that is made for it.
fn token_with_store(stage: &Stage) -> String {
    remember(stage, Vec::new());
    token(&stage.project, "run")
}

#[test]
fn monitors_on_deploy_run_when_a_deploy_is_announced() {
    let stage = Stage::new(
        "monitors:
  after: { run: [orders.trip.yaml], in: staging, on: deploy }
",
    );
    let run = token_with_store(&stage);
    let service = Service::of(&stage.project);
    let said = r#"{"service":"orders","version":"1.4.2","environment":"staging"}"#;
    assert_eq!(service.ask("POST /api/v1/deploys", &run, said).status, 201);
    let after = within(|| {
        let answered = service.ask("GET /api/v1/monitors", &run, "");
        let monitor = answered.json["items"][0].clone();
        let ran = monitor["series"][0]["last"]["outcome"] == "passed";
        ran.then_some(monitor)
    });
    assert_eq!((&after["monitor"], &after["state"]), (&Value::from("after"), &Value::from("up")));
    service.end();
}

#[test]
fn a_deploy_that_makes_no_sense_is_not_noted() {
    let stage = stage("");
    let run = token(&stage.project, "run");
    let service = Service::of(&stage.project);
    let ask = |body: &str| service.ask("POST /api/v1/deploys", &run, body);
    for (body, why) in [
        (r#"{"service":"orders","version":" "}"#, "`version` is empty"),
        (r#"{"service":"or ders","version":"1"}"#, "is not a name for a service"),
        (r#"{"service":"orders","version":"1","url":"javascript:x"}"#, "`url` is no address"),
        (r#"{"service":"orders","version":"1\n2"}"#, "`version` is one line"),
    ] {
        let answered = ask(body);
        assert_eq!(answered.status, 400, "{answered:?}");
        let detail = answered.json["detail"].as_str().unwrap();
        assert!(detail.contains(why), "{detail}");
    }
    let unknown = service.ask("POST /api/v1/deploys/99/verdict", &run, r#"{"verdict":"worse"}"#);
    assert_eq!(
        (unknown.status, &unknown.json["detail"]),
        (404, &Value::from("there is no deploy `99`"))
    );
    service.end();
    assert_eq!(kept(&stage).1.len(), 0);
}
