//! What a page leads to is there, whatever things are called.

use std::collections::{BTreeSet, VecDeque};

use jiff::SignedDuration;
use runner_model::{Outcome, RunId};
use runner_store::Deploy;
use serde_json::json;
use url::Url;

use crate::house::{House, READ, in_full, run, start};
use crate::pages::look;

/// Ids of suites that mean something else to whoever takes an address apart.
const IDS: [&str; 4] =
    ["../up", "//trail/", "%2F?q=1&x=2#part", "\"><img src=x onerror=alert(1)> a+b; فحص 🚀"];

const PROJECT: &str = "version: 1
services: { shop: { owner: '<b>team</b>', depends_on: [cards] }, cards: { external: true } }
environments: { staging: {}, production: {} }
monitors:
  checkout: { run: suites/shop.trip.yaml, in: staging, every: 1m, notify: people }
  login: { run: suites/shop.trip.yaml, in: production, every: 1m }
slos: { checkout-works: { of: checkout, target: 99%, over: 1d } }
composition: { shop: { series: [checkout, login] } }
channels: { hook: { webhook: { post: 'https://hooks.example.com/' } } }
notify: { people: [{ channel: hook }] }
status_pages: { shop: { title: '<b>Shop</b>', components: { '<i>': checkout }, publish: incidents } }
";

/// A house whose suite is called so, with all that has a page of its own.
async fn called(id: &str) -> House {
    let id = json!(id);
    let suite = format!(
        "name: {id}\nid: {id}\nowner: {id}\ntags: [{id}]\nsteps: [{{ name: {id}, get: https://shop.example.com/ }}]\n"
    );
    let house = House::watching_suite(PROJECT, &suite).await;
    let runs = (0..4).map(|minute| {
        let outcome = if minute == 2 { Outcome::Failed } else { Outcome::Passed };
        let mut run = run("checkout", outcome);
        run.series.test.suite = id.as_str().unwrap().try_into().unwrap();
        run.planned = start() + SignedDuration::from_mins(minute);
        run.started = run.planned;
        run.run = RunId::at(run.planned, *b"0123456789");
        in_full(run)
    });
    house.record(runs.collect()).await;
    house.incident(7, true).await;
    house.clock.advance(SignedDuration::from_mins(4));
    let (at, text) = (start(), id.as_str().unwrap().to_owned());
    let deploy = Deploy {
        at,
        service: "shop".try_into().unwrap(),
        environment: Some("staging".try_into().unwrap()),
        version: text.clone(),
        commit: Some(text.clone()),
        url: None,
        who: text,
    };
    house.store.deploys().add(deploy).await.unwrap();
    house
}

/// What a browser makes of the addresses on a page, as far as they lead back here.
fn led_to(from: &Url, page: &str) -> Vec<Url> {
    let marks = ["href=\"", "src=\"", "hx-get=\""];
    let said = marks.iter().flat_map(|mark| page.split(mark).skip(1));
    let plain = |text: &str| {
        let text = text.split('"').next().unwrap();
        let text = text.replace("&#x3D;", "=").replace("&#x27;", "'").replace("&quot;", "\"");
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    let urls = said.filter_map(|text| from.join(&plain(text)).ok());
    urls.filter(|url| url.origin() == from.origin()).collect()
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere_whatever_a_suite_is_called() {
    for id in IDS {
        let house = called(id).await;
        let mut waiting = VecDeque::from([Url::parse("http://tripline/").unwrap()]);
        let mut seen = BTreeSet::new();
        let mut is_found = false;
        while let Some(url) = waiting.pop_front() {
            // Another theme, range or environment leads to the same pages.
            let is_same = |name: &str| matches!(name, "theme" | "range" | "env" | "to");
            let way = url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
            if url.query_pairs().any(|(name, _)| is_same(&name)) || !seen.insert(way.clone()) {
                continue;
            }
            let answered = look(&house, &way).await;
            assert!(answered.status < 400, "{id}: {way}: {answered:?}");
            is_found |= url.path().starts_with("/s/");
            if answered.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                assert!(!answered.body.contains("<img src=x"), "{id}: {way}");
                waiting.extend(led_to(&url, &answered.body));
            }
        }
        assert!(is_found && seen.len() > 20, "{id}: {seen:?}");
        house.close().await;
    }
}

#[tokio::test]
async fn a_page_leads_to_the_whole_ledger_for_whoever_may_look() {
    let house = called("shop").await;
    let page = look(&house, "/slo/checkout-works").await.body;
    let way = "/slo/checkout-works/ledger?limit=500";
    assert!(page.contains(&way.replace('=', "&#x3D;")) || page.contains(way), "{page}");
    let shown = look(&house, way).await.json();
    let told = house.ask_with(READ, "GET /api/v1/objectives/checkout-works/ledger").await.json();
    assert_eq!(shown, told, "what the API tells");
    assert!(told["items"].as_array().is_some_and(|items| !items.is_empty()), "{told}");
}
