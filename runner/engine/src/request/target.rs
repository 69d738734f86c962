//! Where a request goes.

use runner_model::StepError;
use serde_json::Value;
use suites::{Endpoint, Environment, Expr, Helper, HttpStep, Piece, Suite, Template};
use url::Url;

use super::declared::is_declared;
use super::encode::{encode_component, encode_raw};
use super::{Fault, Here};
use crate::fill::{FillError, Filler, text_of};

/// A filled URL.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub(super) url: Url,
    /// The service it belongs to, when it is addressed by one.
    pub(super) endpoint: Option<&'a Endpoint>,
    /// The host was written in the files; credentials of suite, service and environment may
    /// travel there.
    pub(super) declared: bool,
    pub(super) notes: Vec<String>,
}

/// Fills a step's URL and finds out where it leads.
pub(super) fn target<'a>(
    step: &HttpStep,
    suite: &Suite,
    filler: &Filler<'a>,
) -> Result<Target<'a>, Fault> {
    let environment = filler.world.environment.as_deref();
    let mut filled = Filled::default();
    fill(&step.url, filler, &mut filled).here(step.url.span)?;
    let (text, endpoint) = located(&filled.text, suite, environment, filler).here(step.url.span)?;
    let url = filler
        .world
        .addresses
        .read(&text)
        .map_err(|error| FillError::Unfit(format!("`{text}` is no URL: {error}")))
        .here(step.url.span)?;
    if !matches!(url.scheme(), "http" | "https") {
        let message = format!("`{}` is not http or https: `{url}`", url.scheme());
        return Err(FillError::Unfit(message)).here(step.url.span);
    }
    let declared =
        endpoint.is_some() || !filled.host_from_answer || is_declared(&url, suite, filler);
    Ok(Target { url, endpoint, declared, notes: filled.notes })
}

#[derive(Default)]
struct Filled {
    text: String,
    host_from_answer: bool,
    notes: Vec<String>,
}

/// In which part of a URL the next character stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Start,
    Host,
    Path,
    Query,
}

impl Part {
    fn after(text: &str) -> Self {
        if text.is_empty() {
            return Self::Start;
        }
        if text.contains(['?', '#']) {
            return Self::Query;
        }
        match after_scheme(text) {
            Some(rest) if !rest.contains('/') => Self::Host,
            Some(_) | None => Self::Path,
        }
    }
}

/// What follows `https://`; a URL may stand in the path or query of another.
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (!scheme.is_empty() && scheme.chars().all(fits)).then_some(rest)
}

fn fill(template: &Template, filler: &Filler<'_>, filled: &mut Filled) -> Result<(), FillError> {
    filler.pieces(template, |piece, value| {
        match piece {
            Piece::Text(text) => filled.text.push_str(text),
            Piece::Expr(expr) => {
                let part = Part::after(&filled.text);
                if matches!(part, Part::Start | Part::Host) && filler.is_saved(&expr.value) {
                    filled.host_from_answer = true;
                }
                let text = encoded(&expr.value, &value, part, &mut filled.notes)?;
                filled.text.push_str(&text);
            }
        }
        Ok(())
    })
}

fn encoded(
    expr: &Expr,
    value: &Value,
    part: Part,
    notes: &mut Vec<String>,
) -> Result<String, FillError> {
    let text = text_of(value, expr)?;
    if let Expr::Call { helper: Helper::Raw, .. } = expr {
        return Ok(encode_raw(&text));
    }
    match part {
        Part::Start => Ok(encode_raw(&text)),
        Part::Query => Ok(encode_component(&text)),
        Part::Host => {
            let fits =
                |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']');
            if text.chars().all(fits) {
                Ok(text)
            } else {
                Err(FillError::Unfit(format!(
                    "{} cannot be part of a host",
                    crate::fill::describe(value)
                )))
            }
        }
        Part::Path => {
            if text == "." || text == ".." {
                return Err(FillError::Unfit(format!(
                    "\"{text}\" cannot be a path segment: it would lead to another path"
                )));
            }
            note_segment(expr, &text, notes);
            Ok(encode_component(&text))
        }
    }
}

fn note_segment(expr: &Expr, text: &str, notes: &mut Vec<String>) {
    let Expr::Var(path) = expr else { return };
    if text.contains('/') {
        notes.push(format!(
            "`{{{{{path}}}}}` holds a `/`, which is sent as `%2F`; write `{{{{raw {path}}}}}` to keep it"
        ));
    }
    if text.is_empty() {
        notes.push(format!("`{{{{{path}}}}}` is empty, so the path has a segment less"));
    }
}

/// The absolute URL of what a step says: absolute already, below a service, or below the suite's.
fn located<'a>(
    text: &str,
    suite: &Suite,
    environment: Option<&'a Environment>,
    filler: &Filler<'_>,
) -> Result<(String, Option<&'a Endpoint>), FillError> {
    if let Some(rest) = text.strip_prefix("service://") {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        return below(&rest[..end], &rest[end..], environment, filler);
    }
    if after_scheme(text).is_some() {
        return Ok((text.to_owned(), None));
    }
    match &suite.service {
        Some(service) => below(service.value.as_str(), text, environment, filler),
        None => Err(FillError::Unfit(format!(
            "`{text}` is no absolute URL, and the suite names no `service`"
        ))),
    }
}

/// A path appended to a service's URL.
fn below<'a>(
    service: &str,
    path: &str,
    environment: Option<&'a Environment>,
    filler: &Filler<'_>,
) -> Result<(String, Option<&'a Endpoint>), FillError> {
    let Some(environment) = environment else {
        return Err(FillError::Errored(StepError::Internal(format!(
            "no environment was chosen that says where `{service}` is; choose one with `-e`"
        ))));
    };
    let Some(endpoint) = environment.endpoint(service) else {
        return Err(FillError::Errored(StepError::Internal(format!(
            "the service `{service}` has no host in `{}`",
            environment.name
        ))));
    };
    let base = filler.text(&endpoint.url)?;
    let base = base.trim_end_matches('/');
    let slash = if path.is_empty() || path.starts_with(['/', '?', '#']) { "" } else { "/" };
    Ok((format!("{base}{slash}{path}"), Some(endpoint)))
}
