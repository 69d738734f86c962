//! What `mask: { json: … }` of the project file hides: in bodies, and in what is said about them.
//!
//! A value that is long enough is made known to the masker and hidden wherever it turns up. One
//! that is not (a PIN, a flag) is hidden where it lies, and where a check or `save` looked at it.

use runner_model::{
    Body, CheckResult, CheckVerdict, Exchange, Failure, MASK, Masker, StepOutcome, StepResult,
};
use serde_json::Value;
use suites::{JsonPath, Step, Subject};

use crate::{json, jsonpath};

/// What an exchange holds at the masked paths.
#[derive(Debug, Default)]
pub(crate) struct Concealed {
    /// The answer, when something in it cannot be known by sight.
    answer: Option<Value>,
    /// Where in the answer that lies, as JSON Pointers.
    places: Vec<String>,
    /// Something in the request cannot be known by sight.
    in_request: bool,
}

impl Concealed {
    /// Looks the masked paths up in whole bodies, before anything is said about them.
    pub(crate) fn of(paths: &[JsonPath], sent: &[u8], body: &[u8], masker: &Masker) -> Self {
        if paths.is_empty() {
            return Self::default();
        }
        let sent = json::parse(sent).map(|sent| unmaskable(paths, &sent, masker));
        let in_request = sent.is_ok_and(|places| !places.is_empty());
        let Ok(answer) = json::parse(body) else { return Self { in_request, ..Self::default() } };
        let places = unmaskable(paths, &answer, masker);
        Self { answer: (!places.is_empty()).then_some(answer), places, in_request }
    }

    /// Hides what checks and saves say about values that cannot be known by sight.
    pub(crate) fn hide_in(&self, step: &Step, result: &mut StepResult) {
        let until = step.until.iter().flat_map(|until| &until.checks);
        for check in step.expect.iter().chain(&step.warn).chain(until) {
            if self.is_about(&check.subject.value) {
                let told = result.checks.iter_mut().chain(&mut result.warnings);
                told.filter(|told| told.subject == check.text).for_each(hide);
            }
        }
        for save in step.save.iter().filter(|save| self.is_about(&save.from.value)) {
            let told = result.saved.iter_mut().filter(|told| told.name == save.name.value);
            told.for_each(|told| told.value = Value::String(MASK.to_owned()));
            let told = result.checks.iter_mut().filter(|told| told.subject == save.text);
            told.for_each(hide);
            if let StepOutcome::Failed(Failure::NothingToSave { variable, message, .. }) =
                &mut result.outcome
                && *variable == save.name.value
            {
                MASK.clone_into(message);
            }
        }
    }

    fn is_about(&self, subject: &Subject) -> bool {
        if matches!(subject, Subject::RequestBody) {
            return self.in_request;
        }
        let Some(answer) = &self.answer else { return false };
        let Subject::Json(path) = subject else {
            return matches!(subject, Subject::Body | Subject::Css(_) | Subject::Regex(_));
        };
        // Where a path with templates led is not known here: better nothing than a PIN.
        !path.holes.is_empty()
            || jsonpath::locate(path, &[], answer).iter().any(|location| {
                let found = location.pointer();
                self.places.iter().any(|place| is_part(place, &found))
            })
    }
}

/// One lies in the other.
fn is_part(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn hide(told: &mut CheckResult) {
    if let CheckVerdict::Broken { got, hint, .. } = &mut told.verdict {
        MASK.clone_into(got);
        *hint = None;
    }
}

/// Makes the values at the masked paths known to the masker; gives the places of the others.
fn unmaskable(paths: &[JsonPath], value: &Value, masker: &Masker) -> Vec<String> {
    let found = paths.iter().flat_map(|path| jsonpath::locate(path, &[], value));
    let pointers = found.map(|location| location.pointer());
    pointers.filter(|pointer| value.pointer(pointer).is_some_and(|v| !learn(v, masker))).collect()
}

/// Whether the masker knows the value from now on.
fn learn(value: &Value, masker: &Masker) -> bool {
    match value {
        Value::String(text) => masker.add(text).is_ok(),
        Value::Number(number) => masker.add(&number.to_string()).is_ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Replaces the values at these paths in the bodies of an exchange.
pub(crate) fn conceal(exchange: &mut Exchange, paths: &[JsonPath]) {
    if paths.is_empty() {
        return;
    }
    if let Some(body) = &mut exchange.request.body {
        conceal_body(body, paths);
    }
    match &mut exchange.answer {
        runner_model::Answer::Complete(response) => conceal_body(&mut response.body, paths),
        runner_model::Answer::Broken { head, .. } => {
            if let Some(head) = head {
                conceal_body(&mut head.body, paths);
            }
        }
    }
}

fn conceal_body(body: &mut Body, paths: &[JsonPath]) {
    if body.cut || body.binary || body.text.is_empty() {
        // A body that is not whole cannot be searched by path: better nothing than a card number.
        if body.cut {
            body.text = format!("{MASK} (too long to mask by path)");
        }
        return;
    }
    let Ok(mut value) = json::parse(body.text.as_bytes()) else { return };
    let mut hidden = false;
    for path in paths {
        for location in jsonpath::locate(path, &[], &value) {
            if let Some(place) = value.pointer_mut(&location.pointer()) {
                *place = Value::String(MASK.to_owned());
                hidden = true;
            }
        }
    }
    if hidden {
        body.text = value.to_string();
    }
}
