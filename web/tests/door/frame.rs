//! What stands around every page.

use runner_model::Secret;
use runner_store::Role;
use web::Open;

use crate::house::{House, start};
use crate::pages::{look, watched};
use crate::people::{PASSWORD, add, cookie, form_token, post, sign_in, with_ana};

const PROJECT: &str = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
status_pages: { shop: { title: Lumen Shop, components: { Checkout: checkout } } }
";

/// The labels of the links between `from` and `to`.
fn labels(page: &str, from: &str, to: &str) -> Vec<String> {
    let (_, rest) = page.split_once(from).expect("it begins");
    let (part, _) = rest.split_once(to).expect("it ends");
    let links = part.split("</svg>").skip(1);
    let label = |link: &str| link.split('<').next().unwrap().trim().to_owned();
    links.map(label).filter(|label| !label.is_empty()).collect()
}

#[tokio::test]
async fn the_bar_leads_to_what_there_is_and_to_nothing_else() {
    let house = House::watching(PROJECT).await;
    let page = look(&house, "/").await.body;
    let pages = [
        "Overview",
        "Suites",
        "Environments",
        "Runs",
        "Incidents",
        "Error budgets",
        "Dependencies",
        "Deploys",
        "Status page",
        "TV mode",
        "Settings",
    ];
    assert_eq!(labels(&page, "<ul class=\"nav\">", "<div class=\"end\">"), pages);
    assert!(page.contains("<a href=\"/status/shop\">") && page.contains("<a href=\"/tv\">"));
    for path in ["/", "/s", "/env", "/runs", "/i", "/slo", "/deps", "/d", "/settings", "/tv"] {
        assert_eq!(look(&house, path).await.status, 200, "{path}");
    }
    let without = watched().await;
    let page = look(&without, "/").await.body;
    assert!(!page.contains("Status page") && page.contains("TV mode"), "{page}");
}

#[tokio::test]
async fn a_phone_has_five_and_more_behind_the_last_without_a_script() {
    let house = House::watching(PROJECT).await;
    let page = look(&house, "/deps").await.body;
    let bar = labels(&page, "<nav class=\"tabbar\"", "<div class=\"others\">");
    assert_eq!(bar, ["Overview", "Suites", "Incidents", "Budgets", "More"]);
    let more = labels(&page, "<div class=\"others\">", "</details>");
    let others = [
        "Find",
        "Environments",
        "Runs",
        "Dependencies",
        "Deploys",
        "Status page",
        "TV mode",
        "Settings",
        "Switch to dark",
    ];
    assert_eq!(more, others);
    assert!(page.contains("<summary class=\"on\">"), "the page is behind it: {page}");
}

#[tokio::test]
async fn on_a_phone_the_environment_and_the_range_are_behind_more() {
    let house = watched().await;
    let page = look(&house, "/?range=7d").await.body;
    let (_, more) = page.split_once("<div class=\"others\">").unwrap();
    assert!(more.contains("href=\"/?env=staging&amp;range=7d\""), "{more}");
    assert!(more.contains("href=\"/?range=30d\""), "{more}");
}

#[tokio::test]
async fn where_nobody_signs_in_it_says_so_quietly() {
    let machine = "No sign-in: whoever uses this machine may do everything";
    let house = House::open().await;
    assert!(look(&house, "/").await.body.contains(machine));
    let house = House::open_to(Open::ToEverybody).await;
    let page = look(&house, "/").await.body;
    assert!(page.contains("No sign-in: whoever reaches this page may do everything"), "{page}");
    let house = with_ana(Role::Viewer).await;
    let session = cookie(&sign_in(&house, "ana", PASSWORD).await, "tripline_session").unwrap();
    let page = house.send("GET /", &[format!("cookie: {session}")], "").await;
    assert!(!page.body.contains("No sign-in"), "{}", page.body);
}

#[tokio::test]
async fn who_signs_out_on_a_page_is_out_everywhere() {
    let house = with_ana(Role::Viewer).await;
    let session = cookie(&sign_in(&house, "ana", PASSWORD).await, "tripline_session").unwrap();
    let page = house.send("GET /s", &[format!("cookie: {session}")], "").await;
    assert!(page.body.contains("ana<span class=\"t3\"> · viewer"), "{}", page.body);
    let fields = format!("form_token={}", form_token(&page.body));
    let out = post(&house, "/sign-out", &session, &fields).await;
    assert_eq!((out.status, out.header("location")), (303, Some("/sign-in")));
    let gone = out.all("set-cookie").join("\n");
    assert!(
        gone.contains("tripline_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
        "{gone}"
    );
    // Also for a browser that keeps the cookie.
    let page = house.send("GET /s", &[format!("cookie: {session}")], "").await;
    assert_eq!((page.status, page.header("location")), (303, Some("/sign-in?to=%2Fs")));
    let secret = session.split_once('=').unwrap().1.to_owned();
    let found = house.store.sessions().find(&Secret::new(secret), start()).await;
    assert_eq!(found, Ok(None), "the store has forgotten it");
}

#[tokio::test]
async fn the_page_for_signing_in_looks_like_the_others() {
    let house = with_ana(Role::Viewer).await;
    let page = house.send("GET /sign-in", &["cookie: tripline_theme=dark".to_owned()], "").await;
    assert!(page.body.contains("<html lang=\"en\" data-theme=\"dark\">"), "{}", page.body);
    assert!(page.body.contains("rel=\"stylesheet\" href=\"/assets/app"), "{}", page.body);
    assert!(!page.body.contains("<script") && !page.body.contains(" style="), "{}", page.body);
    add(&house, "bo", Role::Admin).await;
    let wrong = sign_in(&house, "bo", "not the password").await;
    let said = "<p role=\"alert\" class=\"notice bad\"><span>That name and password do not belong together.</span></p>";
    assert!(wrong.body.contains(said), "{}", wrong.body);
}

#[tokio::test]
async fn who_cannot_sign_in_yet_is_told_how() {
    let house = House::open_to(Open::ToNobody).await;
    let page = house.ask("GET /sign-in").await.body;
    let said =
        "On the machine that runs tripline: <code>tripline user add NAME --role admin</code>";
    assert!(page.contains(said) && !page.contains("type=\"password\""), "{page}");
}

#[tokio::test]
async fn a_suite_is_run_from_the_overview() {
    let house = watched().await;
    let page = look(&house, "/").await;
    assert!(page.body.contains("<option>checkout</option><option>login</option>"), "{}", page.body);
    let visit = cookie(&page, "tripline_visit").unwrap();
    let token = form_token(&page.body);
    let fields = format!("form_token={token}&back=%2F%3Frange%3D7d&monitor=login");
    let asked = post_here(&house, &visit, &fields).await;
    assert_eq!((asked.status, asked.header("location")), (303, Some("/?range=7d&said=run")));
    let unknown = post_here(&house, &visit, &format!("form_token={token}&monitor=nobody")).await;
    assert_eq!(unknown.problem(), "there is no monitor `nobody`");
    assert_eq!(house.store.orders().claim(start()).await.unwrap().len(), 1);
}

async fn post_here(house: &House, visit: &str, fields: &str) -> crate::house::Answered {
    let request = format!(
        "POST /run HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {visit}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{fields}",
        fields.len()
    );
    crate::house::Answered::of(&house.raw(request.as_bytes()).await)
}

#[tokio::test]
async fn who_chooses_a_theme_comes_back_to_all_of_the_address() {
    let house = House::watching(PROJECT).await;
    let page = look(&house, "/s?env=staging&q=a+b&theme=dark").await.body;
    let (_, rest) = page.split_once("class=\"theme\" href=\"").expect("there is a switch");
    let link = rest.split('"').next().unwrap().replace("&amp;", "&");
    let answered = look(&house, &link).await;
    assert_eq!(
        (answered.status, answered.header("location")),
        (303, Some("/s?env=staging&q=a%20b")),
        "{link}"
    );
}

#[tokio::test]
async fn a_browser_that_looks_for_the_icon_of_the_site_finds_it_before_anybody_signs_in() {
    let house = House::open_to(Open::ToNobody).await;
    let icon = house.ask("GET /favicon.ico").await;
    assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/svg+xml")));
    assert_eq!(icon.header("cache-control"), Some("public, max-age=86400"));
    let page = house.ask("GET /sign-in").await.body;
    let (_, mark) = page.split_once("rel=\"icon\" href=\"").unwrap();
    let mark = house.ask(&format!("GET {}", mark.split('"').next().unwrap())).await;
    assert_eq!(mark.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert!(mark.body.starts_with("<svg "), "{mark:?}");
    assert_eq!(icon.body, mark.body, "the one that pages name");
}
