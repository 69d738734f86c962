//! The pages: each is written with real facts, and does what it says.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::SignedDuration;
use runner_health::incident::{Facts, Incidents, Level, Onset, Report, Rules, Transition};
use runner_model::{
    Answer, Body, CheckResult, CheckVerdict, Connection, Exchange, Failure, Finding, Header,
    IncidentId, Outcome, Place, Response, RunId, Saved, Section, SentRequest, SeriesRun, Severity,
    StepOutcome, StepResult, Timings, Wanted,
};
use runner_store::{Deploy, IncidentChange, IncidentSpan, Json, Record};
use serde_json::json;

use crate::house::{Answered, House, in_full, run, start};

const PROJECT: &str = "version: 1
environments:
  staging: { services: { shop: 'https://staging.example.com' } }
  production: { services: { shop: 'https://shop.example.com' } }
services: { shop: { owner: team-web, depends_on: [cards] }, cards: { external: true } }
monitors:
  checkout: { run: suites/shop.trip.yaml, in: production, every: 1m, severity: critical }
  login: { run: suites/shop.trip.yaml, in: staging, cron: '30 2 * * *', time_zone: UTC }
slos:
  checkout-works: { of: checkout, target: 99%, over: 1d }
composition: { shop: { series: [checkout, { any_of: [login, checkout] }] } }
channels: { hook: { webhook: { post: 'https://hooks.example.com/secret-path' } } }
";

const SUITE: &str = "name: Shop
service: shop
steps: [{ name: look, get: https://shop.example.com/ }]
";

/// What an answer holds that is up to no good.
const NASTY: &str = "<script>alert(1)</script>";

/// A run that failed with an answer that is up to no good, or one that passed.
pub(crate) fn full(minute: i64, outcome: Outcome) -> SeriesRun {
    let mut run: SeriesRun = run("checkout", outcome);
    run.planned = start() + SignedDuration::from_mins(minute);
    run.started = run.planned;
    run.run = RunId::at(run.planned, *b"0123456789");
    run = in_full(run);
    let failed = outcome == Outcome::Failed;
    let (status, text) = if failed { (502, NASTY) } else { (201, r#"{"total": 4990}"#) };
    let step = step(&run, status, text, failed);
    run.detail.as_mut().unwrap().steps = vec![step];
    run
}

fn step(run: &SeriesRun, status: u16, text: &str, failed: bool) -> StepResult {
    let place = Place {
        file: "suites/shop.trip.yaml".into(),
        line: 2,
        column: 3,
        width: 4,
        source: "  status: 201".into(),
    };
    let broken = CheckVerdict::Broken {
        expected: "201".to_owned(),
        got: NASTY.to_owned(),
        hint: Some(NASTY.to_owned()),
    };
    let verdict = if failed { broken } else { CheckVerdict::Held };
    let header = |name: &str| Header { name: name.to_owned(), value: NASTY.to_owned() };
    let exchange = Exchange {
        at: run.started,
        request: SentRequest {
            method: "POST".to_owned(),
            url: format!("https://shop.example.com/orders?q={NASTY}"),
            headers: vec![header("x-sent")],
            body: Some(Body::of(NASTY.as_bytes())),
            trace: None,
        },
        answer: Answer::Complete(Response {
            status,
            protocol: "HTTP/1.1".to_owned(),
            headers: vec![header("x-got")],
            body: Body::of(text.as_bytes()),
            connection: Connection::default(),
        }),
        timings: Timings { wait: run.took, ..Timings::default() },
        hops: Vec::new(),
        took: run.took,
    };
    StepResult {
        name: format!("look {NASTY}"),
        number: 1,
        within: Vec::new(),
        section: Section::Steps,
        place: place.clone(),
        outcome: if failed { StepOutcome::Failed(Failure::Checks) } else { StepOutcome::Passed },
        started: run.started,
        took: run.took,
        checks: vec![CheckResult { subject: "status".to_owned(), place, verdict }],
        warnings: Vec::new(),
        saved: vec![Saved { name: "order".to_owned(), value: json!(NASTY) }],
        exchange: Some(Box::new(exchange)),
        tries: Vec::new(),
        notes: vec![NASTY.to_owned()],
    }
}

/// Ten minutes of `checkout`, of which the last three failed; an incident, a deploy before it.
pub(crate) async fn watched() -> House {
    let house = House::watching_suite(PROJECT, SUITE).await;
    for minute in 0..10 {
        let outcome = if minute < 7 { Outcome::Passed } else { Outcome::Failed };
        house.record(vec![full(minute, outcome)]).await;
    }
    let at = start() + SignedDuration::from_mins(9);
    let bad = full(7, Outcome::Failed);
    let finding = Finding {
        run: bad.run.clone(),
        step: "step 1 \"look\"".to_owned(),
        request: Some("POST https://shop.example.com/orders".to_owned()),
        expected: Some("status 201".to_owned()),
        got: NASTY.to_owned(),
        trace: None,
        rerun: "tripline run suites/shop.trip.yaml".to_owned(),
        link: None,
    };
    let facts = Facts {
        name: "Shop".to_owned(),
        service: None,
        environment: Some("production".try_into().unwrap()),
        severity: Severity::Critical,
        owner: Some("team-web".to_owned()),
        runbook: Some("https://wiki.example.com/shop".to_owned()),
    };
    let onset = Onset { since: bad.started, maintenance: None };
    let report = Report {
        series: bad.series.clone(),
        facts,
        transition: Transition::Down(onset),
        finding: Some(finding),
        after_deploy: Some("shop@1.4.2".to_owned()),
    };
    let mut incidents = Incidents::after(IncidentId(0));
    incidents.take(report, at, &Rules::default());
    let incident = incidents.open().next().expect("it has opened").clone();
    assert_eq!(incident.level(), Level::Down);
    let change = IncidentChange {
        id: incident.id,
        span: IncidentSpan::Open { since: incident.since },
        json: Json::of(&incident).unwrap(),
        evidence: Vec::new(),
    };
    let record = Record { incidents: vec![change], ..Record::default() };
    house.store.record(record).await.unwrap();
    house.store.deploys().add(deploy()).await.unwrap();
    house.clock.advance(SignedDuration::from_mins(10));
    house
}

/// Half a minute before the first failure.
fn deploy() -> Deploy {
    Deploy {
        at: start() + SignedDuration::from_secs(6 * 60 + 30),
        service: "shop".try_into().unwrap(),
        environment: Some("production".try_into().unwrap()),
        version: "1.4.2".to_owned(),
        commit: None,
        url: None,
        who: "ci".to_owned(),
    }
}

pub(crate) async fn look(house: &House, path: &str) -> Answered {
    house.raw_head(&format!("GET {path}"), &["host: localhost".to_owned()]).await
}

/// Every page, in every state that its address can ask for.
fn pages() -> Vec<String> {
    let failed = full(9, Outcome::Failed).run;
    let first = full(0, Outcome::Passed).run;
    let mut pages: Vec<String> = [
        "/",
        "/?env=production&range=1h",
        "/?env=nowhere&range=30d&theme=dark",
        "/?page=2",
        "/s",
        "/s?q=shop",
        "/s?q=%3Cscript%3E",
        "/s/suites/shop",
        "/s/suites/shop?env=staging",
        "/env",
        "/runs",
        "/runs?outcome=failed&trigger=schedule&env=production",
        "/runs?outcome=errored",
        "/runs?slower=1000&location=here&deploy=1",
        "/find",
        "/find?q=check",
        "/find?q=%3Cb%3E",
        "/i",
        "/i?env=staging",
        "/i/1",
        "/i/1?said=ack",
        "/slo",
        "/slo/checkout-works",
        "/deps",
        "/deps?what_if=checkout%3D99.5%25",
        "/deps?if.checkout=99.5&if.login=",
        "/d",
        "/d?env=production",
        "/d/1",
        "/settings",
    ]
    .map(str::to_owned)
    .into();
    pages.push(format!("/r/{first}"));
    for tab in ["diff", "response", "request", "timing", "tries"] {
        pages.push(format!("/r/{failed}?step=1&tab={tab}"));
    }
    pages
}

#[tokio::test]
async fn every_page_is_written_and_holds_nothing_that_runs() {
    let house = watched().await;
    for page in pages() {
        let answered = look(&house, &page).await;
        assert_eq!(answered.status, 200, "{page}: {answered:?}");
        let html = &answered.body;
        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"), "{page}");
        let policy = answered.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'self'"), "{page}");
        assert!(!html.contains(NASTY) && !html.contains("%3Cscript%3Ealert"), "{page}: {html}");
        assert_eq!(html.matches("<script").count(), 1, "{page} has its script and no other");
        for inline in [" style=", " onclick=", "javascript:", "secret-path", "src=\"http"] {
            assert!(!html.contains(inline), "{page} holds `{inline}`");
        }
    }
}

#[tokio::test]
async fn a_body_with_a_script_is_shown_as_text() {
    let house = watched().await;
    let failed = full(9, Outcome::Failed).run;
    let page = look(&house, &format!("/r/{failed}?tab=response")).await;
    assert!(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;</pre>"), "{}", page.body);
}

#[tokio::test]
async fn a_run_that_failed_says_what_changed_since_the_last_pass() {
    let house = watched().await;
    let failed = full(9, Outcome::Failed).run;
    let page = look(&house, &format!("/r/{failed}")).await.body;
    for said in ["3 runs in a row", "Incident 1", "Last pass", "shop@1.4.2"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let (_, diff) = page.split_once("What is different from the last pass").unwrap();
    let (_, status) = diff.split_once("<code>status</code>").expect("the status differs");
    assert!(status.contains("<span>201</span>") && status.contains("<span>502</span>"), "{diff}");
}

#[tokio::test]
async fn the_overview_says_what_is_broken_where_and_since_when() {
    let house = watched().await;
    let page = look(&house, "/").await.body;
    assert!(page.contains("checkout is failing in production"), "{page}");
    assert!(page.contains("soon after the deploy of shop@1.4.2"), "{page}");
    assert!(page.contains("datetime=\"2026-01-01T00:07:00Z\""), "{page}");
    assert!(page.contains("aria-label=\"The last runs."), "{page}");
}

/// Sends the form of a page as a browser does.
pub(crate) async fn send(house: &House, page: &str, to: &str, fields: &str) -> Answered {
    let shown = look(house, page).await;
    let cookies = shown.all("set-cookie");
    let cookie = cookies.iter().find(|line| line.starts_with("tripline_visit")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let (_, rest) = shown.body.split_once("name=\"form_token\" value=\"").expect("there is a form");
    let token = rest.split('"').next().unwrap();
    let body = format!("form_token={token}&back=%2Fi%2F1&{fields}");
    let request = format!(
        "POST {to} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    Answered::of(&house.raw(request.as_bytes()).await)
}

#[tokio::test]
async fn who_acknowledges_on_a_page_is_named_and_led_back() {
    let house = watched().await;
    let answered = send(&house, "/i/1", "/i/1/ack", "").await;
    assert_eq!(
        (answered.status, answered.header("location")),
        (303, Some("/i/1?said=ack")),
        "{answered:?}"
    );
    let answered = send(&house, "/i/1", "/i/1/notes", "text=we+look+at+it").await;
    assert_eq!(answered.status, 303, "{answered:?}");
    let answered = send(&house, "/", "/run/checkout", "").await;
    assert_eq!(answered.status, 303, "{answered:?}");
    let orders = house.store.orders().claim(start()).await.unwrap();
    let wanted: Vec<&Wanted> = orders.iter().map(|order| &order.wanted).collect();
    let incident = IncidentId(1);
    assert_eq!(
        wanted,
        [
            &Wanted::Acknowledge { incident },
            &Wanted::Note { incident, text: "we look at it".to_owned() },
            &Wanted::Run { monitor: "checkout".try_into().unwrap() },
        ]
    );
    assert_eq!(house.audit().await.len(), 3);
}

#[tokio::test]
async fn what_was_not_sent_from_a_page_changes_nothing() {
    let house = watched().await;
    let request = "POST /i/1/ack HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                   content-type: application/x-www-form-urlencoded\r\ncontent-length: 9\r\n\r\nback=%2Fi";
    let answered = Answered::of(&house.raw(request.as_bytes()).await);
    assert_eq!(answered.status, 403, "{answered:?}");
    assert!(house.store.orders().claim(start()).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_looks_is_told_when_something_was_recorded() {
    let house = watched().await;
    let mut stream = house.connect().await;
    let request = b"GET /events HTTP/1.1\r\nhost: localhost\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut stream, request).await.unwrap();
    let mut heard = String::new();
    let mut recorded = false;
    while !heard.contains("event: changed") {
        let mut bytes = [0; 4096];
        let read = tokio::io::AsyncReadExt::read(&mut stream, &mut bytes);
        let count = tokio::time::timeout(Duration::from_secs(10), read).await.unwrap().unwrap();
        assert!(count > 0, "it ended: {heard}");
        heard.push_str(&String::from_utf8_lossy(&bytes[..count]));
        if heard.contains("retry:") && !recorded {
            recorded = true;
            house.record(vec![full(10, Outcome::Passed)]).await;
        }
    }
    assert!(heard.contains("text/event-stream"), "{heard}");
}

#[tokio::test]
async fn nothing_that_is_asked_for_makes_a_page_fail() {
    let house = watched().await;
    let odd: BTreeMap<&str, u16> = [
        ("/r/nonsense", 404),
        ("/r/00000000000000000000000000000000", 404),
        ("/i/999", 404),
        ("/i/x", 404),
        ("/s/none", 404),
        ("/slo/none", 404),
        ("/d/none", 404),
        ("/runs?after=nonsense", 200),
        ("/?page=18446744073709551615", 200),
        ("/s?page=18446744073709551615", 200),
        ("/env?page=18446744073709551615", 200),
        ("/d?page=18446744073709551615", 200),
        ("/deps?what_if=nonsense", 400),
    ]
    .into();
    for (path, status) in odd {
        assert_eq!(look(&house, path).await.status, status, "{path}");
    }
}
