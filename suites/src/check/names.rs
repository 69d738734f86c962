//! What the project and its environments define: the names a suite may use.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{Environment, Project, Setting};
use crate::source::Span;
use crate::yaml::Node;

/// The names that come from outside a suite, from all environments: those that cannot be run
/// alone included, so that a name is unknown only when it is unknown everywhere.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// There is a project file.
    pub(super) project: bool,
    /// Environment vars: in which environments, and where.
    pub(super) vars: BTreeMap<String, Vec<(String, Span)>>,
    /// Secrets: in which environments.
    pub(super) secrets: BTreeMap<String, BTreeSet<String>>,
    /// Services: in which runnable environments they have a host.
    pub(super) services: BTreeMap<String, BTreeSet<String>>,
    /// Dimensions of the matrix, and what their entries say.
    pub(super) dimensions: BTreeMap<String, BTreeSet<String>>,
    /// Environments that can be run alone.
    runnable: Vec<String>,
    /// An environment adds headers or auth to every request.
    pub(super) adds_credentials: bool,
}

impl Names {
    /// What `project` and its runnable `environments` define.
    pub fn of(project: &Project, environments: &[Environment]) -> Self {
        let mut names = Self { project: true, ..Self::default() };
        for service in project.services.keys() {
            names.services.entry(service.to_string()).or_default();
        }
        for (name, node) in &project.environments {
            names.add_written(&name.value, node);
        }
        for environment in environments {
            names.add_resolved(environment);
        }
        names
    }

    /// Adds services that are given on the command line: they need no project file.
    pub fn add_service(&mut self, name: &str) {
        self.services.entry(name.to_owned()).or_default();
    }

    /// The services that are known.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    /// The environments that can be run alone.
    pub fn runnable(&self) -> impl Iterator<Item = &str> {
        self.runnable.iter().map(String::as_str)
    }

    fn add_written(&mut self, environment: &str, node: &Node) {
        for entry in entries(node, "vars") {
            let places = self.vars.entry(entry.0.to_owned()).or_default();
            places.push((environment.to_owned(), entry.1));
        }
        for (name, _, _) in entries(node, "secrets") {
            self.secrets.entry(name.to_owned()).or_default().insert(environment.to_owned());
        }
        for (name, _, _) in entries(node, "services") {
            self.services.entry(name.to_owned()).or_default();
        }
        for (name, _, value) in entries(node, "matrix") {
            let keys = self.dimensions.entry(name.to_owned()).or_default();
            for entry in value.items().into_iter().flatten() {
                keys.extend(entry.entries().into_iter().flatten().map(|e| e.key.value.clone()));
            }
        }
    }

    fn add_resolved(&mut self, environment: &Environment) {
        let name = environment.name.to_string();
        for endpoint in &environment.services {
            let hosts = self.services.entry(endpoint.service.to_string()).or_default();
            hosts.insert(name.clone());
        }
        for secret in &environment.secrets {
            let environments = self.secrets.entry(secret.name.to_string()).or_default();
            environments.insert(name.clone());
        }
        self.adds_credentials |= !environment.settings.headers.is_empty()
            || matches!(environment.settings.auth, Setting::Set(_));
        self.runnable.push(name);
    }
}

/// The keys below `section` that are not removed, with their places and values.
fn entries<'a>(node: &'a Node, section: &str) -> impl Iterator<Item = (&'a str, Span, &'a Node)> {
    node.get(section).and_then(Node::entries).into_iter().flatten().filter_map(|entry| {
        let removed = entry.value.scalar().is_some_and(|scalar| scalar.value().is_null());
        (!removed).then_some((entry.key.value.as_str(), entry.key.span, &*entry.value))
    })
}
