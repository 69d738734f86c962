//! The bytes of the page, and what can never be in them.

use std::time::Duration;

use runner_model::{Answer, Body, CheckVerdict, Run, SuiteResult};

use crate::Html;
use crate::sample::{self, build};

fn html(run: &Run) -> String {
    let mut out = Vec::new();
    sample::tell(run, &mut Html::new(&mut out));
    String::from_utf8(out).unwrap()
}

/// The sample with its steps one after the other, as they are in life.
fn in_order(mut run: Run) -> Run {
    for suite in &mut run.suites {
        for variant in &mut suite.variants {
            let mut at = build::at();
            let steps = variant.tests.iter_mut().flat_map(|test| &mut test.steps);
            for step in variant.setup.iter_mut().chain(steps) {
                step.started = at;
                let mut tried = at;
                for attempt in &mut step.tries {
                    attempt.at = tried;
                    tried += step.took / 12;
                }
                if let Some(exchange) = &mut step.exchange {
                    exchange.at = at + step.took.saturating_sub(exchange.took);
                }
                at += step.took + Duration::from_micros(300);
            }
        }
    }
    run
}

#[test]
fn a_run_as_html() {
    let suites = vec![sample::passed(), sample::failed_chain(), sample::polling()];
    let page = html(&in_order(Run { suites, ..sample::run() }));
    // Style and script are files beside this one.
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (body, _) = rest.split_once("<script>").unwrap();
    insta::assert_snapshot!(format!("{head}{body}"));
}

#[test]
fn a_page_asks_for_nothing_from_anywhere() {
    let page = html(&sample::run());
    for attribute in ["src=", "srcset=", "action=", "poster=", "data=", "@import", "url(", "fetch("]
    {
        assert!(!page.contains(attribute), "{attribute}");
    }
    for href in page.split("href=\"").skip(1) {
        assert!(href.starts_with('#'), "{}", &href[..40]);
    }
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
}

#[test]
fn whatever_a_server_or_a_file_says_is_text() {
    let evil =
        "</pre></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'\u{1b}\u{202e}";
    let mut suite = sample::failed_chain();
    suite.name = evil.to_owned();
    suite.owner = Some(evil.to_owned());
    suite.tags = vec![evil.to_owned()];
    let variant = build::variant(Some(evil), &[("tenant", evil)]);
    suite.variants[0].variant = variant.clone();
    let test = &mut suite.variants[0].tests[0];
    test.test.variant = variant;
    test.name = evil.to_owned();
    test.rerun = evil.to_owned();
    let step = &mut test.steps[2];
    step.name = evil.to_owned();
    step.notes = vec![evil.to_owned()];
    step.within = vec![evil.to_owned()];
    step.saved = vec![build::saved(evil, evil)];
    step.checks[3].place.source = evil.into();
    step.checks[3].subject = evil.to_owned();
    if let CheckVerdict::Broken { expected, got, hint } = &mut step.checks[3].verdict {
        (*expected, *got, *hint) = (evil.to_owned(), evil.to_owned(), Some(evil.to_owned()));
    }
    let exchange = step.exchange.as_mut().unwrap();
    exchange.request.url = evil.to_owned();
    exchange.request.method = evil.to_owned();
    exchange.request.headers = build::headers(&[(evil, evil)]);
    if let Answer::Complete(response) = &mut exchange.answer {
        response.protocol = evil.to_owned();
        response.headers = build::headers(&[(evil, evil), ("content-type", evil)]);
        response.body = Body::of(evil.as_bytes());
    }
    let suites = vec![suite, sample::passed()];
    let page = html(&Run { suites, seed: evil.to_owned(), ..sample::run() });
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!page.contains("<img"));
    assert!(!page.contains(['\u{1b}', '\u{202e}']));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn a_hundred_suites_with_large_bodies_are_a_file_that_can_be_opened() {
    let large = Body::of(format!("[{}0]", "\"text\",".repeat(20_000)).as_bytes());
    let mut suite: SuiteResult = sample::failed_chain();
    for step in &mut suite.variants[0].tests[0].steps {
        if let Some(exchange) = &mut step.exchange {
            exchange.request.body = Some(large.clone());
            if let Answer::Complete(response) = &mut exchange.answer {
                response.body = large.clone();
            }
        }
    }
    let suites = (0..100).map(|_| suite.clone()).collect();
    let page = html(&Run { suites, ..sample::run() });
    assert!(page.len() < 32 * 1024 * 1024, "{}", page.len());
    assert!(page.contains("only the beginning is shown; 140 kB in all"));
}

#[test]
fn a_loop_of_thousands_shows_what_did_not_pass_and_counts_the_rest() {
    let mut suite = sample::failed_chain();
    let steps = &mut suite.variants[0].tests[0].steps;
    let good = steps[0].clone();
    steps.splice(0..0, std::iter::repeat_n(good, 3000));
    let page = html(&Run { suites: vec![suite], ..sample::run() });
    assert!(page.contains("open the first one"));
    assert!(page.contains("2,604 more steps not shown here; the JSON report has all"));
}

#[test]
fn a_run_of_nothing_is_a_page() {
    let page = html(&Run { suites: Vec::new(), ..sample::run() });
    assert!(page.contains("<h1>Nothing was run in staging</h1>"));
}
