//! What keeps the suites of monitors from being run where they are to be.

use std::borrow::Cow;
use std::collections::HashSet;

use runner_model::EnvironmentName;

use super::monitored::suites_of;
use super::whole::Whole;
use crate::check::{Place, environment};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Environment, Monitor};
use crate::read::environment::{cannot_be_run, resolve};
use crate::source::{Span, Spanned};

/// Each mistake once, with the first monitor that meets it.
pub(super) fn in_environments(whole: &Whole<'_>) -> Vec<Diagnostic> {
    let mut seen: HashSet<(Code, Span, String)> = HashSet::new();
    let mut found = Vec::new();
    for monitor in &whole.project.monitors {
        let Some(said) = in_environment(whole, monitor) else { continue };
        for diagnostic in said {
            let key = (diagnostic.code, diagnostic.span, diagnostic.message.clone());
            if seen.insert(key) {
                let label = match &monitor.environment {
                    Some(place) => format!("`{}` runs it in `{}`", monitor.name.value, place.value),
                    None => format!("`{}` runs it", monitor.name.value),
                };
                found.push(diagnostic.related(monitor.span, label));
            }
        }
    }
    found
}

/// `None` when its environment cannot be had, which has been said.
fn in_environment(whole: &Whole<'_>, monitor: &Monitor) -> Option<Vec<Diagnostic>> {
    let place = match &monitor.environment {
        Some(named) => match environment_of(whole, named)? {
            Ok(environment) => Some(environment),
            Err(said) => return Some(said),
        },
        None if whole.environments.is_empty() => None,
        None => return None,
    };
    let suites = suites_of(monitor, whole.suites, whole.flows);
    let place = Place {
        environment: place.as_deref(),
        project: Some(whole.project),
        names: whole.names,
        sources: whole.sources,
        given: &[],
    };
    Some(environment(suites.iter().map(AsRef::as_ref), &place))
}

/// The environment of that name: one that can be run alone, or with overlays, which may add what
/// has not been said yet.
fn environment_of<'w>(
    whole: &Whole<'w>,
    named: &Spanned<EnvironmentName>,
) -> Option<Result<Cow<'w, Environment>, Vec<Diagnostic>>> {
    let name = named.value.as_str();
    if !name.contains('+') {
        return whole
            .environments
            .iter()
            .find(|known| known.name == named.value)
            .map(|known| Ok(Cow::Borrowed(known)));
    }
    if cannot_be_run(whole.project, name, named.span, "in:").is_some() {
        return None;
    }
    Some(resolve(whole.project, whole.sources, name).map(Cow::Owned))
}
