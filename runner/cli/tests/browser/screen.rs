//! The screen on the wall.

use crate::chromium::Chromium;
use crate::looks::Looks;
use crate::shop::Watched;

#[test]
fn a_screen_shows_what_happens_and_says_when_it_hears_nothing() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/tv");
    page.wait("document.querySelector('#clock')");
    page.read("window.stayed = true");
    shop.outage(true);
    page.wait("document.querySelector('#screen.bad')?.innerText.includes('payments')");
    assert_eq!(page.read("window.stayed"), true, "it was never loaded anew");
    let covered = "!document.querySelector('#stale').hidden && \
                   /^stale since \\d\\d:\\d\\d$/.test(document.querySelector('#stale').innerText)";
    assert_eq!(page.read(covered), false);
    // As if half a minute had passed without a word.
    page.read(
        "(() => { const Real = Date; window.Date = class extends Real { constructor(...at) { \
         if (at.length) super(...at); else super(Real.now() + 40000); } }; return 0; })()",
    );
    page.wait(covered);
    page.wait("document.querySelector('#stale').getBoundingClientRect().width >= innerWidth");
    // The next sign of life ends it.
    page.wait("document.querySelector('#stale').hidden");
}
