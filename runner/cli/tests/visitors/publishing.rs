//! What operators do in a browser, and what everybody sees of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use runner_testkit::{Reply, Smtp, SmtpWay};

use crate::feed::assert_is_atom;
use crate::harness::Project;
use crate::service::{Answered, Service, Visitor, within};

/// A monitor that fails until `works`, with a status page, two channels that take what they are
/// sent and one that refuses it.
fn project(smtp: &Smtp, works: &Arc<AtomicBool>) -> Project {
    let project = Project::bare()
        .file(
            "tripline.yaml",
            &format!(
                "version: 1
channels:
  hook: {{ webhook: {{ post: ORIGIN/hook }} }}
  gone: {{ webhook: {{ post: ORIGIN/gone }} }}
  mail: {{ email: {{ to: [crew@example.com] }} }}
smtp: {{ from: tripline@example.com, routes: [ {{ host: 127.0.0.1, port: {}, tls: none }} ] }}
monitors: {{ shop: {{ run: [shop.trip.yaml], every: 1s, timeout: 900ms, down_after: 1 of 1 runs, up_after: 1 runs }} }}
status_pages: {{ shop: {{ title: Shop, components: {{ Checkout: shop }}, publish: incidents }} }}
",
                smtp.port()
            ),
        )
        .file("shop.trip.yaml", "name: Shop\nsteps: [ { get: ORIGIN/shop } ]\n");
    let works = Arc::clone(works);
    let answer = move || Reply::status(if works.load(Ordering::SeqCst) { 200 } else { 500 });
    project.origin.on_request("/shop", move |_| answer());
    project.origin.on("POST /hook", Reply::text("thanks"));
    project.origin.on("POST /gone", Reply::status(410));
    project
}

/// The page at `path`, as soon as it shows this.
#[track_caller]
fn shows(service: &Service, path: &str, what: &str) -> Answered {
    within(|| {
        let answered = service.send(&format!("GET {path}"), &[], "");
        (answered.status == 200 && answered.body.contains(what)).then_some(answered)
    })
}

#[test]
fn what_operators_say_of_an_incident_is_on_the_status_page_and_in_its_feed() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let works = Arc::new(AtomicBool::new(false));
    let project = project(&smtp, &works);
    let service = Service::of(&project);
    shows(&service, "/i", "/i/1");
    let mut ana = Visitor::of(&service);
    let said = ana.fill("/i/1", "/i/1/ack", &[]);
    assert_eq!((said.status, said.header("location")), (303, Some("/i/1?said=ack")));
    assert!(ana.look("/i/1?said=ack").body.contains("Noted: you look after it."));
    let said = ana.fill("/i/1", "/i/1/notes", &[("text", "said inside only")]);
    assert_eq!(said.header("location"), Some("/i/1?said=note"));
    let told = "The card provider is <down> & we wait.";
    let said = ana.fill("/i/1", "/i/1/publish", &[("text", told)]);
    assert_eq!(said.header("location"), Some("/i/1?said=published"));
    let written = "The card provider is &lt;down&gt; &amp; we wait.";
    shows(&service, "/i/1", "said inside only");
    let page = shows(&service, "/status/shop", written);
    let feed = shows(&service, "/status/shop/feed.atom", written);
    let json = shows(&service, "/status/shop/status.json", told);
    assert_is_atom(&project, &feed.body);
    let update = &json.json()["incidents"][0]["updates"][0];
    assert_eq!(update["text"], told, "{json:?}");
    for public in [&page, &feed, &json] {
        assert!(!public.body.contains("inside only"), "{public:?}");
    }
    shows(&service, "/badge/shop/status.svg", "down");
    works.store(true, Ordering::SeqCst);
    shows(&service, "/status/shop", "Everything works.");
    let feed = shows(&service, "/status/shop/feed.atom", "<title>Over: Checkout</title>");
    assert_is_atom(&project, &feed.body);
    shows(&service, "/badge/shop/status.svg", "up");
    service.end();
    let log = project.tripline(&["audit"]).exits(0);
    log.says(&["acknowledged incident 1", "wrote a note to incident 1", "incident 1"]);
}

#[test]
fn a_test_message_is_sent_and_what_became_of_it_is_shown() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let project = project(&smtp, &Arc::new(AtomicBool::new(true)));
    let service = Service::of(&project);
    let mut ana = Visitor::of(&service);
    assert!(ana.look("/settings").body.contains("nothing was sent yet"));
    for channel in ["hook", "mail", "gone"] {
        let sent = ana.fill("/settings", &format!("/channels/{channel}/test"), &[]);
        let back = sent.header("location");
        assert_eq!((sent.status, back), (303, Some("/settings?said=sent")), "{sent:?}");
    }
    assert!(ana.look("/settings?said=sent").body.contains("A test message is on its way."));
    let page = shows(&service, "/settings", "127.0.0.1 answered 410");
    assert!(page.body.contains("given up") || page.body.contains("tried again"), "{page:?}");
    let shown = within(|| {
        let page = service.send("GET /settings", &[], "").body;
        (!page.contains("nothing was sent yet")).then_some(page)
    });
    assert!(shown.matches(">sent<").count() >= 2, "{shown}");
    let hook = project.origin.received().into_iter().find(|request| request.path == "/hook");
    assert!(hook.unwrap().text().contains("hook"));
    assert_eq!(smtp.mails()[0].to, ["crew@example.com"]);
    service.end();
    let log = project.tripline(&["audit"]).exits(0);
    log.says(&["sent a test message to the channel mail"]);
}
