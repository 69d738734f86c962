//! Variables in steps, by the moment at which they must be known.

use super::Uses;
use crate::language::{
    Check, HttpStep, IdempotencyKey, Part, PartContent, RequestBody, Save, Step, StepKind, Subject,
};

impl<'a> Uses<'a> {
    /// What must be known before the step can be carried out: the request, what is given to a
    /// flow, when to try again. Not `for_each`, `if`, `set` and the steps within.
    pub(in crate::check) fn doing(&mut self, step: &'a Step) {
        match &step.kind {
            StepKind::Http(http) => self.request(http),
            StepKind::Use(call) => call.with.iter().for_each(|(_, value)| self.value(value)),
            StepKind::Check(checks) => self.checks(checks),
            StepKind::Group(_) | StepKind::Set(_) | StepKind::Wait(_) => {}
        }
        if let Some(key) = &step.idempotency_key
            && let IdempotencyKey::Value(value) = &key.value
        {
            self.template(value);
        }
        if let Some(until) = &step.until {
            self.checks(&until.checks);
            self.checks(&until.stop_when);
        }
        self.checks(judged(&step.expect, true));
    }

    /// What must be known when values have been saved: the other checks.
    pub(in crate::check) fn judging(&mut self, step: &'a Step) {
        self.checks(judged(&step.expect, false));
        self.checks(&step.warn);
    }

    /// Where a saved value comes from.
    pub(in crate::check) fn saving(&mut self, save: &'a Save) {
        self.subject(&save.from.value, save.from.span, save.default.is_some());
        if let Some(default) = &save.default {
            self.value(default);
        }
    }

    fn request(&mut self, http: &'a HttpStep) {
        self.template(&http.url);
        if let Some(body) = &http.body {
            self.body(body);
        }
        self.where_the_request_is_known(|uses| {
            http.query.iter().for_each(|(_, value)| uses.value(value));
        });
        http.cookies.iter().for_each(|(_, value)| self.template(value));
        self.settings(&http.settings);
    }

    fn body(&mut self, body: &'a RequestBody) {
        match body {
            RequestBody::Json(value) | RequestBody::JsonFile { value, .. } => self.value(value),
            RequestBody::Form(fields) => fields.iter().for_each(|(_, value)| self.value(value)),
            RequestBody::Multipart(parts) => parts.iter().for_each(|part| self.part(part)),
            RequestBody::Graphql { query, variables, operation } => {
                self.template(query);
                variables.iter().for_each(|value| self.value(value));
                operation.iter().for_each(|name| self.template(name));
            }
            RequestBody::Xml(text) | RequestBody::Text(text) => self.template(text),
            RequestBody::File(_) => {}
        }
    }

    fn part(&mut self, part: &'a Part) {
        match &part.content {
            PartContent::File(_) => {}
            PartContent::Text(value) | PartContent::Json(value) => self.value(value),
        }
        part.file_name.iter().for_each(|name| self.template(name));
    }
}

/// The checks on `status`, which are made before values are saved, or the others.
fn judged(checks: &[Check], status: bool) -> impl IntoIterator<Item = &Check> {
    checks.iter().filter(move |check| matches!(check.subject.value, Subject::Status) == status)
}
