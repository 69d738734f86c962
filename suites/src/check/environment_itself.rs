//! What is wrong with an environment before any suite is run in it.

use super::circles::circles;
use super::uses::{Use, Uses};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Environment, Key, Project};
use crate::read::suggest::{did_you_mean, first_of, nearest};
use crate::source::Sources;

/// Checks that the parts of a whole environment fit together and to its project.
pub(crate) fn environment_itself(
    environment: &Environment,
    project: &Project,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut found = services(environment, project);
    found.extend(names_meant_twice(environment));
    found.extend(circles(environment));
    for mentioned in mentioned(environment) {
        found.extend(unknown(&mentioned, environment, sources));
    }
    found
}

/// Services that the project does not list, if it lists any.
fn services(environment: &Environment, project: &Project) -> Vec<Diagnostic> {
    let known = || project.services.keys().map(|name| name.as_str());
    let unlisted = environment.services.iter().filter(|endpoint| {
        !project.services.is_empty() && !project.services.contains_key(&endpoint.service)
    });
    unlisted
        .map(|endpoint| {
            let name = endpoint.service.as_str();
            let message = format!("unknown service `{name}`");
            Diagnostic::new(Code::E401, endpoint.span, message).help(match nearest(name, known()) {
                Some(near) => did_you_mean(near),
                None => format!("list it in `services` of the project: `{name}: {{}}`"),
            })
        })
        .collect()
}

/// A variable and a dimension of the same name.
fn names_meant_twice(environment: &Environment) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for var in &environment.vars {
        let name = &var.name.value;
        let dimension = environment.matrix.iter().find(|dimension| dimension.name == *name);
        if let Some(dimension) = dimension {
            let message = format!("`{name}` is a variable and a dimension of the matrix");
            found.push(
                Diagnostic::new(Code::E201, var.name.span, message)
                    .related(dimension.span, "the dimension")
                    .help("give one of them another name"),
            );
        }
    }
    found
}

/// Everything that its templates mention.
pub(super) fn mentioned(environment: &Environment) -> Vec<Use<'_>> {
    Uses::of(|uses| {
        environment.vars.iter().for_each(|var| uses.value(&var.value));
        for endpoint in &environment.services {
            uses.template(&endpoint.url);
            uses.settings(&endpoint.settings);
        }
        for entry in environment.matrix.iter().flat_map(|dimension| &dimension.entries) {
            entry.values.iter().for_each(|(_, value)| uses.value(value));
        }
        uses.settings(&environment.settings);
    })
}

fn unknown(
    mentioned: &Use<'_>,
    environment: &Environment,
    sources: &Sources,
) -> Option<Diagnostic> {
    let root = mentioned.path.root.as_str();
    let key = match mentioned.path.rest.first() {
        Some(Key::Name(key)) => key.as_str(),
        Some(Key::Index(_)) | None => "",
    };
    let place = mentioned.place(sources);
    let here = &environment.name;
    let problem = |code, message: String| Diagnostic::new(code, place, message);
    let closest = |name: &str, known: Vec<&str>, none: &str| match nearest(name, known.clone()) {
        Some(near) => did_you_mean(near),
        None if known.is_empty() => none.to_owned(),
        None => format!("known here: {}", first_of(known)),
    };
    if environment.vars.iter().any(|var| var.name.value == root) || root == "run" {
        return None;
    }
    if root == "request" && mentioned.in_request {
        return None;
    }
    if root == "secret" {
        let known: Vec<&str> =
            environment.secrets.iter().map(|secret| secret.name.as_str()).collect();
        if known.contains(&key) {
            return None;
        }
        let message = format!("unknown secret `{key}` in the environment `{here}`");
        let help = closest(key, known, "declare it in `secrets` of the environment");
        return Some(problem(Code::E406, message).help(help));
    }
    if let Some(dimension) = environment.matrix.iter().find(|dimension| dimension.name == root) {
        let lacking = dimension.entries.iter().find(|entry| {
            !key.is_empty() && entry.values.iter().all(|(name, _)| name != key) && key != "canary"
        })?;
        let message = format!("`{}` of `{root}` has no `{key}`", lacking.name);
        return Some(problem(Code::E407, message).related(lacking.span, "this entry"));
    }
    let message = format!("unknown variable `{root}` in the environment `{here}`");
    let mut known: Vec<&str> = environment.vars.iter().map(|var| var.name.value.as_str()).collect();
    known.extend(environment.matrix.iter().map(|dimension| dimension.name.as_str()));
    let help = closest(root, known, "add it to `vars` of the environment");
    Some(problem(Code::E302, message).help(help))
}
