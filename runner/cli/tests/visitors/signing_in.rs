//! Who signs in, what they may do, and what is written down of it.

use std::io::Write as _;
use std::process::Stdio;

use crate::harness::{Project, Started};
use crate::service::{Answered, Service, Visitor, token};

const PASSWORD: &str = "correct horse battery";

fn project() -> Project {
    Project::bare()
        .file(
            "tripline.yaml",
            "version: 1
channels: { hook: { webhook: { post: ORIGIN/hook } } }
monitors: { shop: { run: [shop.trip.yaml], every: 1h, timeout: 9s } }
",
        )
        .file("shop.trip.yaml", "name: Shop\nsteps: [ { get: ORIGIN/status/200 } ]\n")
}

fn add(project: &Project, name: &str, role: &str) {
    let mut command = project.command();
    command.args(["user", "add", name, "--role", role]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    Started::of(child).end().exits(0);
}

/// What is done with a form that no page showed them, with the token of one that did.
fn forced(service: &Service, visitor: &mut Visitor<'_>, to: &str) -> Answered {
    let page = visitor.look("/sign-in");
    let (_, rest) = page.body.split_once("name=\"form_token\" value=\"").unwrap();
    let form = rest.split('"').next().unwrap();
    let cookie = format!("tripline_session={}", visitor.cookie("tripline_session").unwrap());
    service.send(&format!("POST {to}"), &[("cookie", &cookie)], &format!("form_token={form}"))
}

#[test]
fn who_may_only_look_starts_no_runs_and_chooses_no_hosts() {
    let project = project();
    for role in ["viewer", "operator", "admin"] {
        add(&project, role, role);
    }
    let read = token(&project, "read");
    let service = Service::of(&project);
    let mut viewer = Visitor::of(&service);
    assert_eq!(viewer.look("/").status, 303, "they have to sign in");
    assert_eq!(viewer.sign_in("viewer", PASSWORD).status, 303);
    let pages = ["/", "/s/shop", "/settings", "/runs"].map(|page| viewer.look(page));
    for page in &pages {
        assert_eq!(page.status, 200, "{page:?}");
        assert!(!page.body.contains("action=\"/run/"), "{page:?}");
        assert!(!page.body.contains("action=\"/channels/"), "{page:?}");
    }
    for way in ["/run/shop", "/channels/hook/test"] {
        assert_eq!(forced(&service, &mut viewer, way).status, 403, "{way}");
    }
    let wished = r#"{"suite": "shop", "inputs": {"host": "http://10.0.0.1"}}"#;
    assert_eq!(service.api(&read, "POST /api/v1/trigger", wished).status, 403);
    assert_eq!(service.api(&read, "POST /api/v1/monitors/shop/run", "").status, 403);
    let mut operator = Visitor::of(&service);
    operator.sign_in("operator", PASSWORD);
    assert_eq!(forced(&service, &mut operator, "/run/shop").status, 303);
    assert_eq!(forced(&service, &mut operator, "/channels/hook/test").status, 403);
    let mut admin = Visitor::of(&service);
    admin.sign_in("admin", PASSWORD);
    assert_eq!(forced(&service, &mut admin, "/channels/hook/test").status, 303);
    service.end();
    let log = project.tripline(&["audit"]).exits(0);
    log.says(&["operator asked for a run of the monitor shop"]).hides(&["viewer asked"]);
}

#[test]
fn who_signs_out_is_out_and_everything_is_in_the_log() {
    let project = project();
    add(&project, "ana", "admin");
    let service = Service::of(&project);
    let mut ana = Visitor::of(&service);
    assert_eq!(ana.sign_in("ana", "wrong horse battery").status, 401);
    assert_eq!(ana.sign_in("correct horse", PASSWORD).status, 401);
    assert_eq!(ana.cookie("tripline_session"), None);
    assert_eq!(ana.sign_in("ana", PASSWORD).status, 303);
    let session = format!("tripline_session={}", ana.cookie("tripline_session").unwrap());
    let page = service.send("GET /settings", &[("cookie", &session)], "");
    assert_eq!(page.status, 200, "{page:?}");
    assert_eq!(page.header("cache-control"), Some("no-store"), "nobody finds it on this machine");
    assert_eq!(forced(&service, &mut ana, "/sign-out").status, 303);
    let page = service.send("GET /settings", &[("cookie", &session)], "");
    assert_eq!(page.header("location"), Some("/sign-in?to=%2Fsettings"), "the cookie is dead");
    service.end();
    let log = project.tripline(&["audit"]).exits(0).stdout;
    let said: Vec<_> = log.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    let expected = [
        "ana signed out",
        "ana signed in",
        "somebody did not get in with a wrong password, from 127.0.0.1",
        "ana did not get in with a wrong password, from 127.0.0.1",
    ];
    assert_eq!(said[..4], expected, "{log}");
    assert!(!log.contains("correct horse"), "what was typed as a name may be a password: {log}");
}
