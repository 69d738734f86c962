//! Versions of a service, as its customers meet them.

use std::time::{Duration, Instant};

use examples_shop::{Release, Service};

use crate::client::{ask, shop};

#[tokio::test]
async fn a_service_behaves_as_its_version_does_and_the_others_do_not_mind() {
    let shop = shop().await;
    let version = ask(&shop, Service::Orders, "GET", "/version").send().await;
    assert_eq!(version.json()["version"], "1.0.0");

    let slower_by = Duration::from_millis(60);
    shop.deploy(Service::Orders, Release { version: "1.4.2", slower_by, fails: 4 });
    let version = ask(&shop, Service::Orders, "GET", "/version").send().await;
    assert_eq!(version.json()["version"], "1.4.2");
    let begun = Instant::now();
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(ask(&shop, Service::Orders, "GET", "/health").send().await.status);
    }
    assert_eq!(statuses, [200, 200, 500, 200, 500]);
    assert!(begun.elapsed() >= slower_by * 5);
    assert_eq!(ask(&shop, Service::Auth, "GET", "/health").send().await.status, 200);

    shop.deploy(Service::Orders, Release::good("1.4.3"));
    assert_eq!(ask(&shop, Service::Orders, "GET", "/health").send().await.status, 200);
}
