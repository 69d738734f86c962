//! Names that are known, but not here: variables, secrets, the matrix; inputs that nobody gives.

use std::collections::BTreeSet;

use super::place::Place;
use crate::check::every_step::every_step;
use crate::check::flows::{describe, mismatch};
use crate::check::uses::{Use, in_suite};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Input, Key, StepKind, Suite};
use crate::source::Span;

/// What `suite` mentions that is known elsewhere only.
pub(super) fn known(suite: &Suite, place: &Place<'_>) -> Vec<Diagnostic> {
    let own = own_names(suite);
    let uses = in_suite(suite);
    let uses = uses.iter().filter(|mentioned| !own.contains(mentioned.path.root.as_str()));
    uses.filter_map(|mentioned| unknown(mentioned, place)).collect()
}

/// The variables that a suite defines, wherever they are known.
pub(in crate::check) fn own_names(suite: &Suite) -> BTreeSet<&str> {
    let mut own: BTreeSet<&str> = BTreeSet::new();
    own.extend(suite.inputs.iter().map(|input| input.name.value.as_str()));
    own.extend(suite.vars.iter().map(|var| var.name.value.as_str()));
    for step in every_step(suite) {
        own.extend(step.for_each.iter().map(|each| each.name.value.as_str()));
        own.extend(step.save.iter().map(|save| save.name.value.as_str()));
        match &step.kind {
            StepKind::Set(values) => own.extend(values.iter().map(|(name, _)| &*name.value)),
            StepKind::Use(call) => own.extend(call.save.iter().map(|name| &*name.value)),
            StepKind::Http(_) | StepKind::Group(_) | StepKind::Check(_) | StepKind::Wait(_) => {}
        }
    }
    own
}

fn unknown(mentioned: &Use<'_>, place: &Place<'_>) -> Option<Diagnostic> {
    let root = mentioned.path.root.as_str();
    let key = match mentioned.path.rest.first() {
        Some(Key::Name(key)) => Some(key.as_str()),
        Some(Key::Index(_)) | None => None,
    };
    let span = mentioned.place(place.sources);
    if root == "secret" {
        return secret(key?, span, place);
    }
    if place.names.dimensions.contains_key(root) {
        return entry(root, key, span, place);
    }
    let elsewhere = place.names.vars.get(root)?;
    if place.environment.is_some_and(|here| here.vars.iter().any(|var| var.name.value == root)) {
        return None;
    }
    let message = format!("`{root}` is not known {}", place.here());
    let elsewhere = elsewhere.iter().map(|(environment, _)| environment.clone()).collect();
    let help = place.elsewhere(Some(&elsewhere), "it is known in", &add_to("vars", place));
    Some(Diagnostic::new(Code::E302, span, message).help(help))
}

fn secret(key: &str, span: Span, place: &Place<'_>) -> Option<Diagnostic> {
    let elsewhere = place.names.secrets.get(key)?;
    let here = |name: &str| {
        place
            .environment
            .is_some_and(|here| here.secrets.iter().any(|secret| secret.name.as_str() == name))
    };
    if here(key) {
        return None;
    }
    let message = format!("the secret `{key}` is not declared {}", place.here());
    let help = place.elsewhere(Some(elsewhere), "it is declared in", &add_to("secrets", place));
    Some(Diagnostic::new(Code::E406, span, message).help(help))
}

fn entry(dimension: &str, key: Option<&str>, span: Span, place: &Place<'_>) -> Option<Diagnostic> {
    let environment = place.environment;
    let here =
        environment.and_then(|here| here.matrix.iter().find(|known| known.name == dimension));
    let Some(here) = here else {
        let message = format!("there is no dimension `{dimension}` {}", place.here());
        let help = place.elsewhere(None, "", &add_to("matrix", place));
        return Some(Diagnostic::new(Code::E407, span, message).help(help));
    };
    let key = key.filter(|key| *key != "canary")?;
    let known_somewhere = place.names.dimensions.get(dimension)?.contains(key);
    let lacking =
        here.entries.iter().find(|entry| entry.values.iter().all(|(name, _)| name != key))?;
    if !known_somewhere {
        return None;
    }
    let message = format!("`{}` of `{dimension}` has no `{key}` {}", lacking.name, place.here());
    let diagnostic = Diagnostic::new(Code::E407, span, message);
    Some(diagnostic.related(lacking.span, format!("without `{key}`")))
}

fn add_to(section: &str, place: &Place<'_>) -> String {
    match place.environment {
        Some(environment) => format!("add it to `{section}` of `{}`", environment.name),
        None => String::new(),
    }
}

/// The inputs of a suite that is run itself: those that nobody gives, and those that the
/// environment gives as something else than they are.
pub(super) fn inputs(suite: &Suite, place: &Place<'_>) -> Vec<Diagnostic> {
    suite.inputs.iter().filter_map(|input| given(input, place)).collect()
}

fn given(input: &Input, place: &Place<'_>) -> Option<Diagnostic> {
    let name = input.name.value.as_str();
    if place.given.iter().any(|given| given == name) {
        return None;
    }
    let var =
        place.environment.and_then(|here| here.vars.iter().find(|var| var.name.value == name));
    let Some(var) = var else {
        if input.default.is_some() {
            return None;
        }
        let message = format!("the input `{name}` has no default, and nothing gives it a value");
        let help = match place.environment {
            Some(environment) => {
                format!("give it with `--set {name}=…`, or in `vars` of `{}`", environment.name)
            }
            None => format!("give it with `--set {name}=…`"),
        };
        return Some(Diagnostic::new(Code::E304, input.name.span, message).help(help));
    };
    let kind = input.kind?;
    let is = mismatch(&var.value, kind)?;
    let message = format!("the input `{name}` is {}, not {is}", describe(kind));
    Some(Diagnostic::new(Code::E204, var.span, message).related(input.name.span, "the input"))
}
