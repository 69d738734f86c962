//! The example projects, as far as they have to agree with the shop.

use examples_shop::Service::{self, Auth};
use examples_shop::{MonitoringPorts, Ports, write_monitoring};
use serde_json::json;

use crate::client::{ask, shop};

const PROJECT: &str = include_str!("../../../tripline.yaml");
const PASSWORD: &str = include_str!("../../../demo-secrets/user_password");
const WATCHED: &str = include_str!("../../../monitoring/tripline.yaml");
const WATCHED_PASSWORD: &str = include_str!("../../../monitoring/demo-secrets/user_password");

#[test]
fn the_demo_environments_name_the_demo_ports() {
    for service in Service::ALL {
        let key = format!("{service}:");
        let line = format!("{key:<10}http://127.0.0.1:{}\n", Ports::DEMO.of(service));
        assert!(PROJECT.contains(&line), "{line}");
        assert!(WATCHED.contains(&line), "{line}");
    }
}

#[tokio::test]
async fn the_demo_secret_opens_every_account_of_the_projects() {
    assert_eq!(WATCHED_PASSWORD, PASSWORD);
    let shop = shop().await;
    for email in ["test-user@example.com", "canary-eu@example.com", "canary-us@example.com"] {
        assert!(PROJECT.contains(email));
        assert_eq!(WATCHED.contains(email), email.starts_with("canary"));
        let credentials = json!({ "email": email, "password": PASSWORD });
        let answer = ask(&shop, Auth, "POST", "/v1/sessions").json(&credentials).send().await;
        assert_eq!(answer.status, 201);
    }
}

#[test]
fn a_project_to_watch_is_written_as_it_is_or_with_other_ports() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a/b");
    let written = || std::fs::read_to_string(root.join("tripline.yaml")).unwrap();
    write_monitoring(&root, MonitoringPorts::DEMO).unwrap();
    assert_eq!(written(), WATCHED);
    let shop = Ports { orders: 40_123, ..Ports::DEMO };
    write_monitoring(&root, MonitoringPorts { shop, ..MonitoringPorts::DEMO }).unwrap();
    assert_eq!(written(), WATCHED.replace("127.0.0.1:4602", "127.0.0.1:40123"));
    assert!(root.join("suites/orders.trip.yaml").is_file());
}
