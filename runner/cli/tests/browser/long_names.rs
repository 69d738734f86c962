//! Names are as long as people make them, and nothing is pushed off the page by one.

use runner_testkit::Reply;

use crate::asked::Asked;
use crate::chromium::Chromium;
use crate::harness::Project;
use crate::looks::Looks;

const PROJECT: &str = "version: 1
services: { api: {} }
environments: { local: { services: { api: ORIGIN } } }
monitors:
  LONG: { run: front.trip.yaml, in: local, every: 1s, timeout: 900ms, down_after: 1 runs, notify: LONG }
slos: { LONG: { of: LONG, target: 99%, over: 30d } }
composition: { all-LONG: { series: [LONG] } }
channels: { LONG: { command: [cat] } }
notify: { LONG: [{ channel: LONG }] }
status_pages: { shop: { title: LONG, components: { LONG: [LONG] }, publish: incidents } }
";

const SUITE: &str = "name: LONG
owner: LONG
tags: [LONG]
service: api
steps:
  - { name: LONG, get: /front }
";

/// Between a phone and a desk.
const TABLET: Looks = Looks { name: "tablet", width: 900, ..Looks::LIGHT };

#[test]
fn a_name_without_a_space_pushes_nothing_off_the_page() {
    let long = |text: &str| text.replace("LONG", &"n".repeat(200));
    let project =
        Project::bare().file("tripline.yaml", &long(PROJECT)).file("front.trip.yaml", &long(SUITE));
    project.origin.on("/front", Reply::status(503));
    let mut service = project.start(&["serve", "--listen", "127.0.0.1:0"]);
    let asked = Asked::told_by(&mut service);
    let chromium = Chromium::start();
    let page = chromium.page(&asked.origin, Looks::LIGHT);
    page.open("/");
    page.comes_true("document.querySelector('.inc a.pri')");
    let mut wide = Vec::new();
    for looks in [Looks::LIGHT, TABLET] {
        let page = chromium.page(&asked.origin, looks);
        for path in ["/s", "/runs", "/i", "/settings", "/status/shop"] {
            page.open(path);
            page.shoot(&format!("long{}", path.replace('/', "-")));
            wide.extend(page.wide());
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n\n"));
}
