//! No secret gets through any reporter, in whatever form and wherever it stands.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use runner_model::{
    Answer, Certificate, Failure, MASK, Masker, PollEnd, Run, SkipReason, StepError, StepOutcome,
    SuiteResult,
};
use serde_json::Value;

use crate::sample::{self, build};
use crate::{
    Console, ConsoleOptions, GithubAnnotations, GithubSummary, Html, Json, Jsonl, Junit, Tap,
    Verbosity,
};

/// One that every format has to escape, and one that none has to.
const SECRETS: [&str; 2] = ["p@ss/w0rd+\"<&>' ü=#`|", "hunter2-correct-horse"];

/// The forms of which the issue of masking speaks.
fn forms() -> Vec<String> {
    let mut forms = Vec::new();
    for secret in SECRETS {
        let json = Value::from(secret).to_string();
        forms.push(secret.to_owned());
        forms.push(json[1..json.len() - 1].to_owned());
        forms.push(STANDARD.encode(secret));
        forms.push(STANDARD_NO_PAD.encode(secret));
        forms.push(URL_SAFE.encode(secret));
        forms.push(URL_SAFE_NO_PAD.encode(secret));
        forms.push(percent_encoded(secret));
        forms.push(percent_encoded(secret).replace("%20", "+"));
        forms.push(html_escaped(secret));
    }
    forms
}

fn percent_encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn html_escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The same as the formats of reports would write it.
fn as_written(form: &str) -> Vec<String> {
    let json = |text: &str| {
        let json = Value::from(text).to_string();
        json[1..json.len() - 1].to_owned()
    };
    let xml = form.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let github = form.replace('%', "%25");
    let tap = form.replace('\\', "\\\\").replace('#', "\\#");
    vec![
        form.to_owned(),
        json(form),
        json(&json(form)),
        xml.replace('"', "&quot;"),
        xml,
        html_escaped(form),
        handlebars::html_escape(form),
        github.replace(':', "%3A").replace(',', "%2C"),
        github,
        tap,
    ]
}

/// Suites with every kind of outcome, each text of them full of secrets.
fn poisoned() -> Run {
    let texts = forms().join(" ");
    let mut run = sample::run();
    run.suites.extend(more_outcomes());
    let mut poisoned = 0;
    for suite in &mut run.suites {
        let mut value = serde_json::to_value(&*suite).unwrap();
        let mut pointers = Vec::new();
        collect(&value, String::new(), &mut pointers);
        for pointer in pointers {
            let mut changed = value.clone();
            let text = changed.pointer_mut(&pointer).unwrap();
            *text = Value::from(format!("{} {texts}", text.as_str().unwrap()));
            // What has a form of its own (a moment, an outcome, an address) cannot hold a secret.
            if serde_json::from_value::<SuiteResult>(changed.clone()).is_ok() {
                value = changed;
                poisoned += 1;
            }
        }
        *suite = serde_json::from_value(value).unwrap();
        for variant in &mut suite.variants {
            variant.variant.matrix.insert(texts.clone(), texts.clone());
        }
    }
    assert!(poisoned > 500, "{poisoned}");
    run
}

/// What the sample does not have.
fn more_outcomes() -> Vec<SuiteResult> {
    let place = || build::place("a.yaml", 1, "key: value", "value");
    let text = String::new;
    let outcomes = [
        StepOutcome::Errored(StepError::Value { message: text(), place: place() }),
        StepOutcome::Errored(StepError::File { path: text(), cause: text() }),
        StepOutcome::Errored(StepError::ShortSecret { name: text() }),
        StepOutcome::Errored(StepError::Internal(text())),
        StepOutcome::Failed(Failure::Polling {
            end: PollEnd::Stopped { because: text() },
            tries: 1,
            unchanged_for: build::ms(1.0),
        }),
        StepOutcome::Skipped(SkipReason::Unset { variable: text(), step: Some(text()) }),
        StepOutcome::Passed,
    ];
    let suite = |outcome| {
        let get = build::exchange("GET https://shop.example.com/", 200, 1.0, "{}");
        let mut step = build::asked(build::step(1, "odd", outcome), get);
        step.saved = vec![build::saved("object", serde_json::json!({"key": ["value"]}))];
        if let Some(exchange) = &mut step.exchange
            && let Answer::Complete(response) = &mut exchange.answer
        {
            response.connection.certificate = Some(Certificate {
                subject: text(),
                issuer: text(),
                not_before: build::at(),
                not_after: build::at(),
            });
        }
        build::alone("suites/odd", "Odd", vec![step])
    };
    outcomes.into_iter().map(suite).collect()
}

fn collect(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(item, format!("{pointer}/{key}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What every reporter says of a run.
fn said(run: &Run) -> Vec<(&'static str, String)> {
    let options = ConsoleOptions::default();
    let verbose = ConsoleOptions { verbosity: Verbosity::Verbose, ..options };
    let mut said = Vec::new();
    macro_rules! of {
        ($name:literal, $reporter:expr) => {
            let mut out = Vec::new();
            sample::tell(run, &mut $reporter(&mut out));
            said.push(($name, String::from_utf8(out).unwrap()));
        };
    }
    of!("console", |out| Console::new(out, options));
    of!("verbose console", |out| Console::new(out, verbose));
    of!("json", Json::new);
    of!("jsonl", Jsonl::new);
    of!("junit", Junit::new);
    of!("tap", Tap::new);
    of!("html", Html::new);
    of!("github annotations", GithubAnnotations::new);
    of!("github summary", GithubSummary::new);
    said
}

#[test]
fn no_secret_survives_any_reporter() {
    let mut run = poisoned();
    for (name, text) in said(&run) {
        let told = as_written(SECRETS[1]).iter().any(|form| text.contains(form));
        assert!(told, "{name}: the test is blind");
    }
    let masker = Masker::new([]);
    SECRETS.iter().for_each(|secret| masker.add(secret).unwrap());
    run.suites.iter_mut().for_each(|suite| masker.mask_suite(suite, 0));
    for (name, text) in said(&run) {
        assert!(text.contains(MASK), "{name}");
        for form in forms().iter().flat_map(|form| as_written(form)) {
            let Some(at) = text.find(&form) else { continue };
            let from = text.floor_char_boundary(at.saturating_sub(200));
            panic!("{name}: {form} after {}", &text[from..at]);
        }
    }
}
