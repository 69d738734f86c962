//! The walk with nothing but keys, and what each key does.

use serde_json::json;

use crate::chromium::Chromium;
use crate::every_page::Outage;
use crate::looks::Looks;
use crate::outage::CARD;
use crate::page::Page;
use crate::shop::Watched;

/// Whole and where it should be.
fn arrives(page: &Page, path: &str) {
    page.wait(&format!(
        "(location.pathname + location.search).startsWith({}) && document.readyState == 'complete'",
        json!(path)
    ));
}

/// Moves down until the row with these words has the focus.
fn row(page: &Page, words: &str) {
    for _ in 0..60 {
        page.press("j");
        let has = format!(
            "document.activeElement.closest('[data-row]')?.innerText.includes({}) ?? false",
            json!(words)
        );
        if page.read(&has) == true {
            return;
        }
    }
    panic!("no row of {} has `{words}`: {}", page.path(), page.text());
}

/// Goes from one thing to the next until the one that is called so has the focus.
fn tab_to(page: &Page, name: &str) {
    let is = format!(
        "(document.activeElement.innerText ?? '').trim().startsWith({}) && \
         document.activeElement !== document.body",
        json!(name)
    );
    for _ in 0..120 {
        page.press("Tab");
        if page.read(&is) == true {
            return;
        }
    }
    panic!("`{name}` never has the focus on {}: {}", page.path(), page.text());
}

#[test]
fn an_outage_is_seen_understood_and_looked_after_with_the_keyboard_alone() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/");
    shop.outage(true);
    page.wait(CARD);
    tab_to(&page, "Open failing run");
    page.press("Enter");
    arrives(&page, "/r/");
    page.wait("document.querySelector('.diff .del') && document.querySelector('.diff .add')");
    page.press("g");
    page.press("i");
    arrives(&page, "/i");
    row(&page, "payments");
    page.press("Enter");
    arrives(&page, "/i/");
    page.press("a");
    page.wait("document.querySelector('main .notice') && !document.querySelector('[data-key=a]')");
    tab_to(&page, "Note");
    shop.outage(false);
    page.wait("document.querySelector('main .inc.over')");
    page.press("Escape");
    arrives(&page, "/i");
    page.press("g");
    page.press("o");
    arrives(&page, "/");
}

#[test]
fn every_key_does_what_its_help_says() {
    let outage = Outage::begin();
    let page = outage.chromium.page(&outage.shop.asked.origin, Looks::LIGHT);
    page.open("/");
    for (letter, path) in [
        ("s", "/s"),
        ("e", "/env"),
        ("r", "/runs"),
        ("i", "/i"),
        ("b", "/slo"),
        ("p", "/deps"),
        ("d", "/d"),
        ("o", "/"),
    ] {
        page.press("g");
        page.press(letter);
        page.wait(&format!("location.pathname == '{path}' && document.readyState == 'complete'"));
    }
    page.open("/s");
    let chosen = "[...document.querySelectorAll('[data-row]')].findIndex(it => \
                  it.contains(document.activeElement))";
    for (key, at) in [("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)] {
        page.press(key);
        assert_eq!(page.read(chosen), at, "{key}");
    }
    page.open("/runs?outcome=failed");
    row(&page, "A customer can order and pay");
    page.press("Enter");
    arrives(&page, "/r/");
    let run = page.path();
    // From the first step, which passed, to the one that failed.
    page.open(&format!("{run}?step=1&tab=timing"));
    page.press("f");
    page.wait("/step=3/.test(location.search) && document.readyState == 'complete'");
    page.wait("document.querySelector('main .row[aria-current]').innerText.includes('pay it')");
    page.press("d");
    page.wait("/tab=diff/.test(location.search) && document.querySelector('.diff .add')");
    page.wait("document.readyState == 'complete'");
    page.press("c");
    page.wait("document.querySelector('[data-key=c]').innerText.includes('Copied')");
    let copied = page.read_later("navigator.clipboard.readText()");
    assert!(copied.as_str().unwrap().starts_with("curl "), "{copied}");
    page.press("[");
    page.wait(&format!(
        "!location.pathname.startsWith({}) && document.readyState == 'complete'",
        json!(run)
    ));
    page.press("]");
    page.wait(&format!(
        "location.pathname.startsWith({}) && document.readyState == 'complete'",
        json!(run)
    ));
    page.press("r");
    page.wait("document.querySelector('main .notice') && document.readyState == 'complete'");
    page.press("/");
    page.wait("document.activeElement.matches('input[type=search]')");
    page.write("pay");
    page.press("Enter");
    page.wait("location.search.includes('q=pay') && document.readyState == 'complete'");
    page.says("The payments take requests");
}

#[test]
fn single_letters_can_be_switched_off() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    let theme = "document.documentElement.dataset.theme ?? 'none'";
    page.open("/");
    page.press("t");
    assert_eq!(page.read(theme), "dark");
    page.press("?");
    page.wait("document.querySelector('dialog').open");
    page.look("keys");
    page.press("Escape");
    page.wait("!document.querySelector('dialog').open");
    page.press("?");
    page.wait("document.querySelector('dialog').open");
    // To the box, and off.
    while page.read("document.activeElement.type == 'checkbox'") != true {
        page.press("Tab");
    }
    page.press(" ");
    page.press("Escape");
    page.press("t");
    page.press("g");
    page.press("s");
    assert_eq!(page.read(theme), "dark");
    assert_eq!(page.path(), "/");
    page.open("/runs");
    page.press("t");
    assert_eq!(page.read(theme), "dark", "that is remembered");
    // What is no letter goes on working.
    page.press("Tab");
    assert_eq!(page.read("document.activeElement.className"), "skip");
}
