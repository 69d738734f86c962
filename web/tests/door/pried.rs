//! Whoever pries finds nothing that is not for them.

use runner_model::Outcome;

use crate::house::{ADMIN, House, READ, run};
use crate::people::{PASSWORD, cookie, form_token, post, sign_in, with_ana};

const PROJECT: &str = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
slos: { works: { of: checkout, target: 99%, over: 1d } }
";

#[tokio::test]
async fn no_path_leads_out_of_where_it_is() {
    let house = House::watching(PROJECT).await;
    let here = ["host: localhost".to_owned()];
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2ftripline.yaml",
        "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/%ff",
        "/s/../../etc/passwd",
        "/s/%2e%2e/tripline",
        "/s/suites%2f..%2f..%2ftripline",
        "/r/%ff",
        "/i/%ff",
        "/d/%ff",
        "/status/..%2f..%2ftripline.yaml",
        "/status/%ff",
        "/badge/%ff/status.png",
        "//etc/passwd",
    ] {
        let answered = house.raw_head(&format!("GET {path}"), &here).await;
        assert!(matches!(answered.status, 400 | 404), "{path}: {answered:?}");
        answered.problem();
        assert!(!answered.body.contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn a_cursor_or_a_query_that_is_made_up_is_refused_or_leads_nowhere() {
    let house = House::watching(PROJECT).await;
    house.record(vec![run("checkout", Outcome::Failed)]).await;
    let long = "9".repeat(10_000);
    let odd = ["", "0", "-1", "nonsense", "%00", "1'%20OR%201=1--", "1;DROP%20TABLE%20runs", &long];
    for list in ["runs", "incidents", "deploys", "audit", "objectives/works/ledger", "suites"] {
        for cursor in odd {
            let way = format!("GET /api/v1/{list}?cursor={cursor}");
            let answered = house.ask_with(ADMIN, &way).await;
            match answered.status {
                200 => assert!(answered.json()["items"].is_array(), "{way}: {answered:?}"),
                status => {
                    assert_eq!(status, 400, "{way}: {answered:?}");
                    answered.problem();
                }
            }
        }
        for query in ["limit=0", "limit=501", "limit=-1", "limit=x", "limit=1&limit=2", "limit=%ff"]
        {
            let answered = house.ask_with(ADMIN, &format!("GET /api/v1/{list}?{query}")).await;
            assert_eq!(answered.status, 400, "{list}?{query}: {answered:?}");
            answered.problem();
        }
    }
    let answered = house.ask_with(READ, "GET /api/v1/runs?from=yesterday").await;
    assert_eq!(answered.status, 400);
    answered.problem();
    assert_eq!(
        house.ask_with(READ, "GET /api/v1/runs").await.json()["items"][0]["outcome"],
        "failed"
    );
}

#[tokio::test]
async fn whoever_signs_in_is_led_to_no_other_site() {
    let house = with_ana(runner_store::Role::Viewer).await;
    let page = house.ask("GET /sign-in").await;
    let visit = cookie(&page, "tripline_visit").unwrap();
    let token = form_token(&page.body);
    for to in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "javascript%3Aalert(1)",
        "%2Fa%0D%0Aset-cookie%3A%20a%3Db",
        "%09%2F%2Fevil.example",
    ] {
        let password = PASSWORD.replace(' ', "+");
        let fields = format!("form_token={token}&name=ana&password={password}&to={to}");
        let answered = post(&house, "/sign-in", &visit, &fields).await;
        assert_eq!((answered.status, answered.header("location")), (303, Some("/")), "{to}");
        assert!(answered.all("set-cookie").iter().all(|line| !line.starts_with("a=")), "{to}");
    }
    for way in ["/theme?to=dark&back=//evil.example", "/theme?to=dark&back=https://evil.example"] {
        let answered = house.ask(&format!("GET {way}")).await;
        assert_eq!(answered.header("location"), Some("/"), "{way}");
    }
}

#[tokio::test]
async fn the_name_by_which_it_is_asked_is_in_no_page() {
    let house = House::watching(PROJECT).await;
    house.record(vec![run("checkout", Outcome::Failed)]).await;
    let evil = ["host: evil.example".to_owned(), "x-forwarded-host: evil.example".to_owned()];
    let answered = house.raw_head("GET /", &evil).await;
    assert_eq!((answered.status, answered.header("location")), (303, Some("/sign-in")));
    for path in ["/sign-in", "/status/none", "/nowhere"] {
        let answered = house.raw_head(&format!("GET {path}"), &evil).await;
        assert!(!answered.body.contains("evil.example"), "{answered:?}");
    }
}

#[tokio::test]
async fn what_is_private_is_kept_by_nobody_and_stands_in_no_frame() {
    let house = with_ana(runner_store::Role::Admin).await;
    let answered = sign_in(&house, "ana", PASSWORD).await;
    let shown = [format!("cookie: {}", cookie(&answered, "tripline_session").unwrap())];
    for path in ["/", "/s", "/runs", "/i", "/slo", "/deps", "/d", "/settings", "/tv", "/env"] {
        let page = house.send(&format!("GET {path}"), &shown, "").await;
        assert_eq!(page.status, 200, "{path}: {page:?}");
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(page.header("referrer-policy"), Some("same-origin"), "{path}");
        let policy = page.header("content-security-policy").unwrap();
        for says in ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(policy.contains(says), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}

#[test]
fn nothing_that_runs_or_styles_stands_in_a_template() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let text = std::fs::read_to_string(file.path()).unwrap();
        read += 1;
        let text = text.to_lowercase();
        for inline in [" style=", "<style", "javascript:", "=\"http", "=\"//", "srcdoc"] {
            assert!(!text.contains(inline), "{}: `{inline}`", file.path().display());
        }
        for script in text.split("<script").skip(1) {
            assert!(
                script.trim_start().starts_with("src=") || script.contains(" src="),
                "{script}"
            );
            let inside = script.split_once('>').unwrap().1.split("</script>").next().unwrap();
            assert_eq!(inside.trim(), "", "{}", file.path().display());
        }
        for word in text.split_whitespace() {
            let is_handler = word.starts_with("on") && word.contains('=');
            assert!(!is_handler, "{}: `{word}`", file.path().display());
        }
    }
    assert!(read > 20, "the templates are not where they were");
}
