//! Two answers, side by side.

use std::collections::BTreeSet;

use runner_model::{Answer, Body, Exchange, Response};
use serde_json::Value;

use super::change::{beginning, shown};
use super::json;

/// Something that is different, as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'r> {
    /// The subject.
    pub(super) what: &'r str,
    pub(super) before: Option<&'r Value>,
    pub(super) after: Option<&'r Value>,
}

impl<'r> Raw<'r> {
    pub(super) fn new(what: &'r str, before: Option<&'r Value>, after: Option<&'r Value>) -> Self {
        Self { what, before, after }
    }

    /// Both are texts, and these texts are so.
    pub(super) fn texts_are(&self, so: impl Fn(&str, &str) -> bool) -> bool {
        let text = |value: Option<&'r Value>| value.and_then(Value::as_str);
        text(self.before).zip(text(self.after)).is_some_and(|(before, after)| so(before, after))
    }

    /// A side as it is shown.
    pub(super) fn shown(&self, value: Option<&Value>) -> Option<String> {
        let is_json = self.what.starts_with('$');
        value.map(|value| match value.as_str().filter(|_| !is_json) {
            Some(text) => beginning(text),
            None => shown(value),
        })
    }
}

/// Calls `found` for everything that differs: status, error, headers, body.
pub(super) fn compare(before: &Exchange, after: &Exchange, found: &mut dyn FnMut(Raw<'_>)) {
    let response = |exchange: &'_ Exchange| exchange.answer.response().cloned();
    let (was, is) = (response(before), response(after));
    let status = |response: &Option<Response>| response.as_ref().map(|it| Value::from(it.status));
    one("status", status(&was), status(&is), found);
    let error = |answer: &Answer| answer.error().map(|error| Value::from(error.message.as_str()));
    one("error", error(&before.answer), error(&after.answer), found);
    let (Some(was), Some(is)) = (was, is) else { return };
    let names: BTreeSet<&str> =
        was.headers.iter().chain(&is.headers).map(|header| header.name.as_str()).collect();
    for name in names {
        let value = |response: &Response| response.header(name).map(Value::from);
        one(&format!("header {name}"), value(&was), value(&is), found);
    }
    bodies(&was.body, &is.body, found);
}

fn one(what: &str, before: Option<Value>, after: Option<Value>, found: &mut dyn FnMut(Raw<'_>)) {
    if before != after {
        found(Raw::new(what, before.as_ref(), after.as_ref()));
    }
}

fn bodies(before: &Body, after: &Body, found: &mut dyn FnMut(Raw<'_>)) {
    let parsed = |body: &Body| serde_json::from_str::<Value>(&body.text).ok();
    match (parsed(before), parsed(after)) {
        (Some(before), Some(after)) => json::compare("$", &before, &after, found),
        (None, _) | (_, None) => one("body", said(before), said(after), found),
    }
}

fn said(body: &Body) -> Option<Value> {
    if body.size == 0 {
        None
    } else if body.binary {
        Some(Value::from(runner_model::human::size(body.size)))
    } else {
        Some(Value::from(body.text.as_str()))
    }
}
