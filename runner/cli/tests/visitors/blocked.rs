//! What is watched is not asked where clouds hand out credentials, whatever leads there.

use runner_testkit::Reply;
use serde_json::Value;

use crate::harness::Project;
use crate::service::{Service, token, within};

/// Ways to an address that is not asked: each written another way.
const WAYS: [(&str, &str); 9] = [
    ("plain", "http://169.254.169.254/latest/meta-data/"),
    ("decimal", "http://2852039166/latest/"),
    ("hex", "http://0xA9FEA9FE/latest/"),
    ("octal", "http://0251.0376.0251.0376/latest/"),
    ("mapped", "http://[::ffff:169.254.169.254]/latest/"),
    ("translated", "http://[64:ff9b::a9fe:a9fe]/latest/"),
    ("linklocal", "http://[fe80::1]/latest/"),
    ("amazon6", "http://[fd00:ec2::254]/latest/"),
    ("redirect", "ORIGIN/away"),
];

/// Each way is a test of one suite; a service of the environment leads there by a name.
fn project(more: &str) -> Project {
    let mut suite = "name: Curious\nservice: api\ntests:\n".to_owned();
    for (name, url) in WAYS {
        suite += &format!(
            "  {name}: {{ steps: [ {{ get: \"{url}\", follow_redirects: true, timeout: 2s }} ] }}\n"
        );
    }
    suite += "  byname: { steps: [ { get: /latest/, timeout: 2s } ] }\n";
    let project = Project::bare()
        .file(
            "tripline.yaml",
            &format!(
                "version: 1
services: {{ api: {{}} }}
environments:
  local: {{ services: {{ api: {{ url: 'http://metadata.test', resolve: 169.254.169.254 }} }} }}
monitors: {{ curious: {{ run: [curious.trip.yaml], in: local, every: 1h, timeout: 30s }} }}
{more}"
            ),
        )
        .file("curious.trip.yaml", &suite);
    project.origin.on("/away", Reply::redirect(302, "http://169.254.169.254/latest/"));
    project
}

/// The tests of the first run, as the API shows them.
fn tests(service: &Service, admin: &str) -> Vec<Value> {
    assert_eq!(service.api(admin, "POST /api/v1/monitors/curious/run", "").status, 202);
    within(|| {
        let list = service.api(admin, "GET /api/v1/runs?trigger=manual", "").json();
        let run = list["items"][0]["run"].as_str()?.to_owned();
        let run = service.api(admin, &format!("GET /api/v1/runs/{run}"), "").json();
        let tests = run["tests"].as_array()?.clone();
        (tests.len() == WAYS.len() + 1).then_some(tests)
    })
}

#[test]
fn no_spelling_no_name_and_no_redirect_leads_there() {
    let project = project("");
    let admin = token(&project, "admin");
    let service = Service::of(&project);
    for test in tests(&service, &admin) {
        let step = &test["detail"]["steps"][0];
        let said = step.to_string();
        // We do not ask, so nothing is known; but a service that sends its callers there fails.
        let redirected = test["series"]["test"] == "redirect";
        assert_eq!(test["outcome"], if redirected { "failed" } else { "errored" }, "{said}");
        let why = "a link-local address or one at which a cloud hands out credentials; \
                   `serve: { allow_addresses: [";
        assert!(said.contains(why), "{said}");
        let run = test["run"].as_str().unwrap();
        let page = service.send(&format!("GET /r/{run}"), &[], "");
        assert!(page.body.contains("at which a cloud hands out credentials"), "{page:?}");
    }
    service.end();
    assert_eq!(project.origin.received().len(), 1, "but for the one that redirects");
}

#[test]
fn what_the_project_allows_is_asked() {
    let project = project("serve: { allow_addresses: [169.254.0.0/16] }\n");
    let admin = token(&project, "admin");
    let service = Service::of(&project);
    for test in tests(&service, &admin) {
        let said = test["detail"]["steps"][0].to_string();
        let is_closed = said.contains("at which a cloud hands out credentials");
        let name = test["series"]["test"].as_str().unwrap();
        assert_eq!(is_closed, ["linklocal", "amazon6"].contains(&name), "{name}: {said}");
    }
    service.end();
}
