//! From a check to its result.

use runner_model::{CheckResult, CheckVerdict};
use serde_json::Value;
use suites::{Check, Span, Subject};

use super::Facts;
use super::bind::Binder;
use super::body::not_json;
use super::broken::Broken;
use super::claim::Site;
use super::misfit::listed;
use super::phrase::Phrase;
use super::scale::Scale;
use super::subject;
use super::words::Words;
use crate::json;
use crate::request::Fault;

/// Judges a check.
///
/// # Errors
///
/// It cannot be judged, and that is ours: an operand cannot be filled in.
pub(crate) fn judge(check: &Check, facts: &Facts<'_>) -> Result<CheckResult, Fault> {
    let broken = broken(check, facts)?;
    let span = broken.as_ref().and_then(|broken| broken.span).unwrap_or(check.condition.span);
    Ok(CheckResult {
        subject: check.text.clone(),
        place: facts.sources.place(span),
        verdict: verdict(broken),
    })
}

/// The first check that does not hold.
///
/// # Errors
///
/// One of them cannot be judged, and that is ours.
pub(crate) fn holds<'c>(
    checks: &'c [Check],
    facts: &Facts<'_>,
) -> Result<Option<&'c Check>, Fault> {
    for check in checks {
        if broken(check, facts)?.is_some() {
            return Ok(Some(check));
        }
    }
    Ok(None)
}

/// The 2xx that is expected of a step that says nothing.
pub(crate) fn implied_status(facts: &Facts<'_>, span: Span) -> CheckResult {
    let answer = facts.exchange.map(|exchange| &exchange.answer);
    let got = match answer.map(|answer| (answer.error(), answer.response())) {
        Some((None, Some(response))) if response.status / 100 == 2 => None,
        Some((None, Some(response))) => Some(response.status.to_string()),
        Some((Some(error), _)) => Some(format!("no answer: {}", error.message)),
        Some((None, None)) | None => Some("no answer".to_owned()),
    };
    let broken = got.map(|got| Broken::new(Phrase::noun("2xx"), got));
    CheckResult {
        subject: "status".to_owned(),
        place: facts.sources.place(span),
        verdict: verdict(broken),
    }
}

/// That a GraphQL answer has no `errors` (none, `null` or an empty list).
pub(crate) fn graphql_errors(facts: &Facts<'_>, span: Span) -> CheckResult {
    CheckResult {
        subject: "$.errors".to_owned(),
        place: facts.sources.place(span),
        verdict: verdict(broken_by_errors(facts)),
    }
}

fn broken_by_errors(facts: &Facts<'_>) -> Option<Broken> {
    let expected = Phrase::noun("no errors");
    let words = Words { masker: &facts.filler.world.masker, hidden: false };
    if let Some(error) = facts.exchange.and_then(|exchange| exchange.answer.error()) {
        return Some(Broken::new(expected, format!("no answer: {}", error.message)));
    }
    let answer = match facts.json.get_or_init(|| json::parse(facts.body)) {
        Ok(answer) => answer,
        Err(why) => {
            let lack = not_json(why, &String::from_utf8_lossy(facts.body), &words);
            return Some(Broken::new(expected, lack.got).hint_if(lack.hint));
        }
    };
    let errors = answer.get("errors")?;
    let list = match errors {
        Value::Null => return None,
        Value::Array(list) if list.is_empty() => return None,
        Value::Array(list) => list.as_slice(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            return Some(Broken::new(expected, words.long(errors)));
        }
    };
    let first = &list[0];
    let got = match first.get("message").and_then(Value::as_str) {
        Some(message) => words.quoted(message),
        None => words.short(first, Scale::Plain),
    };
    let more = match list.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let path = first.get("path").and_then(Value::as_array).map(|keys| {
        let keys: Vec<String> = keys
            .iter()
            .map(|key| key.as_str().map_or_else(|| key.to_string(), str::to_owned))
            .collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        format!("the first is about {}", listed(&keys).replace(", ", "."))
    });
    Some(Broken::new(expected, format!("{got}{more}")).hint_if(path))
}

fn broken(check: &Check, facts: &Facts<'_>) -> Result<Option<Broken>, Fault> {
    let subject = &check.subject.value;
    let found = subject::find(&check.subject, facts)?;
    let origin = origin(check);
    let element_origin =
        if subject.is_list() { check.text.clone() } else { format!("{origin}[*]") };
    let site = Site {
        words: subject::words(subject, facts),
        scale: Scale::of(subject),
        elements: Scale::of_elements(subject),
        origin: &origin,
        element_origin: &element_origin,
        now: facts.filler.now,
    };
    let binder =
        Binder { filler: &facts.filler, schemas: facts.schemas, subject: &check.text, site };
    Ok(binder.condition(&check.condition)?.check(&found))
}

/// How places inside the subject's value are called.
fn origin(check: &Check) -> String {
    // What several values of a path are together has no name.
    if check.subject.value.is_list() {
        return String::new();
    }
    if let Subject::Json(path) = &check.subject.value {
        return path.source.clone();
    }
    if let Subject::Var(path) = &check.subject.value {
        return path.to_string();
    }
    "$".to_owned()
}

fn verdict(broken: Option<Broken>) -> CheckVerdict {
    match broken {
        None => CheckVerdict::Held,
        Some(Broken { expected, got, hint, .. }) => {
            CheckVerdict::Broken { expected: expected.text().to_owned(), got, hint }
        }
    }
}
