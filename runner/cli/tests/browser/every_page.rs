//! Every page there is, in the middle of an outage.

use serde_json::Value;

use crate::chromium::Chromium;
use crate::looks::Looks;
use crate::outage::CARD;
use crate::page::Page;
use crate::shop::Watched;

/// The links of a page that stay here, each with what its address asks for.
const LINKS: &str = "[...document.querySelectorAll('a[href]')].map(it => it.href.baseVal ?? it.href) \
                     .map(it => new URL(it, location)).filter(it => it.origin == location.origin) \
                     .map(it => it.pathname + it.search)";

/// What is no page: what is loaded, said or done there is tested elsewhere.
const NO_PAGES: &[&str] = &["/assets", "/api", "/theme", "/badge"];

/// An outage that is seen by everybody, and everything that can be looked at.
pub(crate) struct Outage {
    pub(crate) shop: Watched,
    pub(crate) chromium: Chromium,
    pub(crate) pages: Vec<String>,
}

impl Outage {
    pub(crate) fn begin() -> Self {
        let (chromium, shop) = (Chromium::start(), Watched::start());
        shop.deploy();
        shop.outage(true);
        let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
        page.open("/");
        page.comes_true(CARD);
        let run = page.read(&format!("({CARD}).querySelector('a.pri').getAttribute('href')"));
        let pages = pages(&page, run.as_str().unwrap());
        drop(page);
        Self { shop, chromium, pages }
    }
}

/// The first link of a page that begins so.
fn link(page: &Page, shown: &str, begins: &str) -> String {
    page.open(shown);
    let links = links(page);
    let found = links.iter().find(|it| it.starts_with(begins) && it.len() > begins.len());
    found.unwrap_or_else(|| panic!("{shown} has no link to {begins}…: {links:?}")).clone()
}

fn links(page: &Page) -> Vec<String> {
    let links = page.read(LINKS);
    let links = links.as_array().unwrap().iter().map(Value::as_str);
    links.map(|link| link.unwrap().to_owned()).collect()
}

/// Every page, each in every state that is laid out in its own way.
fn pages(page: &Page, failed: &str) -> Vec<String> {
    let passed = link(page, "/runs?outcome=passed", "/r/");
    let mut pages: Vec<String> = [
        "/",
        "/?range=1h&env=demo",
        "/s",
        "/s?q=nothing",
        "/find",
        "/find?q=pay",
        "/find?q=nothing",
        "/env",
        "/runs",
        "/runs?outcome=failed",
        "/runs?outcome=errored",
        "/runs?slower=5000&trigger=deploy",
        "/i",
        "/slo",
        "/deps",
        "/deps?what_if=payments%3D99.5%25",
        "/find",
        "/find?q=pay",
        "/find?q=nothing",
        "/d",
        "/settings",
        "/tv",
        "/status/shop",
        "/sign-in",
    ]
    .map(str::to_owned)
    .into();
    pages.extend(["/s/", "/i/", "/slo/", "/d/"].map(|begins| {
        let shown = begins.trim_end_matches('/');
        link(page, shown, begins)
    }));
    let tabs = ["diff", "response", "request", "timing", "tries"];
    pages.extend(tabs.map(|tab| format!("{failed}?step=1&tab={tab}")));
    pages.push(passed);
    pages
}

/// Which page an address is of: `/r/*` of `/r/0198…?tab=diff`.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    match path[1..].split_once('/') {
        Some((first, _)) => format!("/{first}/*"),
        None => path.to_owned(),
    }
}

#[test]
fn every_page_fits_on_the_narrowest_phone_and_leads_to_pages_that_are_looked_at() {
    let outage = Outage::begin();
    let known: Vec<String> = outage.pages.iter().map(|page| shape(page)).collect();
    let mut wide = Vec::new();
    for looks in [Looks::NARROW, Looks::PHONE, Looks::ENLARGED, Looks::LIGHT] {
        let page = outage.chromium.page(&outage.shop.asked.origin, looks);
        for path in &outage.pages {
            page.open(path);
            page.shoot(&format!("page-{path}"));
            wide.extend(page.wide());
            for link in links(&page) {
                let is_page = !NO_PAGES.iter().any(|other| link.starts_with(other));
                let is_file = link.ends_with(".atom") || link.ends_with(".json");
                assert!(
                    !is_page || is_file || known.contains(&shape(&link)),
                    "{path} leads to {link}: add it to the pages that are looked at"
                );
            }
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n\n"));
}
