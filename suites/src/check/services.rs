//! E401: services that nobody knows.

use super::Names;
use super::every_step::every_step;
use super::target::{Target, service_span, target};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{StepKind, Suite};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::{Sources, Span};

/// What is wrong with the services that `suite` names.
pub(super) fn services(suite: &Suite, names: &Names, sources: &Sources) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(service) = &suite.service {
        found.extend(unknown(service.value.as_str(), service.span, names));
    }
    for step in every_step(suite) {
        let StepKind::Http(http) = &step.kind else { continue };
        match target(&http.url) {
            // Without an expression it is not a URL at all, which has been said.
            Target::Service("") if http.url.literal().is_some() => {}
            Target::Service("") => found.push(
                Diagnostic::new(Code::E401, http.url.span, "this URL names no service")
                    .help("write the name out: `service://NAME/path`"),
            ),
            Target::Service(name) => {
                found.extend(unknown(name, service_span(&http.url, name, sources), names));
            }
            Target::Relative | Target::Absolute(_) => {}
        }
    }
    found
}

fn unknown(name: &str, span: Span, names: &Names) -> Option<Diagnostic> {
    if names.services.contains_key(name) {
        return None;
    }
    let known = || names.services.keys().map(String::as_str);
    let diagnostic = Diagnostic::new(Code::E401, span, format!("unknown service `{name}`"));
    Some(diagnostic.help(match nearest(name, known()) {
        Some(near) => did_you_mean(near),
        None if !names.project => {
            "there is no `tripline.yaml` in this folder or above it: services are declared there"
                .to_owned()
        }
        None if names.services.is_empty() => {
            "declare it in an environment of `tripline.yaml`: `services: { NAME: https://… }`"
                .to_owned()
        }
        None => there_are(known()),
    }))
}
