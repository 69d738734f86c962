//! A shop whose services are deployed in versions, and a project that tests it.

use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Stdio};
use std::time::Duration;

use examples_shop::{Ports, Release, Service, Shop};
use serde_json::Value;

use crate::harness::Started;
pub(crate) use crate::harness::{Ended, Project};

/// `orders` is deployed; `shop` is another service.
const PROJECT: &str = "version: 1
services: { orders: {}, shop: {} }
environments:
  staging:
    services: { orders: ORDERS, shop: SHOP }
";

const ORDERS: &str = "name: Orders are taken
service: orders
steps:
  - { name: ask, get: /health, expect: { status: 200, $.status: ok } }
";

const SHOP: &str = "name: The shop is open
service: shop
steps:
  - { name: enter, get: /health }
";

/// A version that answers that much later.
pub(crate) fn slower(version: &'static str) -> Release {
    Release { slower_by: Duration::from_millis(300), ..Release::good(version) }
}

/// A version that fails 4 of 10 requests.
pub(crate) fn failing(version: &'static str) -> Release {
    Release { fails: 4, ..Release::good(version) }
}

/// The shop, open, and a project that tests it.
pub(crate) struct Stage {
    runtime: tokio::runtime::Runtime,
    shop: Shop,
    pub(crate) project: Project,
}

impl Stage {
    /// `more` follows in the project file.
    pub(crate) fn new(more: &str) -> Self {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let shop = runtime.block_on(Shop::start(here, Ports::FREE)).unwrap();
        let file = format!("{PROJECT}{more}")
            .replace("ORDERS", &shop.url(Service::Orders))
            .replace("SHOP", &shop.url(Service::Shop));
        let project = Project::bare()
            .file("tripline.yaml", &file)
            .file("orders.trip.yaml", ORDERS)
            .file("shop.trip.yaml", SHOP);
        Self { runtime, shop, project }
    }

    /// Puts a version of `orders` into service.
    pub(crate) fn deploy(&self, release: Release) {
        self.shop.deploy(Service::Orders, release);
    }

    /// The same, after a while.
    pub(crate) fn deploy_in(self, after: Duration, release: Release) -> Deploying {
        let Self { runtime, shop, project } = self;
        runtime.spawn(async move {
            tokio::time::sleep(after).await;
            shop.deploy(Service::Orders, release);
            // It stays open as long as the runtime lives.
            std::future::pending::<()>().await;
        });
        Deploying { _runtime: runtime, project }
    }

    /// A baseline: so many runs of what is deployed, as an earlier pipeline left them.
    pub(crate) fn baseline(&self, runs: u32) {
        let times = runs.to_string();
        let report = "jsonl=part.jsonl";
        let args = ["run", "-e", "staging", "--jobs", "1", "--repeat", &times, "--report", report];
        let ended = self.project.tripline(&args);
        assert!(matches!(ended.code, Some(0 | 1)), "{ended:?}");
        let before = std::fs::read_to_string(self.project.path("baseline.jsonl"));
        let all = before.unwrap_or_default() + &self.project.read("part.jsonl");
        self.project.write("baseline.jsonl", &all);
    }

    /// `tripline gate` of `orders` in `staging`.
    pub(crate) fn gate(&self, version: &str, more: &[&str]) -> Ended {
        gate(&self.project, version, more)
    }

    /// The same with the baseline, and its report as JSON.
    pub(crate) fn report(&self, version: &str, more: &[&str]) -> (Ended, Value) {
        let args = [&["--baseline", "baseline.jsonl", "--report", "json"], more].concat();
        let ended = self.gate(version, &args);
        let report = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {ended:?}"));
        (ended, report)
    }
}

/// A stage on which a version is about to come.
pub(crate) struct Deploying {
    _runtime: tokio::runtime::Runtime,
    project: Project,
}

impl Deploying {
    pub(crate) fn gate(&self, version: &str, more: &[&str]) -> Ended {
        gate(&self.project, version, more)
    }
}

fn gate(project: &Project, version: &str, more: &[&str]) -> Ended {
    project.tripline(&[&of(version)[..], more].concat())
}

/// The beginning of the command.
pub(crate) fn of(version: &str) -> [&str; 7] {
    ["gate", "-e", "staging", "--service", "orders", "--version", version]
}

/// A command of the project, to its end.
pub(crate) fn end(command: &mut Command) -> Ended {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    Started::of(command.spawn().unwrap()).end()
}
