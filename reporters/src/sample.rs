//! One run with everything in it, for the tests of all reporters.

pub(crate) mod build;

use std::time::Duration;

use crate::Reporter;
use build::{
    alone, asked, at, broken, exchange, held, in_variant, ms, place, saved, step, suite, test,
    unanswered, variant,
};
use runner_model::{
    Answer, Body, CheckVerdict, FORMAT, Failure, Hop, Outcome, Phase, PlanSummary, PollEnd, Run,
    RunEvent, Section, SkipReason, StepError, StepOutcome, StepResult, SuiteResult, Timings,
    TransportError, TransportErrorKind, Try, TryResult,
};

/// Suites of every kind, in an order in which they may end.
pub(crate) fn run() -> Run {
    let suites = vec![
        passed(),
        failed_chain(),
        degraded(),
        errored(),
        skipped(),
        polling(),
        transport(),
        variants(),
        setup_failed(),
    ];
    Run {
        format: FORMAT,
        id: "0af7651916cd43dd8448eb211c80319c".try_into().unwrap(),
        version: "0.1.0".to_owned(),
        environment: Some("staging".try_into().unwrap()),
        seed: "81f3".to_owned(),
        started: at(),
        took: ms(31_420.0),
        outcome: Outcome::worst(suites.iter().map(|suite| suite.outcome)),
        stopped: false,
        suites,
    }
}

/// Tells a reporter of this run as the engine would.
pub(crate) fn tell(run: &Run, reporter: &mut impl Reporter) {
    let tests = || {
        let suites = run.suites.iter();
        suites.flat_map(|suite| &suite.variants).flat_map(|variant| &variant.tests)
    };
    let plan = PlanSummary {
        suites: run.suites.len(),
        tests: tests().count(),
        steps: tests().map(|test| test.steps.len()).sum(),
        environment: run.environment.clone(),
        seed: run.seed.clone(),
    };
    reporter.on_event(&RunEvent::Started(&plan)).unwrap();
    for suite in &run.suites {
        for test in suite.variants.iter().flat_map(|variant| &variant.tests) {
            for step in &test.steps {
                let (name, test) = (step.name.as_str(), &test.test);
                reporter.on_event(&RunEvent::StepStarted { test, step: name }).unwrap();
                reporter.on_event(&RunEvent::StepDone { test, step }).unwrap();
            }
        }
        reporter.on_event(&RunEvent::SuiteDone(suite)).unwrap();
    }
    reporter.on_event(&RunEvent::Done(run)).unwrap();
}

/// A suite that has nothing to tell.
pub(crate) fn passed() -> SuiteResult {
    let get =
        exchange("GET https://api.staging.example.com/health", 200, 4.2, r#"{"status":"ok"}"#);
    let mut health = asked(step(1, "GET /health", StepOutcome::Passed), get);
    let file = "suites/health.trip.yaml";
    health.checks = vec![held("$.status", place(file, 7, "      $.status: ok", "ok"))];
    let mut suite = alone("suites/health", "The API is up", vec![health]);
    suite.owner = Some("team-web".to_owned());
    suite.tags = vec!["smoke".to_owned()];
    suite
}

/// The example of FORMAT section 11.
pub(crate) fn failed_chain() -> SuiteResult {
    let file = "suites/orders.trip.yaml";
    let base = "https://shop.staging.example.com";
    let mut login = exchange(&format!("POST {base}/login"), 200, 11.0, r#"{"token":"•••"}"#);
    login.request.body = Some(Body::of(br#"{"email":"a@example.com"}"#));
    let mut login = asked(step(1, "log in", StepOutcome::Passed), login);
    login.saved = vec![saved("token", "•••")];
    let orders = exchange(&format!("GET {base}/orders"), 200, 7.0, r#"{"orders":[{"id":4711}]}"#);
    let mut list = asked(step(2, "list orders", StepOutcome::Passed), orders);
    list.saved = vec![saved("order_id", 4711)];

    let body = r#"{"id":4711,"total":"12.50","lines":[{"sku":"SKU-1","quantity":2}]}"#;
    let mut open = exchange(&format!("GET {base}/orders/4711"), 200, 128.9, body);
    if let Answer::Complete(response) = &mut open.answer {
        response.headers = build::headers(&[("content-type", "text/html"), ("x-cache", "miss")]);
        response.connection.reused = false;
    }
    open.timings.dns = Some(ms(1.0));
    open.timings.connect = Some(ms(2.1));
    open.timings.tls = Some(ms(8.0));
    open.timings.receive = ms(3.0);
    open.took = open.timings.total();
    let mut open = asked(step(3, "open the first one", StepOutcome::Failed(Failure::Checks)), open);
    let line = "      header content-type: { contains: json }";
    let (json, html) = ("to contain \"json\"", "\"text/html\"");
    open.checks = vec![
        held("status", place(file, 29, "      status: 200", "200")),
        broken("header content-type", place(file, 31, line, "contains: json"), json, html),
        held("$.id", place(file, 32, "      $.id: \"{{order_id}}\"", "\"{{order_id}}\"")),
        broken(
            "$.total",
            place(file, 33, "      $.total: { over: 0 }", "over: 0"),
            "a number over 0",
            "the string \"12.50\"",
        ),
    ];
    let post = exchange(&format!("POST {base}/logout"), 204, 5.0, "");
    let mut logout = asked(step(1, "log out", StepOutcome::Passed), post);
    logout.section = Section::Cleanup;
    let name = "A customer can find and open an order";
    alone("suites/orders", name, vec![login, list, open, logout])
}

/// A warning, and something left behind.
pub(crate) fn degraded() -> SuiteResult {
    let file = "suites/search.trip.yaml";
    let get = exchange("POST https://shop.staging.example.com/search", 200, 640.0, "[]");
    let mut search = asked(step(1, "search", StepOutcome::Degraded), get);
    let line = "      time: { under: 500ms }";
    search.warnings =
        vec![broken("time", place(file, 12, line, "under: 500ms"), "under 500 ms", "641 ms")];
    let gone = r#"{"error":"no such search"}"#;
    let delete = exchange("DELETE https://shop.staging.example.com/searches/9", 404, 3.0, gone);
    let outcome = StepOutcome::Failed(Failure::Checks);
    let mut forget = asked(step(1, "forget the search", outcome), delete);
    forget.section = Section::Cleanup;
    let place =
        place(file, 14, "      - { name: forget the search, delete: /searches/{{id}} }", "delete");
    forget.checks = vec![broken("status", place, "2xx", "404")];
    alone("suites/search", "Search is quick", vec![search, forget])
}

/// Our own fault.
pub(crate) fn errored() -> SuiteResult {
    let error = StepError::MissingSecret {
        name: "user_password".try_into().unwrap(),
        cause: "the variable TEST_USER_PASSWORD is not set".to_owned(),
    };
    let login = step(1, "log in", StepOutcome::Errored(error));
    let earlier = SkipReason::EarlierStep { step: "log in".to_owned() };
    let list = step(2, "list invoices", StepOutcome::Skipped(earlier));
    let unset = SkipReason::Unset { variable: "token".to_owned(), step: None };
    let logout =
        StepResult { section: Section::Cleanup, ..step(1, "log out", StepOutcome::Skipped(unset)) };
    alone("suites/invoices", "An invoice can be downloaded", vec![login, list, logout])
}

/// Nothing was attempted.
pub(crate) fn skipped() -> SuiteResult {
    let check = "environment: production".to_owned();
    let step = step(1, "GET /receipts", StepOutcome::Skipped(SkipReason::Condition { check }));
    alone("suites/receipts", "Card payments have a receipt", vec![step])
}

/// Asked until the time was up.
pub(crate) fn polling() -> SuiteResult {
    let file = "suites/shipping.trip.yaml";
    let line = "GET https://shop.staging.example.com/orders/4711";
    let mut last = exchange(line, 200, 8.1, r#"{"id":4711,"status":"paid"}"#);
    last.hops = vec![Hop {
        url: "http://shop.staging.example.com/orders/4711".to_owned(),
        status: 301,
        timings: Timings { wait: ms(2.0), ..Timings::default() },
    }];
    let end = PollEnd::TimeUp { limit: Duration::from_secs(30) };
    let unchanged_for = Duration::from_secs(28);
    let failure = Failure::Polling { end, tries: 12, unchanged_for };
    let mut ship = asked(step(2, "it gets shipped", StepOutcome::Failed(failure)), last);
    ship.took = ms(30_105.0);
    let until = "    until: { $.status: shipped }";
    ship.checks =
        vec![broken("$.status", place(file, 16, until, "shipped"), "\"shipped\"", "\"paid\"")];
    let one = |status| Try { at: at(), took: ms(9.0), result: TryResult::Status(status) };
    ship.tries = std::iter::once(one(404)).chain((0..11).map(|_| one(200))).collect();
    ship.notes = vec!["the order's number holds a `/`; see `raw`".to_owned()];
    let order = asked(step(1, "order", StepOutcome::Passed), exchange(line, 201, 20.0, ""));
    alone("suites/shipping", "A paid order is shipped", vec![order, ship])
}

/// Nobody answers.
pub(crate) fn transport() -> SuiteResult {
    let error = TransportError {
        kind: TransportErrorKind::Refused,
        phase: Phase::Connect,
        message: "nothing listens on 127.0.0.1:4711 (connection refused)".to_owned(),
    };
    let timings = Timings { dns: Some(ms(0.3)), connect: Some(ms(1.2)), ..Timings::default() };
    let get = unanswered("GET http://localhost:4711/stock", &error, timings);
    let outcome = StepOutcome::Failed(Failure::Transport(error));
    alone(
        "suites/stock",
        "The stock can be asked",
        vec![asked(step(1, "GET /stock", outcome), get)],
    )
}

/// Two tests for two cases and tenants; one fails twice, one has nothing to save.
pub(crate) fn variants() -> SuiteResult {
    let (id, name) = ("suites/pay", "An order can be paid");
    let file = "suites/pay.trip.yaml";
    let url = "https://pay.staging.example.com/v1/payments";
    let paid = || {
        asked(
            step(1, "pay", StepOutcome::Passed),
            exchange(&format!("POST {url}"), 201, 30.0, "{}"),
        )
    };
    let good = |key| test(id, key, key, vec![paid(), paid()]);

    let fee = "          $.fee: \"{{case.fee}}\"  # Gebühr in €";
    let mut check = broken("$.fee", place(file, 21, fee, "\"{{case.fee}}\""), "2.5", "nothing");
    if let CheckVerdict::Broken { hint, .. } = &mut check.verdict {
        *hint = Some("the nearest path that exists is $, with the keys id, amount".to_owned());
    }
    let json = r#"{"id":"pay_1","amount":100}"#;
    let post = exchange(&format!("POST {url}"), 201, 31.0, json);
    let mut bad = asked(step(1, "pay", StepOutcome::Failed(Failure::Checks)), post);
    bad.within = vec!["each order [2]".to_owned()];
    bad.checks = vec![check];
    let save = "        save: { receipt: $.receipt.url }";
    let failure = Failure::NothingToSave {
        variable: "receipt".to_owned(),
        subject: "$.receipt.url".to_owned(),
        message: "the nearest path that exists is $.receipt, which is null".to_owned(),
        place: place(file, 28, save, "$.receipt.url"),
    };
    let get = exchange(&format!("GET {url}/pay_1"), 200, 9.0, r#"{"id":"pay_1","receipt":null}"#);
    let receipt = asked(step(2, "read the receipt", StepOutcome::Failed(failure)), get);
    let bad = test(id, "by invoice", "by invoice", vec![bad, receipt]);
    let eu = || variant(Some("express"), &[("tenant", "canary-eu")]);
    let us = || variant(Some("express"), &[("tenant", "canary-us")]);
    let variants = vec![
        in_variant(eu(), vec![good("by card"), bad]),
        in_variant(us(), vec![good("by card"), good("by invoice")]),
    ];
    suite(id, name, variants)
}

/// The setup failed, and two tests with it.
pub(crate) fn setup_failed() -> SuiteResult {
    let id = "suites/returns";
    let html = "<html><body>\n\t<h1>Bad gateway\u{1b}[31m</h1>\u{7}\n</body></html>\n";
    let post = exchange("POST https://auth.staging.example.com/v1/sessions", 502, 60.0, html);
    let mut login = asked(step(1, "log in", StepOutcome::Failed(Failure::Checks)), post);
    login.section = Section::Setup;
    login.place.file = "flows/login.trip.yaml".into();
    login.within = vec!["Log in".to_owned()];
    let line = "  - post: service://auth/v1/sessions";
    let place = place("flows/login.trip.yaml", 7, line, "post");
    login.checks = vec![broken("status", place, "2xx", "502")];
    let one = |took, result| Try { at: at(), took: ms(took), result };
    let reset = "the connection was closed before the answer (reset)".to_owned();
    login.tries = vec![
        one(12.0, TryResult::Error(reset)),
        one(60.0, TryResult::Status(502)),
        one(61.0, TryResult::Status(502)),
    ];
    login.took = ms(1_520.0);
    let mut tests = vec![
        test(id, "whole order", "whole order", Vec::new()),
        test(id, "one line", "one line", Vec::new()),
    ];
    tests.iter_mut().for_each(|test| test.outcome = Outcome::Failed);
    let mut only = in_variant(variant(None, &[]), tests);
    only.setup = vec![login];
    suite(id, "An order can be returned", vec![only])
}
