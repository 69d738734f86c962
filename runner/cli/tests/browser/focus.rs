//! Where the focus is can be seen, and it goes through a page in the order of the page.

use crate::every_page::Outage;
use crate::looks::Looks;

/// What has the focus: its place in the page, whether it has a ring of 2 px or stands in something
/// that has, whether it can be seen, and what it is. `null` when nothing has it.
const FOCUSED: &str = "(() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const isRinged = (one) => {
    const style = one && getComputedStyle(one);
    return !!style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const box = it.getBoundingClientRect();
  const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
  const isShown = spots.some(([x, y]) => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return top && (it.contains(top) || top.contains(it));
  });
  return {
    at: [...document.querySelectorAll('*')].indexOf(it),
    isRinged: isRinged(it) || isRinged(it.parentElement),
    isShown,
    html: it.outerHTML.slice(0, 160),
  };
})()";

/// More than there is on any page.
const MOST: usize = 400;

fn walked(looks: Looks) {
    let outage = Outage::begin();
    let page = outage.chromium.page(&outage.shop.asked.origin, looks);
    for path in &outage.pages {
        page.open(path);
        // From the top, also where something has the focus from the beginning.
        page.read("document.body.tabIndex = -1; document.body.focus()");
        let (mut first, mut last, mut seen) = (None, -1, 0);
        for _ in 0..MOST {
            page.press("Tab");
            let focused = page.read(FOCUSED);
            if focused.is_null() {
                break;
            }
            let at = focused["at"].as_i64().unwrap();
            // Behind the last comes the first.
            if *first.get_or_insert(at) == at && seen > 0 {
                break;
            }
            assert!(at > last, "{path}: the focus jumps back to {focused:#}");
            assert_eq!(focused["isRinged"], true, "{path}: nobody sees {focused:#}");
            assert_eq!(focused["isShown"], true, "{path}: something covers {focused:#}");
            last = at;
            seen += 1;
        }
        // Nobody goes through a screen on a wall, and here nobody has to sign in.
        let is_bare = ["/tv", "/sign-in"].contains(&path.as_str());
        assert!(is_bare || (1..MOST).contains(&seen), "{path}: {seen} things to go to");
    }
}

#[test]
fn the_focus_is_always_seen_and_goes_down_the_page() {
    walked(Looks::WITHOUT_SCRIPT);
}

#[test]
fn who_skips_the_bar_is_in_the_page() {
    let outage = Outage::begin();
    let page = outage.chromium.page(&outage.shop.asked.origin, Looks::LIGHT);
    page.open("/");
    page.press("Tab");
    page.press("Enter");
    page.press("Tab");
    let inside = page.read("document.activeElement.closest('main') !== null");
    assert_eq!(inside, true, "{}", page.read("document.activeElement.outerHTML"));
}
