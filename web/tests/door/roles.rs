//! Who may do what: every route that there is, and everybody who may come.

use std::collections::BTreeMap;
use std::path::Path;

use runner_model::Secret;
use runner_store::{NewUser, Role};

use crate::house::{ADMIN, Answered, House, READ, RUN, start};
use crate::routes::routes;

const PROJECT: &str = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
channels: { hook: { webhook: { post: 'https://hooks.example.com/' } } }
status_pages: { shop: { components: { Checkout: checkout } } }
";

/// What a route needs, of those that are no part of the API.
const NEEDS: [(&str, Need); 45] = [
    ("GET /", Need::Role(Role::Viewer)),
    ("GET /api/v1/openapi.json", Need::Nothing),
    ("GET /assets/{name}", Need::Nothing),
    ("GET /badge/{monitor}/{file}", Need::Nothing),
    ("GET /buckets/{bucket}/radar/{test}/results/{run}", Need::Token),
    ("GET /d", Need::Role(Role::Viewer)),
    ("GET /d/{id}", Need::Role(Role::Viewer)),
    ("GET /deps", Need::Role(Role::Viewer)),
    ("GET /env", Need::Role(Role::Viewer)),
    ("GET /events", Need::Role(Role::Viewer)),
    ("GET /favicon.ico", Need::Nothing),
    ("GET /find", Need::Role(Role::Viewer)),
    ("GET /healthz", Need::Nothing),
    ("GET /i", Need::Role(Role::Viewer)),
    ("GET /i/{id}", Need::Role(Role::Viewer)),
    ("GET /metrics", Need::Nothing),
    ("GET /r/{id}", Need::Role(Role::Viewer)),
    // The address itself is the secret.
    ("GET /radar/{id}/trigger", Need::Nothing),
    ("GET /readyz", Need::Nothing),
    ("GET /runs", Need::Role(Role::Viewer)),
    ("GET /s", Need::Role(Role::Viewer)),
    ("GET /s/{*name}", Need::Role(Role::Viewer)),
    ("GET /settings", Need::Role(Role::Viewer)),
    ("GET /sign-in", Need::Nothing),
    ("GET /slo", Need::Role(Role::Viewer)),
    ("GET /slo/{name}", Need::Role(Role::Viewer)),
    ("GET /slo/{name}/ledger", Need::Role(Role::Viewer)),
    ("GET /status/{slug}", Need::Nothing),
    ("GET /status/{slug}/", Need::Nothing),
    ("GET /status/{slug}/feed.atom", Need::Nothing),
    ("GET /status/{slug}/status.css", Need::Nothing),
    ("GET /status/{slug}/status.js", Need::Nothing),
    ("GET /status/{slug}/status.json", Need::Nothing),
    ("GET /theme", Need::Nothing),
    ("GET /tv", Need::Role(Role::Viewer)),
    ("POST /channels/{name}/test", Need::Role(Role::Admin)),
    ("POST /i/{id}/ack", Need::Role(Role::Operator)),
    ("POST /i/{id}/notes", Need::Role(Role::Operator)),
    ("POST /i/{id}/publish", Need::Role(Role::Operator)),
    ("POST /i/{id}/updates/{update}/withdraw", Need::Role(Role::Operator)),
    ("POST /radar/{id}/trigger", Need::Nothing),
    ("POST /run", Need::Role(Role::Operator)),
    ("POST /run/{monitor}", Need::Role(Role::Operator)),
    ("POST /sign-in", Need::Nothing),
    ("POST /sign-out", Need::Role(Role::Viewer)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Nothing,
    Role(Role),
    Token,
}

/// Somebody with a browser; `None` has not signed in.
async fn cookie(house: &House, role: Option<Role>) -> String {
    let Some(role) = role else {
        let shown = house.ask("GET /sign-in").await;
        let line = shown.all("set-cookie")[0].to_owned();
        return line.split(';').next().unwrap().to_owned();
    };
    let digit = role.as_str().len();
    let session = Secret::new(format!("{digit:032}"));
    assert!(house.store.sessions().begin(&session, role.as_str(), start()).await.unwrap());
    format!("tripline_session={digit:032}")
}

/// A house that watches, with a user of each role, named after it.
async fn with_users() -> House {
    let house = House::watching(PROJECT).await;
    for role in [Role::Viewer, Role::Operator, Role::Admin] {
        let password = Secret::new("no hash of anything".to_owned());
        let user = NewUser { name: role.as_str().to_owned(), role, password };
        assert!(house.store.users().add(&user, start(), "a test").await.unwrap());
    }
    house
}

/// A request as a browser sends it, with the token of a form that was shown to it.
async fn asked(house: &House, way: &str, cookie: &str, with_form_token: bool) -> Answered {
    let cookie = format!("cookie: {cookie}");
    let mut fields = "text=said&monitor=checkout".to_owned();
    if with_form_token {
        let page = house.send("GET /sign-in", std::slice::from_ref(&cookie), "").await;
        let form = page.body.split_once("name=\"form_token\" value=\"");
        let (_, rest) = form.unwrap_or_else(|| panic!("{way}: {page:?}"));
        fields = format!("form_token={}&{fields}", rest.split('"').next().unwrap());
    }
    let body = if way.starts_with("POST") { fields.as_str() } else { "" };
    house.send(way, &[cookie], body).await
}

/// Where a route leads for something that is there, or is not.
fn address(route: &str) -> String {
    let names = [
        ("{*name}", "suites/shop"),
        ("{name}", "hook"),
        ("{monitor}", "checkout"),
        ("{slug}", "shop"),
        ("{file}", "status.svg"),
        ("{id}", "7"),
        ("{update}", "1"),
        ("{bucket}", "b"),
        ("{test}", "main"),
        ("{run}", "019b7700000030313233343536373839"),
    ];
    names.iter().fold(route.to_owned(), |way, (part, name)| way.replace(part, name))
}

#[tokio::test]
async fn every_route_lets_in_those_who_may_and_nobody_else() {
    let needs: BTreeMap<&str, Need> = NEEDS.into();
    let found = routes(Path::new(env!("CARGO_MANIFEST_DIR")));
    let expected: Vec<&str> = needs.keys().copied().collect();
    assert_eq!(found, expected, "say of each route who may, and of no other");
    let house = with_users().await;
    let everybody = [None, Some(Role::Viewer), Some(Role::Operator), Some(Role::Admin)];
    for role in everybody {
        let cookie = cookie(&house, role).await;
        for (route, need) in &needs {
            // What is said without end is said by a test of its own; signing out ends the walk.
            if matches!(*route, "GET /events" | "POST /sign-out") && role.is_some() {
                continue;
            }
            let answered = asked(&house, &address(route), &cookie, true).await;
            let (status, to) = (answered.status, answered.header("location").unwrap_or_default());
            let is_sent_to_sign_in = status == 303 && to.starts_with("/sign-in");
            match (need, role) {
                (Need::Token, _) => assert_eq!(status, 401, "{route}: a session is no token"),
                (Need::Role(_), None) => assert!(is_sent_to_sign_in, "{route}: {answered:?}"),
                (Need::Role(needed), Some(role)) if role < *needed => {
                    assert_eq!(status, 403, "{route} as {role:?}: {answered:?}");
                    let told = format!("this is for the role `{}`: ask an admin", needed.as_str());
                    assert_eq!(answered.problem(), told);
                }
                (Need::Nothing, _) | (Need::Role(_), Some(_)) => assert!(
                    !matches!(status, 401 | 403 | 500..) && !is_sent_to_sign_in,
                    "{route} as {role:?}: {answered:?}"
                ),
            }
        }
    }
    // A token opens no page.
    for (route, need) in &needs {
        if let Need::Role(_) = need {
            let answered = house.ask_with(ADMIN, &address(route)).await;
            assert_eq!(answered.status, 303, "{route}: {answered:?}");
        }
    }
}

#[tokio::test]
async fn what_no_page_of_ours_sent_changes_nothing() {
    let house = with_users().await;
    let cookie = cookie(&house, Some(Role::Admin)).await;
    for route in routes(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        if !route.starts_with("POST") || route == "POST /radar/{id}/trigger" {
            continue;
        }
        let answered = asked(&house, &address(&route), &cookie, false).await;
        assert_eq!(answered.status, 403, "{route}: {answered:?}");
        assert!(answered.problem().starts_with("the form is out of date"), "{route}");
    }
    assert_eq!(house.store.orders().claim(start()).await.unwrap(), []);
    let said = house.audit().await;
    assert!(said.iter().all(|(_, what)| what == "signed in"), "{said:?}");
}

#[tokio::test]
async fn every_way_of_the_api_wants_a_token_with_its_scope() {
    let house = House::watching(PROJECT).await;
    let ways = house.described().await.ways();
    assert!(ways.len() > 35, "{ways:?}");
    let scopes = ["read", "run", "admin"];
    for (way, scope) in &ways {
        let needs = scopes.iter().position(|known| known == scope).unwrap();
        let way = address(way);
        assert_eq!(house.ask(&way).await.status, 401, "{way}");
        for (may, token) in [READ, RUN, ADMIN].into_iter().enumerate() {
            let answered = house.ask_with(token, &way).await;
            let is_refused = matches!(answered.status, 401 | 403);
            assert_eq!(is_refused, may < needs, "{way} with {token}: {answered:?}");
        }
    }
}
