//! Every text of a result, masked.
//!
//! A result is masked as a structure, before a reporter escapes it for its own format: then no
//! form of escaping can hide a secret from the masker.
//!
//! The names of environments and services are left as they are: they are the words of the project
//! file, said before any secret is known, and what results are compared by.

use std::borrow::Cow;

use serde_json::Value;

use super::{MASK, Masker, Sight};
use crate::{
    Answer, Body, CheckResult, CheckVerdict, Exchange, Failure, Header, Place, PollEnd, Response,
    SkipReason, StepError, StepOutcome, StepResult, SuiteId, SuiteResult, TestName, TestRef,
    TestResult, TransportError, TryResult, Variant, VariantResult,
};

impl Masker {
    /// Masks a suite's result and all that is in it. `knew` is how many secrets were known
    /// ([`Masker::learned`]) when its steps were masked: while there are no more, steps are left
    /// as they are.
    pub fn mask_suite(&self, suite: &mut SuiteResult, knew: usize) {
        let steps = if self.learned() == knew { Steps::Clean } else { Steps::Unmasked };
        self.sight().mask_suite(suite, steps);
    }

    /// Masks what names a test: files, keys and cases may hold anything.
    pub fn mask_test_ref(&self, test: &mut TestRef) {
        self.sight().mask_test_ref(test);
    }

    /// Masks a step's result and all that is in it.
    pub fn mask_step(&self, step: &mut StepResult) {
        self.sight().mask_step(step);
    }
}

/// What is known of the steps of a result.
#[derive(Clone, Copy)]
enum Steps {
    /// Each was masked, and no secret was learned since.
    Clean,
    /// There may be something in them.
    Unmasked,
}

impl Sight<'_> {
    fn mask_suite(&self, suite: &mut SuiteResult, steps: Steps) {
        self.mask_suite_id(&mut suite.suite);
        self.mask_in_place(&mut suite.name);
        self.mask_in_place(&mut suite.file);
        suite.owner.iter_mut().for_each(|owner| self.mask_in_place(owner));
        suite.tags.iter_mut().for_each(|tag| self.mask_in_place(tag));
        suite.variants.iter_mut().for_each(|variant| self.mask_variant(variant, steps));
    }

    fn mask_variant(&self, variant: &mut VariantResult, steps: Steps) {
        self.mask_labels(&mut variant.variant);
        self.mask_steps(&mut variant.setup, steps);
        variant.tests.iter_mut().for_each(|test| self.mask_test(test, steps));
        self.mask_steps(&mut variant.cleanup, steps);
    }

    fn mask_steps(&self, results: &mut [StepResult], steps: Steps) {
        match steps {
            Steps::Clean => {}
            Steps::Unmasked => results.iter_mut().for_each(|step| self.mask_step(step)),
        }
    }

    fn mask_labels(&self, variant: &mut Variant) {
        variant.case.iter_mut().for_each(|name| self.mask_in_place(name));
        variant.matrix = std::mem::take(&mut variant.matrix)
            .into_iter()
            .map(|(key, name)| (self.mask(&key).into_owned(), self.mask(&name).into_owned()))
            .collect();
    }

    fn mask_test_ref(&self, test: &mut TestRef) {
        self.mask_suite_id(&mut test.suite);
        if let Cow::Owned(masked) = self.mask(test.test.as_str()) {
            test.test = TestName::try_from(masked).expect("a mask in a line leaves a line");
        }
        self.mask_labels(&mut test.variant);
    }

    fn mask_suite_id(&self, id: &mut SuiteId) {
        if let Cow::Owned(masked) = self.mask(id.as_str()) {
            *id = SuiteId::try_from(masked).expect("a mask in a line leaves a line");
        }
    }

    fn mask_place(&self, place: &mut Place) {
        // Most places share their texts with others, and have nothing to hide.
        for text in [&mut place.file, &mut place.source] {
            if let Cow::Owned(masked) = self.mask(text) {
                *text = masked.into();
            }
        }
    }

    fn mask_test(&self, test: &mut TestResult, steps: Steps) {
        self.mask_test_ref(&mut test.test);
        self.mask_in_place(&mut test.name);
        self.mask_place(&mut test.place);
        self.mask_in_place(&mut test.rerun);
        self.mask_steps(&mut test.steps, steps);
        test.checks.iter_mut().for_each(|check| self.mask_check(check));
    }

    fn mask_step(&self, step: &mut StepResult) {
        self.mask_in_place(&mut step.name);
        self.mask_place(&mut step.place);
        step.within.iter_mut().for_each(|name| self.mask_in_place(name));
        step.notes.iter_mut().for_each(|note| self.mask_in_place(note));
        step.checks.iter_mut().for_each(|check| self.mask_check(check));
        step.warnings.iter_mut().for_each(|check| self.mask_check(check));
        for saved in &mut step.saved {
            self.mask_in_place(&mut saved.name);
            self.mask_json(&mut saved.value);
        }
        for attempt in &mut step.tries {
            match &mut attempt.result {
                TryResult::Status(_) => {}
                TryResult::Error(message) => self.mask_in_place(message),
            }
        }
        if let Some(exchange) = &mut step.exchange {
            self.mask_exchange(exchange);
        }
        self.mask_outcome(&mut step.outcome);
    }

    fn mask_outcome(&self, outcome: &mut StepOutcome) {
        match outcome {
            StepOutcome::Failed(Failure::Transport(error)) => self.mask_error(error),
            StepOutcome::Failed(Failure::NothingToSave { variable, subject, message, place }) => {
                self.mask_in_place(variable);
                self.mask_in_place(subject);
                self.mask_in_place(message);
                self.mask_place(place);
            }
            StepOutcome::Errored(StepError::Value { message, place }) => {
                self.mask_in_place(message);
                self.mask_place(place);
            }
            StepOutcome::Errored(StepError::MissingSecret { cause, .. }) => {
                self.mask_in_place(cause);
            }
            StepOutcome::Errored(StepError::File { path, cause }) => {
                self.mask_in_place(path);
                self.mask_in_place(cause);
            }
            StepOutcome::Errored(StepError::Internal(message)) => self.mask_in_place(message),
            StepOutcome::Errored(StepError::ShortSecret { name }) => self.mask_in_place(name),
            StepOutcome::Failed(Failure::Polling { end: PollEnd::Stopped { because }, .. }) => {
                self.mask_in_place(because);
            }
            StepOutcome::Skipped(reason) => self.mask_reason(reason),
            StepOutcome::Errored(StepError::Stopped)
            | StepOutcome::Failed(
                Failure::Checks
                | Failure::Polling { end: PollEnd::TimeUp { .. }, .. }
                | Failure::TestTimeout { .. },
            )
            | StepOutcome::Passed
            | StepOutcome::Degraded => {}
        }
    }

    fn mask_reason(&self, reason: &mut SkipReason) {
        match reason {
            SkipReason::Condition { check: text } | SkipReason::EarlierStep { step: text } => {
                self.mask_in_place(text);
            }
            SkipReason::Unset { variable, step } => {
                self.mask_in_place(variable);
                step.iter_mut().for_each(|step| self.mask_in_place(step));
            }
            SkipReason::NothingToLoopOver => {}
        }
    }

    fn mask_check(&self, check: &mut CheckResult) {
        self.mask_in_place(&mut check.subject);
        self.mask_place(&mut check.place);
        match &mut check.verdict {
            CheckVerdict::Held => {}
            CheckVerdict::Broken { expected, got, hint } => {
                self.mask_in_place(expected);
                self.mask_in_place(got);
                hint.iter_mut().for_each(|hint| self.mask_in_place(hint));
            }
        }
    }

    fn mask_exchange(&self, exchange: &mut Exchange) {
        self.mask_in_place(&mut exchange.request.method);
        self.mask_in_place(&mut exchange.request.url);
        self.mask_headers(&mut exchange.request.headers);
        exchange.request.body.iter_mut().for_each(|body| self.mask_body(body));
        exchange.hops.iter_mut().for_each(|hop| self.mask_in_place(&mut hop.url));
        match &mut exchange.answer {
            Answer::Complete(response) => self.mask_response(response),
            Answer::Broken { head, error } => {
                head.iter_mut().for_each(|head| self.mask_response(head));
                self.mask_error(error);
            }
        }
    }

    fn mask_response(&self, response: &mut Response) {
        self.mask_in_place(&mut response.protocol);
        self.mask_headers(&mut response.headers);
        self.mask_body(&mut response.body);
        if let Some(certificate) = &mut response.connection.certificate {
            self.mask_in_place(&mut certificate.subject);
            self.mask_in_place(&mut certificate.issuer);
        }
    }

    fn mask_error(&self, error: &mut TransportError) {
        self.mask_in_place(&mut error.message);
    }

    fn mask_body(&self, body: &mut Body) {
        self.mask_in_place(&mut body.text);
        if body.cut {
            self.mask_torn_end(&mut body.text);
        }
    }

    fn mask_headers(&self, headers: &mut [Header]) {
        for header in headers {
            if header.name.eq_ignore_ascii_case("set-cookie") {
                hide_cookie(&mut header.value);
            } else if self.hides_header(&header.name) {
                MASK.clone_into(&mut header.value);
            } else {
                self.mask_in_place(&mut header.value);
            }
            self.mask_in_place(&mut header.name);
        }
    }

    fn mask_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.mask_in_place(text),
            Value::Number(number) => {
                let text = number.to_string();
                if self.mask(&text) != text {
                    *value = Value::String(MASK.to_owned());
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask_json(item)),
            Value::Object(map) => {
                let entries = std::mem::take(map);
                for (key, mut value) in entries {
                    self.mask_json(&mut value);
                    map.insert(self.mask(&key).into_owned(), value);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}

/// `session=abc; Path=/` as `session=•••; Path=/`: the attributes are worth seeing.
fn hide_cookie(value: &mut String) {
    let (pair, attributes) =
        value.split_once(';').map_or((value.as_str(), None), |(p, a)| (p, Some(a)));
    let name = pair.split_once('=').map_or("", |(name, _)| name);
    let attributes = attributes.map(|a| format!(";{a}")).unwrap_or_default();
    *value = format!("{name}={MASK}{attributes}");
}
