//! Arrow keys: from cell to cell in a waterfall, from one finding to the next.

use crate::chromium::Chromium;
use crate::every_page::Outage;
use crate::looks::Looks;
use crate::shop::Watched;

#[test]
fn a_waterfall_is_walked_cell_by_cell() {
    let outage = Outage::begin();
    let page = outage.chromium.page(&outage.shop.asked.origin, Looks::LIGHT);
    let run = outage.pages.iter().find(|path| path.ends_with("tab=diff")).unwrap();
    page.open(run);
    // Row and column of the cell that has the focus.
    let place = "(() => { const rows = [...document.querySelectorAll('[role=grid] [role=row]')] \
                 .map(row => [...row.querySelectorAll('[role=gridcell]')]).filter(row => row.length); \
                 const at = rows.findIndex(row => row.some(it => it.contains(document.activeElement))); \
                 return [at, rows[at]?.findIndex(it => it.contains(document.activeElement))]; })()";
    page.read("document.querySelector('[role=grid] [role=row][data-row] a').focus()");
    for (key, at) in [
        ("ArrowDown", [1, 2]),
        ("ArrowRight", [1, 3]),
        ("ArrowRight", [1, 4]),
        ("ArrowUp", [0, 4]),
        ("ArrowUp", [0, 4]),
        ("ArrowLeft", [0, 3]),
        ("ArrowLeft", [0, 2]),
    ] {
        page.press(key);
        assert_eq!(page.read(place), serde_json::json!(at), "{key}");
    }
    assert_eq!(page.read("document.activeElement.matches('a[href]')"), true, "a step leads on");
}

#[test]
fn what_is_looked_for_is_found_while_it_is_written() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/");
    page.press("/");
    page.wait("document.activeElement.id == 'find'");
    page.write("payments take");
    page.wait(
        "document.querySelector('#hits a')?.innerText.includes('The payments take requests')",
    );
    page.press("ArrowDown");
    page.press("Enter");
    page.wait("location.pathname == '/s/suites/payments' && document.readyState == 'complete'");
}

#[test]
fn letters_that_were_switched_off_can_be_switched_on_again() {
    let (chromium, shop) = (Chromium::start(), Watched::start());
    let page = chromium.page(&shop.asked.origin, Looks::LIGHT);
    page.open("/");
    page.read("localStorage.setItem('tripline.keys', 'off')");
    page.press("?");
    assert_eq!(page.read("document.querySelector('dialog')?.open ?? false"), false);
    page.press("Control+/");
    page.wait("document.querySelector('dialog').open");
    page.click("dialog input[type=checkbox]");
    page.press("Escape");
    page.press("g");
    page.press("s");
    page.wait("location.pathname == '/s'");
}
