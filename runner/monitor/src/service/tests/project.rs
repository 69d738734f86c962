//! A project in a folder, and a thousand monitors of five services in two environments.

use std::fmt::Write as _;
use std::fs;

use tempfile::TempDir;

use crate::watch::{Refused, Watch};

pub(super) const SERVICES: [&str; 5] = ["payments", "orders", "shop", "search", "mail"];
pub(super) const ENVIRONMENTS: [&str; 2] = ["production", "staging"];

/// So many monitors of each service in each environment; they are told apart by their number.
pub(super) const OF_EACH: usize = 100;

const HEAD: &str = r#"
version: 1
suites: suites/*.trip.yaml
services:
  payments: {}
  orders: { depends_on: [payments] }
  shop: { depends_on: [orders, search] }
  search: {}
  mail: {}
channels:
  pager: { webhook: { post: "http://127.0.0.1:1/pager" } }
  slack: { webhook: { post: "http://127.0.0.1:1/slack" } }
  mail: { webhook: { post: "http://127.0.0.1:1/mail" } }
notify:
  oncall:
    - { channel: pager, when: { severity: critical } }
    - { channel: slack, on: [down, degraded, recovered] }
    - { channel: mail, on: [down], after: 15m }
  team:
    - { channel: slack, when: { severity: [warning, info] } }
    - { channel: mail, on: [down, degraded], after: 5m }
policy: { remind_every: 20m }
maintenance:
  - name: search upgrade
    services: [search]
    environments: [staging]
    from: 2026-11-20T10:10
    to: 2026-11-20T10:25
    time_zone: UTC
"#;

/// A project file and suites in a folder of their own.
pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new(project: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("suites")).unwrap();
        for service in SERVICES {
            // Orders are placed as each tenant.
            let query = if service == "orders" { "?of={{tenant.name}}" } else { "" };
            let suite =
                format!("name: {service}\nservice: {service}\nsteps: [{{ get: \"/{query}\" }}]\n");
            fs::write(folder.path().join(format!("suites/{service}.trip.yaml")), suite).unwrap();
        }
        let made = Self(folder);
        made.write(project);
        made
    }

    /// Changes the project file.
    pub(super) fn write(&self, project: &str) {
        fs::write(self.0.path().join("tripline.yaml"), project).unwrap();
    }

    pub(super) fn read(&self) -> Watch {
        match Watch::read(self.0.path()) {
            Ok(watch) => watch,
            Err(Refused::NoProject) => panic!("there is no project"),
            Err(Refused::Problems { diagnostics, .. }) => panic!("{diagnostics:#?}"),
        }
    }

    pub(super) fn path(&self) -> &std::path::Path {
        self.0.path()
    }
}

/// What is the same in every project: services, channels, lists, environments.
pub(super) fn head() -> String {
    let mut text = HEAD.to_owned();
    text.push_str("environments:\n");
    for environment in ENVIRONMENTS {
        writeln!(text, "  {environment}:\n    services:").unwrap();
        for service in SERVICES {
            writeln!(text, "      {service}: http://127.0.0.1:1").unwrap();
        }
        writeln!(text, "    matrix:\n      tenant: [{{ name: acme }}, {{ name: globex }}]")
            .unwrap();
    }
    text
}

/// The project with a thousand monitors.
pub(super) fn thousand() -> String {
    format!("{}monitors:\n{}", head(), monitors(0..OF_EACH))
}

/// The monitors of these numbers, of each service in each environment.
pub(super) fn monitors(numbers: std::ops::Range<usize>) -> String {
    let mut text = String::new();
    for service in SERVICES {
        for environment in ENVIRONMENTS {
            for number in numbers.clone() {
                let name = named(service, environment, number);
                let Kind { every, runs, last, up_after, confirm, .. } = kind(number);
                write!(text, "  {name}: {{ run: suites/{service}.trip.yaml, in: {environment}, ")
                    .unwrap();
                write!(text, "every: {every}s, down_after: {runs} of {last} runs, ").unwrap();
                write!(text, "up_after: {up_after} runs, severity: {}, ", severity(number))
                    .unwrap();
                if confirm {
                    text.push_str("confirm: { times: 2, after: 10s }, ");
                }
                if closes_early(service, number) {
                    text.push_str("hours: \"Mon-Sun 00:00-10:30 UTC\", ");
                }
                writeln!(text, "notify: {} }}", notify(number)).unwrap();
            }
        }
    }
    text
}

pub(super) fn named(service: &str, environment: &str, number: usize) -> String {
    format!("{service}-{environment}-{number:02}")
}

/// How a monitor runs and is judged.
pub(super) struct Kind {
    /// Seconds.
    pub(super) every: i64,
    pub(super) runs: usize,
    pub(super) last: usize,
    pub(super) up_after: usize,
    /// Twice, after ten seconds.
    pub(super) confirm: bool,
}

pub(super) fn kind(number: usize) -> Kind {
    let every = [30, 60, 60, 120][number % 4];
    let (runs, last, up_after, confirm) =
        [(2, 2, 2, false), (2, 3, 2, false), (1, 1, 1, true), (3, 3, 1, false), (1, 1, 3, false)]
            [number % 5];
    Kind { every, runs, last, up_after, confirm }
}

pub(super) fn severity(number: usize) -> &'static str {
    ["critical", "warning", "info"][number % 3]
}

/// The lists that it names.
pub(super) fn notify(number: usize) -> &'static str {
    ["oncall", "team", "[oncall, team]"][number / 3 % 3]
}

/// Whether its operating hours end at half past ten.
pub(super) fn closes_early(service: &str, number: usize) -> bool {
    service == "mail" && number == 7
}
