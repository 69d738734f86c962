//! Parts of results, with what a test does not care about filled in.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{
    Answer, Body, CheckResult, CheckVerdict, Connection, Exchange, Header, Outcome, Place,
    Response, Saved, Section, SentRequest, StepOutcome, StepResult, SuiteResult, TestRef,
    TestResult, Timings, TransportError, Variant, VariantResult,
};

pub(crate) fn ms(millis: f64) -> Duration {
    Duration::from_micros((millis * 1000.0).round() as u64)
}

pub(crate) fn at() -> Timestamp {
    "2026-03-01T09:30:00Z".parse().unwrap()
}

/// The place of `what` in `source`.
pub(crate) fn place(file: &str, line: u32, source: &str, what: &str) -> Place {
    let before = source.find(what).expect("the sample says what it points at");
    Place {
        file: file.into(),
        line,
        column: source[..before].chars().count() as u32 + 1,
        width: what.chars().count() as u32,
        source: source.into(),
    }
}

pub(crate) fn held(subject: &str, place: Place) -> CheckResult {
    CheckResult { subject: subject.to_owned(), place, verdict: CheckVerdict::Held }
}

pub(crate) fn broken(subject: &str, place: Place, expected: &str, got: &str) -> CheckResult {
    let (expected, got) = (expected.to_owned(), got.to_owned());
    let verdict = CheckVerdict::Broken { expected, got, hint: None };
    CheckResult { subject: subject.to_owned(), place, verdict }
}

pub(crate) fn headers(lines: &[(&str, &str)]) -> Vec<Header> {
    let header = |(name, value): &(&str, &str)| Header {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    lines.iter().map(header).collect()
}

/// `GET https://shop.staging.example.com/orders` answered `status` in `wait` and a bit.
pub(crate) fn exchange(line: &str, status: u16, wait: f64, body: &str) -> Exchange {
    let timings = Timings { send: ms(0.1), wait: ms(wait), receive: ms(0.9), ..Timings::default() };
    Exchange {
        at: at(),
        request: request(line),
        answer: Answer::Complete(Response {
            status,
            protocol: "HTTP/1.1".to_owned(),
            headers: headers(&[("content-type", "application/json")]),
            body: Body::of(body.as_bytes()),
            connection: Connection { reused: true, ..Connection::default() },
        }),
        timings,
        hops: Vec::new(),
        took: timings.total(),
    }
}

/// The same, without an answer.
pub(crate) fn unanswered(line: &str, error: &TransportError, timings: Timings) -> Exchange {
    Exchange {
        at: at(),
        request: request(line),
        answer: Answer::Broken { head: None, error: error.clone() },
        timings,
        hops: Vec::new(),
        took: timings.total(),
    }
}

fn request(line: &str) -> SentRequest {
    let (method, url) = line.split_once(' ').expect("a method and a URL");
    SentRequest {
        method: method.to_owned(),
        url: url.to_owned(),
        headers: headers(&[
            ("accept", "*/*"),
            ("authorization", "•••"),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ]),
        body: None,
        trace: Some("4bf92f3577b34da6a3ce929d0e0e4736".try_into().unwrap()),
    }
}

pub(crate) fn step(number: u32, name: &str, outcome: StepOutcome) -> StepResult {
    let source = format!("  - name: {name}");
    StepResult {
        name: name.to_owned(),
        number,
        within: Vec::new(),
        section: Section::Steps,
        // The file is filled in by `test`.
        place: place("", number * 8, &source, name),
        outcome,
        started: at(),
        took: ms(1.0),
        checks: Vec::new(),
        warnings: Vec::new(),
        saved: Vec::new(),
        exchange: None,
        tries: Vec::new(),
        notes: Vec::new(),
    }
}

/// The step with its exchange, and as long as that.
pub(crate) fn asked(step: StepResult, exchange: Exchange) -> StepResult {
    StepResult { took: exchange.took, exchange: Some(Box::new(exchange)), ..step }
}

pub(crate) fn saved(name: &str, value: impl Into<serde_json::Value>) -> Saved {
    Saved { name: name.to_owned(), value: value.into() }
}

pub(crate) fn variant(case: Option<&str>, matrix: &[(&str, &str)]) -> Variant {
    let matrix: BTreeMap<_, _> =
        matrix.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Variant { case: case.map(str::to_owned), matrix }
}

/// A test that is called `main`, or by its key.
pub(crate) fn test(suite: &str, name: &str, key: &str, mut steps: Vec<StepResult>) -> TestResult {
    let outcome = Outcome::worst(steps.iter().map(|step| match step.section {
        Section::Cleanup => step.outcome.summary().min(Outcome::Degraded),
        Section::Setup | Section::Steps => step.outcome.summary(),
    }));
    let file = format!("{suite}.trip.yaml");
    for step in steps.iter_mut().filter(|step| step.place.file.is_empty()) {
        step.place.file = file.as_str().into();
    }
    TestResult {
        test: TestRef {
            suite: suite.try_into().unwrap(),
            test: key.try_into().unwrap(),
            variant: Variant::default(),
        },
        name: name.to_owned(),
        place: place(&file, 1, &format!("name: {name}"), name),
        outcome,
        started: at(),
        took: steps.iter().map(|step| step.took).sum(),
        rerun: format!("tripline run {file} -e staging --seed 81f3"),
        steps,
        checks: Vec::new(),
    }
}

pub(crate) fn in_variant(variant: Variant, mut tests: Vec<TestResult>) -> VariantResult {
    tests.iter_mut().for_each(|test| test.test.variant = variant.clone());
    VariantResult {
        outcome: Outcome::worst(tests.iter().map(|test| test.outcome)),
        variant,
        setup: Vec::new(),
        tests,
        cleanup: Vec::new(),
    }
}

pub(crate) fn suite(id: &str, name: &str, variants: Vec<VariantResult>) -> SuiteResult {
    SuiteResult {
        suite: id.try_into().unwrap(),
        name: name.to_owned(),
        file: format!("{id}.trip.yaml"),
        owner: None,
        tags: Vec::new(),
        service: None,
        outcome: Outcome::worst(variants.iter().map(|variant| variant.outcome)),
        started: at(),
        took: variants.iter().flat_map(|variant| &variant.tests).map(|test| test.took).sum(),
        variants,
    }
}

/// A suite of one test that is named as the suite.
pub(crate) fn alone(id: &str, name: &str, steps: Vec<StepResult>) -> SuiteResult {
    let test = test(id, name, "main", steps);
    suite(id, name, vec![in_variant(Variant::default(), vec![test])])
}
