//! What a test depends on: over what it fans out, which secrets it needs, which services it calls.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::environment::own_names;
use super::every_step::{every_step, steps_for};
use super::target::{Target, target};
use super::uses::{Use, Uses, in_suite, in_test};
use crate::language::{
    Environment, Key, MatrixEntry, Project, Step, StepKind, Suite, Test, VarPath, Writes,
};

/// What a test mentions: itself, in the flows it uses, and through the environment (a service
/// whose URL names the tenant, a tenant whose password is a secret).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Dimensions of the matrix, over which it fans out.
    pub dimensions: BTreeMap<String, Entries>,
    /// Secrets, to be fetched before it is run.
    pub secrets: BTreeSet<String>,
    /// Services it calls.
    pub services: BTreeSet<String>,
    /// Variables of the environment.
    pub variables: BTreeSet<String>,
}

/// Over which entries of a dimension a test fans out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entries {
    /// All.
    All,
    /// Those that are `canary: true`: the suite says `writes: canary`.
    Canary,
}

impl Mentions {
    /// It cannot be run without an environment.
    pub fn need_an_environment(&self) -> bool {
        !self.dimensions.is_empty()
            || !self.secrets.is_empty()
            || !self.services.is_empty()
            || !self.variables.is_empty()
    }
}

/// What `test` of `suite` depends on. `chosen` narrows dimensions to one entry each, by name:
/// then only the secrets of that entry are needed.
pub fn mentions(
    suite: &Suite,
    test: &Test,
    environment: Option<&Environment>,
    project: Option<&Project>,
    chosen: &[(&str, &str)],
) -> Mentions {
    let mut mentioning =
        Mentioning { environment, chosen, mentions: Mentions::default(), seen: HashSet::new() };
    let steps = steps_for(suite, test);
    mentioning.part(suite, &steps, in_test(suite, test), false);
    let mut flows: Vec<&Suite> = Vec::new();
    flows_of(&steps, &mut flows);
    let mut sends = sends(&steps);
    for flow in flows {
        let steps = every_step(flow);
        sends |= self::sends(&steps);
        mentioning.part(flow, &steps, in_suite(flow), true);
    }
    if sends {
        mentioning.around(project);
    }
    mentioning.canaries(suite);
    mentioning.mentions
}

fn flows_of<'s>(steps: &[&'s Step], found: &mut Vec<&'s Suite>) {
    for step in steps {
        if let StepKind::Use(call) = &step.kind
            && let Some(flow) = &call.flow
            && !found.iter().any(|known| std::ptr::eq(*known, &**flow))
        {
            found.push(flow);
            flows_of(&every_step(flow), found);
        }
    }
}

fn sends(steps: &[&Step]) -> bool {
    steps.iter().any(|step| matches!(step.kind, StepKind::Http(_)))
}

struct Mentioning<'a> {
    environment: Option<&'a Environment>,
    chosen: &'a [(&'a str, &'a str)],
    mentions: Mentions,
    /// Paths that have been followed: values may mention each other.
    seen: HashSet<VarPath>,
}

impl<'a> Mentioning<'a> {
    /// A suite or flow. The inputs of a flow come from its caller, not from the environment.
    fn part(&mut self, suite: &Suite, steps: &[&Step], uses: Vec<Use<'_>>, flow: bool) {
        let own = own_names(suite);
        for mentioned in uses {
            if !own.contains(mentioned.path.root.as_str()) {
                self.path(&mentioned.path);
            }
        }
        if !flow {
            // An environment's variable of that name is the input's value.
            for input in &suite.inputs {
                self.variable(&input.name.value);
            }
        }
        for step in steps {
            let StepKind::Http(http) = &step.kind else { continue };
            match (target(&http.url), &suite.service) {
                (Target::Service(name), _) => self.service(name),
                (Target::Relative, Some(service)) => self.service(service.value.as_str()),
                (Target::Relative, None) | (Target::Absolute(_), _) => {}
            }
        }
    }

    /// What every request carries.
    fn around(&mut self, project: Option<&'a Project>) {
        let mut uses = Uses::of(|uses| {
            project.iter().for_each(|project| uses.settings(&project.defaults));
        });
        let environment = self.environment;
        uses.extend(Uses::of(|uses| {
            environment.iter().for_each(|environment| uses.settings(&environment.settings));
        }));
        self.all(uses);
    }

    fn all(&mut self, uses: Vec<Use<'_>>) {
        for mentioned in uses {
            self.path(&mentioned.path);
        }
    }

    fn path(&mut self, path: &VarPath) {
        if !self.seen.insert(path.clone()) {
            return;
        }
        let key = match path.rest.first() {
            Some(Key::Name(key)) => Some(key.as_str()),
            Some(Key::Index(_)) | None => None,
        };
        match (path.root.as_str(), key) {
            ("secret", Some(key)) => {
                self.mentions.secrets.insert(key.to_owned());
            }
            (root, key) if self.is_dimension(root) => self.dimension(root, key),
            (root, _) => self.variable(root),
        }
    }

    fn is_dimension(&self, root: &str) -> bool {
        match self.environment {
            Some(environment) => environment.matrix.iter().any(|known| known.name == root),
            None => root == "tenant",
        }
    }

    fn variable(&mut self, name: &str) {
        let mut vars = self.environment.iter().flat_map(|environment| &environment.vars);
        if let Some(var) = vars.find(|var| var.name.value == name)
            && self.mentions.variables.insert(name.to_owned())
        {
            self.all(Uses::of(|uses| uses.value(&var.value)));
        }
    }

    fn dimension(&mut self, name: &str, key: Option<&str>) {
        self.mentions.dimensions.insert(name.to_owned(), Entries::All);
        let chosen = self.chosen.iter().find(|(known, _)| *known == name).map(|(_, entry)| *entry);
        let matrix = self.environment.iter().flat_map(|environment| &environment.matrix);
        let entries: Vec<&MatrixEntry> = matrix
            .filter(|dimension| dimension.name == name)
            .flat_map(|dimension| &dimension.entries)
            .filter(|entry| chosen.is_none_or(|chosen| chosen == entry.name))
            .collect();
        let values = entries.into_iter().flat_map(|entry| &entry.values);
        for (_, value) in values.filter(|(known, _)| key.is_none_or(|key| key == known)) {
            self.all(Uses::of(|uses| uses.value(value)));
        }
    }

    fn service(&mut self, name: &str) {
        if !self.mentions.services.insert(name.to_owned()) {
            return;
        }
        let endpoint = self.environment.and_then(|environment| environment.endpoint(name));
        self.all(Uses::of(|uses| {
            if let Some(endpoint) = endpoint {
                uses.template(&endpoint.url);
                uses.settings(&endpoint.settings);
            }
        }));
    }

    /// A suite that writes for canaries is run for each of them, and where writing is protected
    /// for nobody else.
    fn canaries(&mut self, suite: &Suite) {
        let Some(environment) = self.environment.filter(|_| suite.writes == Writes::Canary) else {
            return;
        };
        for dimension in &environment.matrix {
            let mentioned = self.mentions.dimensions.contains_key(&dimension.name);
            let canaries = dimension.entries.iter().any(|entry| entry.canary);
            if canaries && (environment.protected || !mentioned) {
                self.mentions.dimensions.insert(dimension.name.clone(), Entries::Canary);
            }
        }
    }
}
