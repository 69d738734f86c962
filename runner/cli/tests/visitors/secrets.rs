//! No page and no answer of the API shows a secret: runs full of secrets, and every way into the
//! service that there is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use regex::Regex;
use runner_testkit::{Reply, Smtp, SmtpWay, readable_forms};
use serde_json::{Value, json};

use crate::harness::Project;
use crate::service::{Answered, Service, token, within};
use crate::ways;

/// Everything that must be encoded somewhere.
const KEY: &str = "p\"ä/ss wörd+&=%7B{x}";

/// Secrets beside that: of a command, saved from an answer, written into a file where it should
/// not stand, of a channel and of the mail server.
const OTHERS: [&str; 9] = [
    "told-by-command",
    "captured-token-1",
    "session-value-2",
    "cookie-value-5",
    "internal-value-6",
    "literal-credential-8",
    "literal-password-9",
    "secret-path-of-slack",
    "password-of-the-mail-server",
];

const PROJECT: &str = "\
version: 1
services: { api: { owner: crew } }
environments:
  local:
    services: { api: ORIGIN }
    secrets:
      key: { env: SECRET_KEY }
      told: { command: [printf, '%s\\n', told-by-command] }
secrets: { hook: { env: HOOK_KEY }, smtp: { env: SMTP_KEY } }
channels:
  team: { slack: { webhook: \"{{secret.hook}}\" } }
  hook: { webhook: { post: ORIGIN/webhook } }
  mail: { email: { to: [crew@example.com] } }
smtp:
  from: Tripline <tripline@example.com>
  routes:
    - { host: 127.0.0.1, port: SMTP_PORT, tls: none, username: tripline, password: \"{{secret.smtp}}\" }
notify: { crew: [ { channel: team }, { channel: hook }, { channel: mail } ] }
mask: { headers: [X-Internal-Token], json: [$..sid] }
status_pages: { shop: { components: { Checkout: leaky }, publish: incidents } }
slos: { leaky-works: { of: leaky, target: 99%, over: 1d } }
composition: { all: { series: [leaky, unfilled] } }
monitors:
  leaky: { run: [leaky.trip.yaml], in: local, every: 2s, timeout: 1900ms, down_after: 1 of 1 runs, up_after: 1 runs, notify: crew }
  unfilled: { run: [unfilled.trip.yaml], in: local, every: 2s, timeout: 1900ms }
";

/// A secret in every place of a request and, since the origin says what it was sent, of an answer;
/// in values that are saved, in checks that do not hold.
const LEAKY: &str = "\
name: Leaky
service: api
tests:
  main:
    steps:
      - name: log in
        post: /login
        save:
          token: { from: $.token, secret: true }
          session: { from: header x-session, secret: true }
      - name: everywhere
        post: /echo/{{secret.key}}
        query: { q: \"{{secret.key}}\", b: \"{{base64 secret.key}}\" }
        headers: { x-plain: \"{{url_encode secret.key}}\", x-b64: \"{{base64url secret.key}}\" }
        json: { inside: \"{{secret.key}}\", text: \"is {{secret.key}}!\", told: \"{{secret.told}}\" }
        save: { said: $.json }
        expect: { $.json.inside: nope, body: { contains: never-there }, status: 201 }
        on_failure: continue
      - name: with what was saved
        get: /echo/{{token}}
        auth: { bearer: \"{{token}}\" }
        headers: { x-session: \"{{session}}\", x-said: \"{{url_encode said.text}}\" }
        expect: { $.path: /nope, $.method: POST }
        on_failure: continue
      - name: with what should not stand here
        get: /json
        headers:
          authorization: literal-credential-8
          x-internal-token: internal-value-6
      - { name: in one line, get: /json, headers: { authorization: literal-credential-8 }, expect: { status: 404 }, on_failure: continue }
      - name: with a password that should not stand here
        get: /json
        auth:
          basic: { username: ada, password: literal-password-9 }
      - { name: get a cookie, get: '/set-cookie?sid=harmless', on_failure: continue }
      - { name: get another, get: /cookie, expect: { status: 404 }, on_failure: continue }
      - { name: basic, get: /echo, auth: { basic: { username: ada, password: \"{{secret.key}}\" } }, expect: { $.x: 1 }, on_failure: continue }
      - { name: form, post: /echo, form: { p: \"{{secret.key}}\" }, expect: { status: 404, body: a }, on_failure: continue }
      - { name: xml, post: /echo, xml: \"<p>{{secret.key}}</p>\", expect: { body: { is: x } }, on_failure: continue }
";

/// What goes wrong before anything is sent.
const UNFILLED: &str = "\
name: Unfilled
service: api
tests:
  header: { steps: [ { post: /echo, headers: { x-key: \"{{secret.key}}\\n\" } } ] }
  host: { steps: [ { get: \"http://{{secret.key}}.invalid/\" } ] }
  url: { steps: [ { get: \"{{secret.told}}/x\" } ] }
";

/// What everything is found by.
struct Known {
    runs: Vec<String>,
    incidents: Vec<String>,
    deploys: Vec<String>,
}

impl Known {
    fn of(service: &Service, admin: &str) -> Self {
        let list = |path: &str, key: &str| {
            let items = service.api(admin, &format!("GET {path}"), "").json()["items"].clone();
            let items = items.as_array().unwrap().clone();
            let text = |item: &Value| {
                item[key].as_str().map_or_else(|| item[key].to_string(), str::to_owned)
            };
            items.iter().map(text).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        };
        let mut runs = list("/api/v1/runs?monitor=leaky&limit=2", "run");
        runs.extend(list("/api/v1/runs?monitor=unfilled&limit=2", "run"));
        Self {
            runs,
            incidents: list("/api/v1/incidents", "incident"),
            deploys: list("/api/v1/deploys", "id"),
        }
    }

    /// Where `way` leads for what there is.
    fn addresses(&self, way: &str) -> Vec<String> {
        let one = |name: &str| vec![name.to_owned()];
        let names: BTreeMap<&str, Vec<String>> = [
            ("{slug}", one("shop")),
            ("{bucket}", one("tripline")),
            ("{run}", self.runs.clone()),
            ("{*name}", vec!["leaky".to_owned(), "unfilled".to_owned()]),
            ("{monitor}", vec!["leaky".to_owned(), "unfilled".to_owned()]),
            ("{test}", one("main")),
            ("{file}", badges()),
        ]
        .into();
        // Of these, each has names of its own, or there is none to be found.
        let own = match way {
            "/r/{id}" | "/api/v1/runs/{id}" | "/api/v1/runs/{id}/finding" => {
                Some(("{id}", self.runs.clone()))
            }
            "/i/{id}" | "/api/v1/incidents/{id}" => Some(("{id}", self.incidents.clone())),
            "/d/{id}" | "/api/v1/deploys/{id}" => Some(("{id}", self.deploys.clone())),
            "/slo/{name}"
            | "/slo/{name}/ledger"
            | "/api/v1/objectives/{name}"
            | "/api/v1/objectives/{name}/ledger"
            | "/api/v1/objectives/{name}/spending" => Some(("{name}", one("leaky-works"))),
            "/api/v1/monitors/{name}" => Some(("{name}", one("leaky"))),
            "/api/v1/dependencies/{name}" => Some(("{name}", one("all"))),
            "/api/v1/heartbeats/{name}" => Some(("{name}", one("none-of-that-name"))),
            "/api/v1/suites/{name}/monitors/{monitor}" => {
                return one("/api/v1/suites/leaky/monitors/leaky");
            }
            "/api/v1/suites/{name}" => Some(("{name}", one("leaky"))),
            // Its id is a secret itself, and whoever has it starts a run.
            "/radar/{id}/trigger" => Some(("{id}", one("none-of-that-name"))),
            // Their names are on the pages that load them.
            "/assets/{name}" => Some(("{name}", Vec::new())),
            "/theme" => return one("/theme?to=dark"),
            "/api/v1/find" => return one("/api/v1/find?q=leaky"),
            "/api/v1/history" => {
                let query = "location=here&before=2100-01-01T00:00:00Z&suite=leaky&test=main";
                return one(&format!("{way}?{query}&environment=local"));
            }
            _ => None,
        };
        let mut addresses = one(way);
        for (part, names) in names.into_iter().chain(own) {
            if way.contains(part) {
                let filled = |address: &String| {
                    names.iter().map(|name| address.replace(part, name)).collect::<Vec<_>>()
                };
                addresses = addresses.iter().flat_map(filled).collect();
            }
        }
        for address in &addresses {
            assert!(!address.contains('{'), "nobody looks at `{way}` here: say what it is called");
        }
        addresses
    }
}

fn badges() -> Vec<String> {
    let kinds = ["status", "uptime", "latency"];
    kinds.iter().flat_map(|kind| ["svg", "json"].map(|form| format!("{kind}.{form}"))).collect()
}

fn secrets() -> Vec<(&'static str, Vec<String>)> {
    let all = [KEY].into_iter().chain(OTHERS);
    all.map(|secret| (secret, readable_forms(secret))).collect()
}

#[track_caller]
fn assert_hides(said: &str, by: &str, secrets: &[(&str, Vec<String>)]) {
    for (secret, forms) in secrets {
        for form in forms {
            let Some(at) = said.find(form.as_str()) else { continue };
            let from = said.floor_char_boundary(at.saturating_sub(200));
            let to = said.ceil_char_boundary((at + form.len() + 60).min(said.len()));
            panic!("{by} shows `{form}` of `{secret}`: …{}…", &said[from..to]);
        }
    }
}

/// Where the links of a page lead, here.
fn links(answered: &Answered) -> Vec<String> {
    let link = Regex::new(r#"(?:href|src|action)="(/[^"]*)""#).unwrap();
    let paths = link.captures_iter(&answered.body).map(|found| found[1].to_owned());
    let unescaped = paths.map(|path| path.replace("&amp;", "&").replace("&#x3D;", "="));
    unescaped.map(|path| path.split('#').next().unwrap_or_default().to_owned()).collect()
}

/// Looks at everything from `first` on, and at all that it leads to; what was answered where.
fn walk(service: &Service, admin: &str, first: Vec<String>) -> BTreeMap<String, Answered> {
    let mut seen = BTreeMap::new();
    let mut next: VecDeque<String> = first.into();
    while let Some(path) = next.pop_front() {
        // As the links of a list go on and on, one of each kind is enough.
        if seen.contains_key(&path) || seen.len() > 600 {
            continue;
        }
        let answered = match path.starts_with("/api/") || path.starts_with("/buckets/") {
            true => service.api(admin, &format!("GET {path}"), ""),
            false => service.send(&format!("GET {path}"), &[], ""),
        };
        assert!(answered.status < 500, "{path}: {answered:?}");
        if answered.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            let changes = ["/sign-out", "/run/", "/channels/"];
            let looks = |path: &String| !changes.iter().any(|change| path.starts_with(change));
            next.extend(links(&answered).into_iter().filter(looks));
        }
        seen.insert(path, answered);
    }
    seen
}

fn project(smtp: &Smtp) -> Project {
    smtp.require_login("tripline", "password-of-the-mail-server");
    let port = smtp.port().to_string();
    let project = Project::bare()
        .file("tripline.yaml", &PROJECT.replace("SMTP_PORT", &port))
        .file("leaky.trip.yaml", LEAKY)
        .file("unfilled.trip.yaml", UNFILLED);
    let login = json!({ "token": "captured-token-1" }).to_string();
    let login = Reply::json(200, login).header("X-Session", "session-value-2");
    project.origin.on("/login", login);
    let cookie = Reply::json(200, json!({ "sid": "cookie-value-5" }));
    let cookie = cookie.header("Set-Cookie", "sid=cookie-value-5; Path=/");
    project.origin.on("/cookie", cookie.header("X-Internal-Token", "internal-value-6"));
    // The first is refused, so that there is something to be said about it.
    let hook = "/hook/secret-path-of-slack";
    project.origin.on(&format!("POST {hook}"), [Reply::status(500), Reply::text("ok")]);
    project.origin.on("POST /webhook", Reply::text("ok"));
    let hook = project.origin.url(hook);
    project
        .variable("SECRET_KEY", KEY)
        .variable("HOOK_KEY", &hook)
        .variable("SMTP_KEY", "password-of-the-mail-server")
}

#[test]
fn no_page_and_no_answer_shows_a_secret() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let project = project(&smtp);
    let admin = token(&project, "admin");
    let service = Service::of(&project);
    let secrets = secrets();
    let heard = service.listen("/events", |heard| heard.contains("event: changed"));
    assert_hides(&heard, "/events", &secrets);
    // It has failed, everybody was told, and somebody has said something of it.
    within(|| {
        let list = service.api(&admin, "GET /api/v1/incidents", "").json();
        list["items"].as_array().is_some_and(|items| !items.is_empty()).then_some(())
    });
    let update = "POST /api/v1/incidents/1/updates";
    assert_eq!(service.api(&admin, update, r#"{"text": "We look into it."}"#).status, 201);
    within(|| {
        let list = service.api(&admin, "GET /api/v1/channels", "").json();
        let channels = list["items"].as_array().unwrap().clone();
        channels.iter().all(|channel| channel["last_delivery"].is_object()).then_some(())
    });
    // Only then: whoever is to be told waits for the gate of a deploy.
    let deploy = r#"{"service":"api","version":"1.4.2","environment":"local"}"#;
    assert_eq!(service.api(&admin, "POST /api/v1/deploys", deploy).status, 201);
    let sent = project.origin.received();
    let everywhere = sent.iter().find(|request| request.path.starts_with("/echo/p")).unwrap();
    assert_eq!(everywhere.json()["inside"], KEY, "it is really sent");
    let told = sent.iter().filter(|request| request.path == "/webhook");
    told.for_each(|request| assert_hides(&request.text(), "the webhook", &secrets));
    let mails = smtp.mails();
    mails.iter().for_each(|mail| assert_hides(&format!("{mail:?}"), "the mail", &secrets));
    assert!(!mails.is_empty() && sent.iter().any(|request| request.path == "/webhook"));

    let document = service.send("GET /api/v1/openapi.json", &[], "").json();
    let known = Known::of(&service, &admin);
    assert!(known.runs.len() >= 2 && !known.incidents.is_empty(), "{:?}", known.runs);
    let ways = ways::to_look_at(&document);
    let ways = ways.iter().filter(|way| *way != "/events");
    let seen = walk(&service, &admin, ways.flat_map(|way| known.addresses(way)).collect());
    for (path, answered) in &seen {
        // What a page is called is written by whoever looks.
        assert_hides(&format!("{}\n{}", answered.head, answered.body), path, &secrets);
    }
    let shows = |path: &str, what: &str| {
        let answered = &seen[path];
        assert!(answered.body.contains(what), "{path} does not show `{what}`: {answered:?}");
    };
    for run in &known.runs[..1] {
        shows(&format!("/api/v1/runs/{run}"), "•••");
        shows(&format!("/r/{run}"), "•••");
        shows(&format!("/api/v1/runs/{run}/finding"), "•••");
    }
    shows("/api/v1/incidents/1", "everywhere");
    shows("/i/1", "everywhere");
    shows("/s/leaky", "{{secret.key}}");
    shows("/api/v1/suites/leaky", "{{secret.key}}");
    shows("/settings", "team");
    for deploy in &known.deploys {
        shows(&format!("/d/{deploy}"), "1.4.2");
    }
    let said = service.end();
    assert_hides(&said, "the log", &secrets);
}
