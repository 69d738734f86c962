//! What a composition could be, made of what the suites ask: a beginning to be changed.

use std::collections::{BTreeMap, BTreeSet};

use runner_monitor::watch::{Watch, Watched};
use serde::Serialize;

/// So many hosts and monitors are named.
const MOST: usize = 20;

/// What a composition could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Inferred {
    pub(crate) hosts: Vec<Host>,
    /// To be copied into `tripline.yaml`.
    pub(crate) yaml: String,
}

/// A host, and who asks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) monitors: Vec<String>,
}

impl Inferred {
    /// Of the addresses that stand in suites and environments. Nothing when nothing is monitored.
    pub(crate) fn of(watch: &Watch) -> Option<Self> {
        let mut hosts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for watched in &watch.monitors {
            for host in hosts_of(watched, watch) {
                hosts.entry(host).or_default().insert(watched.name().as_str());
            }
        }
        let monitors: Vec<&str> =
            watch.monitors.iter().map(|watched| watched.name().as_str()).take(MOST).collect();
        if monitors.is_empty() {
            return None;
        }
        let yaml = yaml(&hosts, &monitors);
        let host = |(name, monitors): (String, BTreeSet<&str>)| Host {
            name,
            monitors: monitors.into_iter().map(str::to_owned).collect(),
        };
        Some(Self { hosts: hosts.into_iter().take(MOST).map(host).collect(), yaml })
    }
}

/// All monitors are needed; those that ask nothing but the same host are told to stand together.
fn yaml(hosts: &BTreeMap<String, BTreeSet<&str>>, monitors: &[&str]) -> String {
    let mut lines = vec!["composition:".to_owned(), "  product:".to_owned()];
    lines.push("    series:".to_owned());
    for monitor in monitors {
        let asks =
            hosts.iter().filter(|(_, by)| by.contains(monitor)).map(|(host, _)| host.as_str());
        let asks: Vec<&str> = asks.collect();
        lines.push(match asks.as_slice() {
            [] => format!("      - {monitor}"),
            asks => format!("      - {monitor}   # {}", asks.join(", ")),
        });
    }
    lines.join("\n")
}

/// The hosts in the files of its suites, and those of the services of its environment that these
/// name.
fn hosts_of(watched: &Watched, watch: &Watch) -> BTreeSet<String> {
    let mut hosts = BTreeSet::new();
    for planned in &watched.plan.suites {
        let text = &watch.sources.file(planned.suite.file).text;
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        hosts.extend(lines.flat_map(hosts_in));
        let Some(environment) = &watched.plan.environment else { continue };
        let own = planned.suite.service.as_ref().map(|service| service.value.as_str());
        for endpoint in &environment.services {
            let name = endpoint.service.as_str();
            if own == Some(name) || text.contains(&format!("service://{name}")) {
                hosts.extend(hosts_in(&endpoint.url.source));
            }
        }
    }
    hosts
}

/// The hosts of addresses that are written out.
fn hosts_in(text: &str) -> Vec<String> {
    let behind = text.split("://").collect::<Vec<_>>();
    let pairs = behind.windows(2).filter(|pair| {
        let scheme = pair[0];
        scheme.ends_with("http") || scheme.ends_with("https")
    });
    let host = |text: &str| {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
        let (host, rest) = text.split_at(end.unwrap_or(text.len()));
        // A template in it, or a user before it, is no host.
        let is_whole = !rest.starts_with("{{") && !rest.starts_with('@');
        (is_whole && !host.is_empty()).then(|| host.to_owned())
    };
    pairs.filter_map(|pair| host(pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_those_that_are_written_out() {
        assert_eq!(
            hosts_in("- get: https://shop.example.com:8443/a?b=http://cdn.example.com"),
            ["shop.example.com", "cdn.example.com"]
        );
        for none in
            ["get: https://{{host}}/a", "get: service://orders/a", "https://shop.{{domain}}/"]
        {
            assert_eq!(hosts_in(none), Vec::<String>::new(), "{none}");
        }
    }
}
