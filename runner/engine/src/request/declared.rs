//! Hosts that the files name: credentials of suite, service and environment may travel there.

use suites::{HttpStep, Piece, Step, StepKind, Suite, Template};
use url::{Origin, Url};

use crate::fill::{Filler, text_of};

/// Whether a URL that came out of an answer leads to a service of the environment, or to a host
/// that a step of the suite names without the help of an answer.
pub(super) fn is_declared(url: &Url, suite: &Suite, filler: &Filler<'_>) -> bool {
    let origin = url.origin();
    let environment = filler.world.environment.as_deref();
    let services = environment.map(|e| e.services.as_slice()).unwrap_or_default();
    services.iter().any(|service| origin_of(&service.url, filler).as_ref() == Some(&origin))
        || requests(suite).iter().any(|step| origin_of(&step.url, filler).as_ref() == Some(&origin))
}

/// Scheme, host and port as far as a template says so with what the files say.
fn origin_of(template: &Template, filler: &Filler<'_>) -> Option<Origin> {
    let mut text = String::new();
    for piece in &template.pieces {
        match piece {
            Piece::Text(literal) => text.push_str(literal),
            Piece::Expr(expr) if filler.is_saved(&expr.value) => return None,
            Piece::Expr(expr) => {
                let value = filler.expr(&expr.value, 0).ok()?;
                text.push_str(&text_of(&value, &expr.value).ok()?);
            }
        }
        if text.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#'])) {
            break;
        }
    }
    let url = Url::parse(&text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin())
}

/// Every request of a suite, cleanups included.
fn requests(suite: &Suite) -> Vec<&HttpStep> {
    let mut found = Vec::new();
    collect(&suite.setup, &mut found);
    for test in &suite.tests {
        collect(&test.steps, &mut found);
        collect(&test.cleanup, &mut found);
    }
    collect(&suite.cleanup, &mut found);
    found
}

fn collect<'s>(steps: &'s [Step], found: &mut Vec<&'s HttpStep>) {
    for step in steps {
        match &step.kind {
            StepKind::Http(http) => found.push(http),
            StepKind::Group(inner) => collect(inner, found),
            StepKind::Use(_) | StepKind::Check(_) | StepKind::Set(_) | StepKind::Wait(_) => {}
        }
        collect(&step.cleanup, found);
    }
}
