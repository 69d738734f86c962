//! E401: services without a host here.

use super::place::Place;
use crate::check::every_step::every_step;
use crate::check::target::{Target, service_span, target};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{StepKind, Suite};
use crate::source::Span;

/// The services of `suite` that have no host. Each is reported once, where it is named first.
pub(super) fn hosts(suite: &Suite, place: &Place<'_>) -> Vec<Diagnostic> {
    let mut named: Vec<(&str, Span)> = Vec::new();
    for step in every_step(suite) {
        let StepKind::Http(http) = &step.kind else { continue };
        match (target(&http.url), &suite.service) {
            (Target::Service(name), _) => {
                named.push((name, service_span(&http.url, name, place.sources)));
            }
            (Target::Relative, Some(service)) => {
                named.push((service.value.as_str(), service.span));
            }
            (Target::Relative, None) | (Target::Absolute(_), _) => {}
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (name, span) in named {
        // What nobody knows is wrong everywhere, and has been said.
        let unknown = !place.names.services.contains_key(name);
        if unknown || seen.contains(&name) {
            continue;
        }
        seen.push(name);
        if place.environment.is_none_or(|environment| environment.endpoint(name).is_none()) {
            found.push(nowhere(name, span, place));
        }
    }
    found
}

fn nowhere(name: &str, span: Span, place: &Place<'_>) -> Diagnostic {
    let message = format!("`{name}` has no host {}", place.here());
    let add = match place.environment {
        Some(environment) => format!("add it to `services` of `{}`", environment.name),
        None => String::new(),
    };
    let help = place.elsewhere(place.names.services.get(name), "it has one in", &add);
    Diagnostic::new(Code::E401, span, message).help(help)
}
