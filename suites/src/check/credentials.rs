//! W320: credentials that stay at home, because an answer said where to go.

use std::collections::BTreeSet;

use super::Names;
use super::every_step::every_step;
use super::target::{Target, target};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Auth, ForEach, Setting, Step, StepKind, Suite};

/// Steps of `suite` whose host comes out of an answer, and which would inherit credentials.
pub(super) fn credentials(suite: &Suite, names: &Names) -> Vec<Diagnostic> {
    let Some(what) = inherited(suite, names) else { return Vec::new() };
    let saved = from_answers(suite);
    let mut found = Vec::new();
    for step in every_step(suite) {
        let StepKind::Http(http) = &step.kind else { continue };
        let Target::Absolute(exprs) = target(&http.url) else { continue };
        if http.settings.auth != Setting::Inherit {
            continue;
        }
        let from_answer = exprs.iter().find_map(|expr| {
            let mut variables = expr.value.variables().into_iter();
            variables.find(|path| saved.contains(path.root.as_str())).map(|path| (expr, path))
        });
        if let Some((expr, path)) = from_answer {
            let message = format!(
                "{what} are not sent along unless the host in `{}` is that of a service",
                path.root
            );
            found.push(
                Diagnostic::new(Code::W320, expr.span, message)
                    .label("an answer decides the host")
                    .help("say `auth: none` on this step, or which `auth` this host may have"),
            );
        }
    }
    found
}

/// What a step inherits that an undeclared host must not see.
fn inherited(suite: &Suite, names: &Names) -> Option<&'static str> {
    let auth = matches!(&suite.settings.auth, Setting::Set(auth) if auth.value != Auth::None);
    let headers = suite.settings.headers.iter().any(|header| header.value.is_some());
    match (auth, headers) {
        (true, true) => Some("the `auth` and `headers` of the suite"),
        (true, false) => Some("the credentials in `auth` of the suite"),
        (false, true) => Some("the `headers` of the suite"),
        (false, false) if names.adds_credentials => {
            Some("the `headers` and `auth` of the environment")
        }
        (false, false) => None,
    }
}

/// The variables that come out of answers.
fn from_answers(suite: &Suite) -> BTreeSet<&str> {
    let steps = every_step(suite);
    let mut saved: BTreeSet<&str> = steps.iter().flat_map(|step| saves(step)).collect();
    for ForEach { name, list, .. } in steps.iter().filter_map(|step| step.for_each.as_deref()) {
        let mut exprs = list.templates().into_iter().flat_map(|template| template.exprs());
        if exprs.any(|expr| {
            expr.value.variables().iter().any(|path| saved.contains(path.root.as_str()))
        }) {
            saved.insert(&name.value);
        }
    }
    saved
}

fn saves(step: &Step) -> Vec<&str> {
    let mut names: Vec<&str> = step.save.iter().map(|save| save.name.value.as_str()).collect();
    if let StepKind::Use(call) = &step.kind {
        names.extend(call.save.iter().map(|name| name.value.as_str()));
    }
    names
}
