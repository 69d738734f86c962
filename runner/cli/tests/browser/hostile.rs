//! What a service answers is text, whatever it is.

use runner_testkit::Reply;
use serde_json::json;

use crate::asked::Asked;
use crate::chromium::Chromium;
use crate::harness::Project;
use crate::looks::Looks;

/// What would leave a mark on the page, each in its own way.
const NASTY: &str = "</pre><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>\
                     <svg onload='window.ran = 3'></svg><a href='javascript:window.ran = 4'>a</a>";

const PROJECT: &str = "version: 1
services: { api: {} }
environments: { local: { services: { api: ORIGIN } } }
monitors: { front: { run: front.trip.yaml, in: local, every: 1s, timeout: 900ms } }
";

const SUITE: &str = "name: The front
service: api
steps:
  - name: open it
    get: /front
    save: { what: body }
    expect: { body: { contains: welcome }, header x-odd: plain }
";

#[test]
fn a_script_in_an_answer_is_shown_as_text_and_does_not_run() {
    let project = Project::bare().file("tripline.yaml", PROJECT).file("front.trip.yaml", SUITE);
    project.origin.on("/front", Reply::text(NASTY).header("x-odd", NASTY));
    let mut service = project.start(&["serve", "--listen", "127.0.0.1:0"]);
    let asked = Asked::told_by(&mut service);
    let chromium = Chromium::start();
    let page = chromium.page(&asked.origin, Looks::LIGHT);
    page.open("/runs?outcome=failed");
    page.wait("document.querySelector('main a[href^=\"/r/\"]')");
    page.click("main a[href^='/r/']");
    page.wait("location.pathname.startsWith('/r/') && document.readyState == 'complete'");
    for tab in ["Diff", "Response", "Request", "Timing", "Tries"] {
        page.click_on(tab);
        page.wait(&format!(
            "location.search.includes('tab={}') && document.readyState == 'complete'",
            tab.to_lowercase()
        ));
        let scripts = page.read("[window.ran ?? 0, document.querySelectorAll('script').length]");
        assert_eq!(scripts, json!([0, 1]), "{tab}");
        if tab == "Response" {
            page.wait(&format!(
                "document.querySelector('pre.body').innerText.includes({})",
                json!(NASTY)
            ));
            page.look("hostile-response");
        }
    }
    for path in ["/", "/i", "/s/front", "/settings"] {
        page.open(path);
        assert_eq!(page.read("window.ran ?? 0"), 0, "{path}");
    }
}
