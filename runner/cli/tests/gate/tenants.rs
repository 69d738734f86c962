//! Canary tenants, channels, Ctrl-C.

use std::time::Duration;

use examples_shop::{AlertSink, Release};
use serde_json::Value;

use crate::stage::{Stage, failing, of};

/// An environment that is protected, with tenants.
fn protected(tenants: &str) -> String {
    format!(
        "  production:
    protected: true
    services: {{ orders: ORDERS, shop: SHOP }}
    matrix:
      tenant: [{tenants}]
"
    )
}

const CANARY: &str = "{ name: canary-eu, canary: true }";

const AS_TENANT: &str = "name: Orders are taken
service: orders
steps:
  - { name: ask, get: /health, query: { as: \"{{tenant.name}}\" } }
";

fn gate(stage: &Stage, more: &[&str]) -> crate::harness::Ended {
    stage.project.write("orders.trip.yaml", AS_TENANT);
    let args = ["gate", "-e", "production", "--service", "orders", "--version", "1.4.2"];
    stage.project.tripline(&[&args, more].concat())
}

#[test]
fn a_failing_canary_is_named() {
    let stage = Stage::new(&protected(&format!("{CANARY}, {{ name: canary-us, canary: true }}")));
    stage.deploy(Release { fails: 10, ..Release::good("1.4.2") });
    let ended = gate(&stage, &["--report", "json=gate.json"]).exits(1);
    ended.says(&["orders · canary-eu", "orders · canary-us"]);
    let report: Value = serde_json::from_str(&stage.project.read("gate.json")).unwrap();
    assert_eq!(report["tests"][0]["matrix"]["tenant"], "canary-eu");
    assert_eq!(report["tests"][1]["matrix"]["tenant"], "canary-us");
}

#[test]
fn in_a_protected_environment_the_gate_refuses_tenants_that_are_no_canaries() {
    let stage = Stage::new(&protected(&format!("{CANARY}, {{ name: acme }}")));
    let ended = gate(&stage, &[]).exits(64);
    ended.says(&["`production` is protected", "`acme` is none", "--only tenant=NAME"]);
    gate(&stage, &["--only", "tenant=canary-eu"]).exits(0);
}

#[test]
fn a_channel_is_told() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sink = runtime.block_on(AlertSink::start(0)).unwrap();
    let mut stage = Stage::new(
        "secrets: { hook: { env: HOOK } }
channels: { ops: { slack: { webhook: \"{{secret.hook}}\" } } }
",
    );
    stage.project = stage.project.variable("HOOK", &format!("http://{}/alerts", sink.addr()));
    stage.deploy(failing("1.4.2"));
    let ended = stage.gate("1.4.2", &["--tell", "ops"]).exits(1);
    ended.says(&["ops was told"]);
    let told = sink.alerts();
    assert_eq!(told.len(), 1);
    assert!(format!("{told:?}").contains("orders 1.4.2 in staging is worse"), "{told:?}");
    stage.gate("1.4.2", &["--tell", "nobody"]).exits(64).says(&["the project has ops"]);
}

#[test]
fn ctrl_c_ends_a_gate_without_a_verdict_or_a_rollback() {
    let stage = Stage::new("");
    stage.deploy(Release { slower_by: Duration::from_millis(400), ..failing("1.4.2") });
    let rollback = ["--on-worse", "touch", "taken-back"];
    let mut gate = stage.project.start(&[&of("1.4.2")[..], &rollback].concat());
    gate.wait_for_stderr("run 1 of 5", 1);
    gate.interrupt();
    gate.end().exits(130).hides(&["orders 1.4.2 in staging"]);
    assert!(!stage.project.path("taken-back").exists());
}
