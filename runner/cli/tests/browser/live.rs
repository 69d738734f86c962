//! What a page does while somebody looks at it, and what it remembers of them.

use serde_json::json;

use crate::chromium::Chromium;
use crate::looks::Looks;
use crate::outage::CARD;
use crate::shop::Watched;

#[test]
fn what_happens_is_shown_without_loading_the_page_and_the_verdict_is_announced() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/");
    page.read("window.stayed = true");
    shop.outage(true);
    page.wait(CARD);
    // Screen readers hear it: the region is polite, and says the heading.
    page.wait("document.querySelector('#said[role=status]').textContent.includes('failing')");
    page.read("document.querySelector('#said').textContent = ''");
    page.wait("!document.body.innerText.includes('Nobody was told')");
    // More runs are recorded; nobody is told of each of them.
    assert_eq!(page.read("document.querySelector('#said').textContent"), "");
    shop.outage(false);
    page.wait(&format!("!({CARD})"));
    assert_eq!(page.read("window.stayed"), true, "it was never loaded anew");
}

#[test]
fn what_is_pressed_stays_where_it_is_until_it_is_let_go() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/");
    let remember = "window.row = document.querySelector('#suites [data-row]')";
    page.read(remember);
    // Something runs each second, and is shown.
    page.wait("!window.row.isConnected");
    let at = page.press_on("document.querySelector('#suites [data-row] a')");
    page.read(remember);
    std::thread::sleep(std::time::Duration::from_secs(4));
    assert_eq!(page.read("window.row.isConnected"), true);
    page.let_go(&at);
    page.wait("location.pathname.startsWith('/s/')");
}

#[test]
fn a_theme_that_was_chosen_stays_chosen() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let background = "getComputedStyle(document.body).backgroundColor";
    for looks in [Looks::LIGHT, Looks::WITHOUT_SCRIPT] {
        let page = chromium.page(&shop.asked.origin, looks);
        page.open("/s");
        let light = page.read(background);
        page.click("a[data-theme-to]");
        page.wait(&format!("{background} != {light}"));
        assert_eq!(page.path(), "/s");
        page.open("/runs");
        assert_ne!(page.read(background), light, "{looks:?}");
        page.click("a[data-theme-to]");
        page.wait(&format!("{background} == {light}"));
        page.open("/s");
        assert_eq!(page.read(background), light, "{looks:?}");
    }
}

#[test]
fn a_status_page_shows_what_changes_to_whoever_comes_back_to_it() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/status/shop");
    let time = page
        .read("[...document.querySelectorAll('time')].map(it => [it.textContent, it.title])[0]");
    assert!(time[0].as_str().unwrap().ends_with("GMT+9"), "{time}");
    assert!(time[1].as_str().unwrap().ends_with("UTC"), "{time}");
    page.read("window.stayed = true");
    shop.outage(true);
    // It looks once a minute, and when somebody comes back to it.
    page.wait(
        "(document.dispatchEvent(new Event('visibilitychange')), \
         /Payments do(es)? not work/.test(document.querySelector('h1').textContent))",
    );
    page.wait("/not work/.test(document.querySelector('#said[role=status]').textContent)");
    assert_eq!(page.read("window.stayed"), true, "it was never loaded anew");
}

#[test]
fn nothing_moves_for_those_who_want_it_still() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let moving = "document.getAnimations().filter(it => it.playState == 'running').length > 0";
    // The dot of what is live is the one thing that does.
    let page = chromium.page(&shop.asked.origin, Looks::MOVING);
    page.open("/");
    page.wait(moving);
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    for path in ["/", "/runs", "/i", "/tv", "/status/shop"] {
        page.open(path);
        page.wait("!document.querySelector('[data-live-dot][hidden]')");
        assert_eq!(page.read(moving), false, "{path}");
    }
}

#[test]
fn times_are_those_of_whoever_looks_and_utc_is_at_hand() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/runs");
    // The device is in Tokyo, nine hours ahead.
    let shown = page.read(
        "(() => { const it = document.querySelector('main time'); \
         const there = new Date(it.dateTime).getUTCHours() + 9; \
         return [Number(it.textContent.match(/(\\d\\d):\\d\\d/)[1]) == there % 24, it.title]; })()",
    );
    assert_eq!(shown[0], json!(true), "{shown}");
    assert!(shown[1].as_str().unwrap().ends_with("UTC"), "{shown}");
    assert_eq!(page.read("Intl.DateTimeFormat().resolvedOptions().timeZone"), "Asia/Tokyo");
}
