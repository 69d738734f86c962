//! The sample shop, watched: the project of `tripline demo --serve` with quicker monitors, and an
//! outage that begins and ends when a test says so.

use examples_shop::{AlertSink, MailSink, MonitoringPorts, Ports, Service, Shop, write_monitoring};
use tokio::runtime::Runtime;

use crate::asked::Asked;
use crate::harness::{Project, Started};

/// The shop, who is told, and the service that watches.
pub(crate) struct Watched {
    // Dropped in this order: who asks goes before who is asked.
    _service: Started,
    shop: Shop,
    _told: (AlertSink, MailSink),
    _runtime: Runtime,
    project: Project,
    pub(crate) asked: Asked,
}

impl Watched {
    /// Watched, and all that is watched works.
    pub(crate) fn start() -> Self {
        Self::prepared(|_| ())
    }

    /// The same, of a project to which something is done before the service starts.
    pub(crate) fn prepared(prepare: impl FnOnce(&Project)) -> Self {
        let threads = tokio::runtime::Builder::new_multi_thread();
        let runtime = { threads }.worker_threads(1).enable_all().build().unwrap();
        let host = std::net::Ipv4Addr::LOCALHOST.into();
        let (shop, alerts, mails) = runtime.block_on(async {
            let shop = Shop::start(host, Ports::FREE).await.unwrap();
            (shop, AlertSink::start(0).await.unwrap(), MailSink::start(0).await.unwrap())
        });
        let project = Project::bare();
        let port = |service| shop.addr(service).port();
        let ports = MonitoringPorts {
            shop: Ports {
                shop: port(Service::Shop),
                auth: port(Service::Auth),
                orders: port(Service::Orders),
                payments: port(Service::Payments),
            },
            alerts: alerts.addr().port(),
            mail: mails.addr().port(),
        };
        write_monitoring(&project.path(""), ports).unwrap();
        project.write("tripline.yaml", &quicker(&project.read("tripline.yaml")));
        prepare(&project);
        let mut service = project.start(&["serve", "--listen", "127.0.0.1:0"]);
        let asked = Asked::told_by(&mut service);
        let told = (alerts, mails);
        let watched =
            Self { _service: service, shop, _told: told, _runtime: runtime, project, asked };
        for monitor in ["payments", "orders"] {
            watched.asked.until(&format!("/badge/{monitor}/status.json"), "\"message\":\"up\"");
        }
        watched
    }

    /// The payments fail, or work again.
    pub(crate) fn outage(&self, begins: bool) {
        self.shop.outage(Service::Payments, begins);
    }

    /// A version of the payments is deployed.
    pub(crate) fn deploy(&self) {
        let made = self.project.tripline(&["token", "create", "ci", "--scope", "run"]).exits(0);
        let deploy = r#"{"service": "payments", "version": "1.4.2", "environment": "demo"}"#;
        self.asked.post("/api/v1/deploys", made.stdout.trim(), deploy);
    }
}

/// Runs every 2 s, of which each counts: an outage is seen and over within seconds.
fn quicker(project: &str) -> String {
    let quick = |line: &str| match line.trim_start().split(' ').next() {
        Some("every:") if line.contains("5s") => "  every: 2s\n".to_owned(),
        Some("timeout:") => "  timeout: 1900ms\n".to_owned(),
        Some("confirm:") => String::new(),
        Some("down_after:") => "  down_after: 1 of 1 runs\n".to_owned(),
        Some("up_after:") => "  up_after: 1 runs\n".to_owned(),
        _ => format!("{line}\n"),
    };
    project.lines().map(quick).collect()
}
