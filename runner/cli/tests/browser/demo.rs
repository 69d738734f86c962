//! `tripline demo --serve`, as a newcomer meets it.

use std::time::Duration;

use crate::asked::Asked;
use crate::chromium::Chromium;
use crate::harness::Project;
use crate::looks::Looks;
use crate::outage::{CARD, looked_after, over, seen_by_customers};

/// A newcomer waits no longer for something that lives.
const TEN_SECONDS: Duration = Duration::from_secs(10);

/// The outage begins 15 s after the start, and is believed after two bad runs.
const OUTAGE: Duration = Duration::from_secs(60);

#[test]
fn a_newcomer_sees_live_data_within_ten_seconds_then_the_outage_and_its_end() {
    let chromium = Chromium::start();
    let project = Project::bare();
    let temporary = project.path("").display().to_string();
    let project = project.variable("TMPDIR", &temporary);
    let mut demo = project.start(&["demo", "--serve"]);
    let asked = Asked::shown_by(&mut demo);
    let page = chromium.page(&asked.origin, Looks::LIGHT);
    page.open("/");
    // A suite that has run, and passed.
    page.wait_for(TEN_SECONDS, "document.querySelector('main tr .s-ok')");
    page.look("demo-1-first-look");
    page.wait_for(OUTAGE, CARD);
    looked_after(&page);
    let incident = page.path();
    seen_by_customers(&page);
    // The shop mends itself.
    over(&page, &incident);
    demo.interrupt();
    drop(page);
    demo.end().exits(0);
}
