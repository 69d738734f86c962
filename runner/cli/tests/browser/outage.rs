//! An outage, from the first look at it to the last: what whoever is on call does, and what
//! customers see.

use serde_json::json;

use crate::chromium::Chromium;
use crate::looks::Looks;
use crate::page::Page;
use crate::shop::Watched;

/// The card of the payments' incident.
pub(crate) const CARD: &str = "[...document.querySelectorAll('main .inc')].find(it => \
                               /payments.* failing/.test(it.querySelector('h1').innerText))";

/// The diff holds a line that was taken away and one that came, each with these words.
fn differs(before: &str, after: &str) -> String {
    let line = |kind: &str, words: &str| {
        format!(
            "[...document.querySelectorAll('.diff .{kind}')].some(it => it.innerText.includes({}))",
            json!(words)
        )
    };
    format!("{} && {}", line("del", before), line("add", after))
}

/// How the payments are, on the page for everybody.
fn on_status_page(page: &Page, word: &str) {
    let component = format!(
        "[...document.querySelectorAll('article')].some(it => \
         /^Payments\\s+{word}\\n/.test(it.innerText))"
    );
    page.open("/status/shop");
    page.comes_true(&component);
}

fn on_badge(page: &Page, word: &str) {
    page.open("/badge/payments/status.svg");
    page.comes_true(&format!("document.documentElement.textContent.includes('payments: {word}')"));
}

/// From the outage on the overview to the incident that somebody looks after.
pub(crate) fn looked_after(page: &Page) {
    page.open("/");
    page.comes_true(CARD);
    page.look("1-outage");
    page.click_at(&format!("({CARD}).querySelector('a.pri')"));
    page.wait("location.pathname.startsWith('/r/') && document.readyState == 'complete'");
    page.wait(&format!("{} || {}", differs("200", "502"), differs("200", "503")));
    page.look("2-failing-run");
    page.click(".verdict a[href^='/i/']");
    page.wait("location.pathname.startsWith('/i/') && document.readyState == 'complete'");
    page.look("3-incident");
    page.click_on("Acknowledge");
    page.comes_true(
        "document.body.innerText.includes('looks after it') && \
         ![...document.querySelectorAll('button')].some(it => it.innerText.includes('Acknowledge'))",
    );
    page.look("4-looked-after");
}

/// What customers see while it goes on.
pub(crate) fn seen_by_customers(page: &Page) {
    on_status_page(page, "does not work");
    page.look("5-status-page");
    on_badge(page, "down");
}

/// The incident is over, and customers see that, too.
pub(crate) fn over(page: &Page, incident: &str) {
    page.open(incident);
    page.comes_true(
        "/payments.* failing/.test(document.querySelector('main h1').innerText) && \
                     document.querySelector('main h1').innerText.includes('failing') && \
                     document.querySelector('main .inc.over')",
    );
    page.look("6-over");
    on_status_page(page, "works");
    page.comes_true("document.getElementById('over').parentElement.innerText.includes('Payments')");
    page.look("7-status-page");
    on_badge(page, "up");
}

fn walked(looks: Looks) {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, looks);
    on_status_page(&page, "works");
    on_badge(&page, "up");
    page.open("/");
    page.look("0-calm");
    shop.outage(true);
    looked_after(&page);
    let incident = page.path();
    seen_by_customers(&page);
    shop.outage(false);
    over(&page, &incident);
}

#[test]
fn an_outage_is_seen_understood_looked_after_and_over() {
    walked(Looks::LIGHT);
}

#[test]
fn an_outage_is_seen_in_the_dark() {
    walked(Looks::DARK);
}

#[test]
fn an_outage_is_seen_on_a_phone() {
    walked(Looks::PHONE);
}

#[test]
fn an_outage_is_seen_without_javascript() {
    walked(Looks::WITHOUT_SCRIPT);
}
