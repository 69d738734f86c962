//! Who is let in.

use jiff::SignedDuration;

use crate::house::{ADMIN, House, READ, RUN};

/// Every way that wants a token, with the scope that it needs.
const WAYS: [(&str, &str); 28] = [
    ("GET /api/v1/status", "read"),
    ("GET /api/v1/runs/019b7700000030313233343536373839", "read"),
    ("GET /api/v1/heartbeats/backup", "run"),
    ("HEAD /api/v1/heartbeats/backup", "run"),
    ("POST /api/v1/heartbeats/backup", "run"),
    ("POST /api/v1/monitors/checkout/run", "run"),
    ("GET /api/v1/monitors", "read"),
    ("GET /api/v1/monitors/checkout", "read"),
    ("GET /api/v1/runs", "read"),
    ("GET /api/v1/incidents", "read"),
    ("GET /api/v1/incidents/7", "read"),
    ("GET /api/v1/objectives", "read"),
    ("GET /api/v1/objectives/works", "read"),
    ("GET /api/v1/objectives/works/ledger", "read"),
    ("GET /api/v1/dependencies", "read"),
    ("GET /api/v1/dependencies/shop", "read"),
    ("GET /api/v1/channels", "read"),
    ("POST /api/v1/incidents/7/ack", "run"),
    ("POST /api/v1/incidents/7/notes", "run"),
    ("POST /api/v1/incidents/7/updates", "run"),
    ("DELETE /api/v1/incidents/7/updates/1", "run"),
    ("GET /api/v1/audit", "admin"),
    ("GET /api/v1/tokens", "admin"),
    ("POST /api/v1/tokens", "admin"),
    ("DELETE /api/v1/tokens/nobody", "admin"),
    ("POST /api/v1/monitors/checkout/pause", "admin"),
    ("POST /api/v1/monitors/checkout/resume", "admin"),
    ("POST /api/v1/monitors/nothing-of-that-name/pause", "admin"),
];

fn bearer(token: &str) -> Vec<String> {
    vec![format!("authorization: Bearer {token}")]
}

#[tokio::test]
async fn nobody_comes_in_without_a_token() {
    let house = House::open().await;
    for (way, _) in WAYS {
        let answered = house.ask(way).await;
        assert_eq!(answered.status, 401, "{way}");
        assert_eq!(answered.header("www-authenticate"), Some(r#"Bearer realm="tripline""#));
        if !way.starts_with("HEAD") {
            assert_eq!(
                answered.problem(),
                "send a token that is valid, as `authorization: Bearer trip_…`; `tripline token create` makes one"
            );
        }
    }
    assert_eq!(house.store.orders().claim(crate::house::start()).await.unwrap(), []);
}

#[tokio::test]
async fn a_token_opens_what_its_scope_allows_and_nothing_else() {
    let house = House::open().await;
    for (token, scope) in [(READ, "read"), (RUN, "run"), (ADMIN, "admin")] {
        let scopes = ["read", "run", "admin"];
        let allowed = scopes.iter().position(|s| *s == scope).unwrap();
        for (way, needs) in WAYS {
            let answered = house.ask_with(token, way).await;
            if scopes.iter().position(|s| *s == needs).unwrap() <= allowed {
                assert!(!matches!(answered.status, 401 | 403), "{scope} {way}: {answered:?}");
                continue;
            }
            assert_eq!(answered.status, 403, "{scope} {way}");
            let expected =
                format!(r#"Bearer realm="tripline", error="insufficient_scope", scope="{needs}""#);
            assert_eq!(answered.header("www-authenticate"), Some(expected.as_str()));
            if !way.starts_with("HEAD") {
                let expected = format!("this needs a token with the scope `{needs}`");
                assert_eq!(answered.problem(), expected);
            }
        }
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_a_token_the_answer_is_the_same() {
    let house = House::open().await;
    house.store.tokens().revoke("dashboard", crate::house::start(), "a test").await.unwrap();
    let without = house.ask("GET /api/v1/status").await;
    for shown in [
        bearer("trip_unknown"),
        bearer(READ),
        bearer(""),
        vec![format!("authorization: Basic {RUN}")],
        vec!["authorization: Bearer".to_owned()],
        vec![format!("authorization: {RUN}")],
        [bearer(RUN), bearer(RUN)].concat(),
        vec!["authorization: Bearer \u{e9}".to_owned()],
    ] {
        let answered = house.send("GET /api/v1/status", &shown, "").await;
        assert_eq!((answered.status, &answered.body), (401, &without.body), "{shown:?}");
    }
}

#[tokio::test]
async fn the_name_of_the_scheme_is_written_as_one_likes() {
    let house = House::open().await;
    let shown = [format!("Authorization: bEARER  {READ} ")];
    assert_eq!(house.send("GET /api/v1/status", &shown, "").await.status, 200);
}

#[tokio::test]
async fn who_guesses_is_not_listened_to_for_a_minute() {
    let house = House::open().await;
    for guess in 0..10 {
        let answered = house.ask_with(&format!("trip_{guess}"), "GET /api/v1/status").await;
        assert_eq!(answered.status, 401, "{guess}");
    }
    house.clock.advance(SignedDuration::from_millis(20_500));
    for token in ["trip_another", READ] {
        let answered = house.ask_with(token, "GET /api/v1/status").await;
        assert_eq!(answered.status, 429, "right or wrong is not told");
        assert_eq!(answered.header("retry-after"), Some("40"));
        assert_eq!(answered.problem(), "too many wrong tokens from there: try again in 40 s");
    }
    for way in ["GET /healthz", "GET /readyz", "GET /metrics"] {
        assert_eq!(house.ask(way).await.status, 200, "{way} wants no token");
    }
    house.clock.advance(SignedDuration::from_secs(40));
    assert_eq!(house.ask_with(READ, "GET /api/v1/status").await.status, 200);
}

#[tokio::test]
async fn who_guesses_through_a_proxy_locks_out_nobody_else() {
    let house = House::open().await;
    let through = |token: &str, asker: &str| {
        [bearer(token), vec![format!("x-forwarded-for: {asker}")]].concat()
    };
    for _ in 0..10 {
        house.send("GET /api/v1/status", &through("trip_guess", "203.0.113.9"), "").await;
    }
    let same = house.send("GET /api/v1/status", &through(READ, "203.0.113.9"), "").await;
    assert_eq!(same.status, 429);
    let other = house.send("GET /api/v1/status", &through(READ, "203.0.113.10"), "").await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn who_shows_nothing_locks_nobody_out() {
    let house = House::open().await;
    for _ in 0..20 {
        assert_eq!(house.ask("GET /api/v1/status").await.status, 401);
    }
    assert_eq!(house.ask_with(READ, "GET /api/v1/status").await.status, 200);
}
