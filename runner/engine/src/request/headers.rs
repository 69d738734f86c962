//! Header lines: of all levels, of credentials, of the body, of tripline itself.

use runner_http::RequestHeader;
use serde_json::Value;
use suites::{HeaderSetting, HttpStep, Span, ValueTemplate};

use super::levels::Levels;
use super::{Fault, Here};
use crate::fill::{FillError, Filler, describe};

/// The headers of all levels. Inherited ones do not go to a host that came out of an answer, and
/// never follow a redirect to another origin.
pub(super) fn inherited(
    levels: &Levels<'_>,
    declared: bool,
    filler: &Filler<'_>,
) -> Result<Vec<RequestHeader>, Fault> {
    let mut lines = Vec::new();
    for (header, own) in levels.headers() {
        if !own && !declared {
            continue;
        }
        let filler = if own { *filler } else { filler.above() };
        for value in values(header, &filler)? {
            let name = header.name.value.clone();
            lines.push(RequestHeader { name, value, credential: !own });
        }
    }
    Ok(lines)
}

/// Its value; several when it is a list, none when it is null.
fn values(header: &HeaderSetting, filler: &Filler<'_>) -> Result<Vec<String>, Fault> {
    let Some(template) = &header.value else { return Ok(Vec::new()) };
    let span = span_of(template).unwrap_or(header.name.span);
    let texts = texts(&filler.value(template).here(span)?).here(span)?;
    texts.into_iter().map(|text| line(&header.name.value, text).here(span)).collect()
}

/// A value in a query, form or header: null leaves the entry out, a list repeats it.
pub(super) fn texts(value: &Value) -> Result<Vec<String>, FillError> {
    let single = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(FillError::Unfit(format!(
            "{} cannot be sent as text here; write `{{{{json …}}}}` to send it as JSON",
            describe(value)
        ))),
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items.iter().map(single).collect(),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Object(_) => {
            single(value).map(|text| vec![text])
        }
    }
}

/// A header's value must be one line.
pub(super) fn line(name: &str, value: String) -> Result<String, FillError> {
    if value.contains(['\r', '\n', '\0']) {
        return Err(FillError::Unfit(format!(
            "the value of the header `{name}` holds a line break, which would begin another header"
        )));
    }
    Ok(value.trim_matches([' ', '\t']).to_owned())
}

/// `cookie: a=1; b=2` of a step.
pub(super) fn cookie(step: &HttpStep, filler: &Filler<'_>) -> Result<Option<RequestHeader>, Fault> {
    let mut pairs = Vec::new();
    for (name, value) in &step.cookies {
        let text = filler.text(value).here(value.span)?;
        if text.contains([';', '\r', '\n', '\0']) {
            let message = format!("the cookie `{}` holds a `;` or a line break", name.value);
            return Err(FillError::Unfit(message)).here(value.span);
        }
        pairs.push(format!("{}={text}", name.value));
    }
    Ok((!pairs.is_empty()).then(|| RequestHeader::credential("cookie", pairs.join("; "))))
}

/// Where a value's first template stands.
pub(super) fn span_of(value: &ValueTemplate) -> Option<Span> {
    value.templates().first().map(|template| template.span)
}
