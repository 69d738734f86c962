//! The example project, as far as it has to agree with the shop.

use examples_shop::Ports;
use examples_shop::Service::{self, Auth};
use serde_json::json;

use crate::client::{ask, shop};

const PROJECT: &str = include_str!("../../../tripline.yaml");
const PASSWORD: &str = include_str!("../../../demo-secrets/user_password");

#[test]
fn the_demo_environment_names_the_demo_ports() {
    for service in Service::ALL {
        let key = format!("{service}:");
        let line = format!("{key:<10}http://127.0.0.1:{}\n", Ports::DEMO.of(service));
        assert!(PROJECT.contains(&line), "{line}");
    }
}

#[tokio::test]
async fn the_demo_secret_opens_every_account_of_the_project() {
    let shop = shop().await;
    for email in ["test-user@example.com", "canary-eu@example.com", "canary-us@example.com"] {
        assert!(PROJECT.contains(email));
        let credentials = json!({ "email": email, "password": PASSWORD });
        let answer = ask(&shop, Auth, "POST", "/v1/sessions").json(&credentials).send().await;
        assert_eq!(answer.status, 201);
    }
}
