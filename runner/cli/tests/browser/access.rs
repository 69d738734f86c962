//! Everybody can use every page: axe-core finds nothing serious (WCAG 2.2, A and AA).

use std::path::Path;

use serde_json::Value;

use crate::every_page::Outage;
use crate::looks::Looks;
use crate::page::Page;

/// What axe-core is asked: what it found, without what is of little consequence.
const JUDGE: &str = "axe.run(document, { preload: false, resultTypes: ['violations'], \
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(found => \
    found.violations.filter(it => ['serious', 'critical'].includes(it.impact)).flatMap(it => \
    it.nodes.map(node => `${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)))";

fn axe() -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe.min.js");
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "these tests need axe-core in {} ({error}): `runner/cli/tests/browser/fetch-axe-core` \
             fetches it",
            path.display()
        )
    })
}

/// What it finds on a page that is open.
pub(crate) fn found(page: &Page) -> Vec<String> {
    page.read(&format!("{};0", axe()));
    let found = page.read_later(JUDGE);
    let found = found.as_array().unwrap().iter().filter_map(Value::as_str);
    found.map(|it| format!("{} {it}", page.path())).collect()
}

fn judged(looks: Looks) {
    let outage = Outage::begin();
    let page = outage.chromium.page(&outage.shop.asked.origin, looks);
    let mut wrong = Vec::new();
    for path in &outage.pages {
        page.open(path);
        wrong.extend(found(&page));
    }
    page.open("/nowhere");
    wrong.extend(found(&page));
    // That it is not there is an error to the browser, too.
    assert!(page.complaints().iter().all(|it| it.contains("404")));
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn axe_core_finds_nothing_serious_on_any_page_in_the_light() {
    judged(Looks::LIGHT);
}

#[test]
fn axe_core_finds_nothing_serious_on_any_page_in_the_dark() {
    judged(Looks::DARK);
}

#[test]
fn axe_core_finds_nothing_serious_on_any_page_on_a_phone() {
    judged(Looks::PHONE);
}
