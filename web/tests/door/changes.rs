//! What changes something.

use runner_model::{IncidentId, Order, Wanted};

use crate::house::{ADMIN, House, RUN, start};

async fn orders(house: &House) -> Vec<Order> {
    house.store.orders().claim(start()).await.unwrap()
}

fn order(by: &str, wanted: Wanted) -> Order {
    Order { at: start(), by: by.to_owned(), wanted }
}

fn entry(who: &str, what: &str) -> (String, String) {
    (who.to_owned(), what.to_owned())
}

#[tokio::test]
async fn a_job_reports_by_any_method() {
    let house = House::open().await;
    for method in ["POST", "GET", "HEAD"] {
        let answered = house.ask_with(RUN, &format!("{method} /api/v1/heartbeats/backup")).await;
        assert_eq!((answered.status, answered.body.as_str()), (204, ""), "{method}");
        let beat = Wanted::Beat { heartbeat: "backup".try_into().unwrap() };
        assert_eq!(orders(&house).await, [order("pipeline", beat)], "kept before it answers");
    }
}

#[tokio::test]
async fn a_job_that_nobody_waits_for_is_told_so() {
    let house = House::open().await;
    for name in ["bakcup", "checkout", "..", "%20", "%ff", "a%2Fb"] {
        let answered = house.ask_with(RUN, &format!("POST /api/v1/heartbeats/{name}")).await;
        assert_eq!(answered.status, 404, "{name}");
        answered.problem();
    }
    let answered = house.ask_with(RUN, "POST /api/v1/heartbeats/bakcup").await;
    assert_eq!(answered.problem(), "there is no heartbeat `bakcup`");
    assert_eq!(orders(&house).await, []);
}

#[tokio::test]
async fn a_monitor_is_run_when_somebody_asks() {
    let house = House::open().await;
    assert_eq!(house.ask_with(RUN, "POST /api/v1/monitors/checkout/run").await.status, 202);
    let run = Wanted::Run { monitor: "checkout".try_into().unwrap() };
    assert_eq!(orders(&house).await, [order("pipeline", run)]);
    let expected = [entry("pipeline", "asked for a run of the monitor checkout")];
    assert_eq!(house.audit().await, expected);
}

#[tokio::test]
async fn a_monitor_is_paused_and_resumed() {
    let house = House::open().await;
    for _ in 0..2 {
        let answered = house.ask_with(ADMIN, "POST /api/v1/monitors/login/pause").await;
        assert_eq!(answered.status, 204);
    }
    let pauses = house.store.pauses().all().await.unwrap();
    assert_eq!(pauses.len(), 1);
    assert_eq!((pauses[0].monitor.as_str(), pauses[0].who.as_str()), ("login", "on call"));
    for _ in 0..2 {
        let answered = house.ask_with(ADMIN, "POST /api/v1/monitors/login/resume").await;
        assert_eq!(answered.status, 204);
    }
    assert_eq!(house.store.pauses().all().await.unwrap(), []);
    let expected = [
        entry("on call", "paused the monitor login"),
        entry("on call", "resumed the monitor login"),
    ];
    assert_eq!(house.audit().await, expected);
}

#[tokio::test]
async fn a_monitor_that_is_not_there_is_told_so() {
    let house = House::open().await;
    for act in ["run", "pause", "resume"] {
        let answered = house.ask_with(ADMIN, &format!("POST /api/v1/monitors/chekout/{act}")).await;
        assert_eq!(answered.status, 404);
        assert_eq!(answered.problem(), "there is no monitor `chekout`");
    }
    assert_eq!(house.audit().await, []);
}

#[tokio::test]
async fn an_incident_is_acknowledged() {
    let house = House::open().await;
    house.incident(7, true).await;
    assert_eq!(house.ask_with(ADMIN, "POST /api/v1/incidents/7/ack").await.status, 202);
    let wanted = Wanted::Acknowledge { incident: IncidentId(7) };
    assert_eq!(orders(&house).await, [order("on call", wanted)]);
    assert_eq!(house.audit().await, [entry("on call", "acknowledged incident 7")]);
}

#[tokio::test]
async fn a_note_is_kept_word_for_word() {
    let house = House::open().await;
    house.incident(7, true).await;
    let body = r#"{"text": " the pool is empty: 🪣\n\tsee \"RB-7\" "}"#;
    assert_eq!(house.tell(ADMIN, "POST /api/v1/incidents/7/notes", body).await.status, 202);
    let text = "the pool is empty: 🪣\n\tsee \"RB-7\"".to_owned();
    let wanted = Wanted::Note { incident: IncidentId(7), text };
    assert_eq!(orders(&house).await, [order("on call", wanted)]);
    assert_eq!(house.audit().await, [entry("on call", "wrote a note to incident 7")]);
}

#[tokio::test]
async fn what_is_no_note_changes_nothing() {
    let house = House::open().await;
    house.incident(7, true).await;
    let long = format!(r#"{{"text": "{}"}}"#, "a".repeat(4001));
    for (body, expected) in [
        (r#"{"text": " "}"#, "`text` is empty"),
        (long.as_str(), "`text` has at most 4000 characters"),
        (r#"{"text": "\u001b[2J"}"#, "`text` holds control characters"),
        ("", "the body is not the JSON that is wanted: EOF while parsing"),
        ("{}", "the body is not the JSON that is wanted: missing field `text`"),
        ("[[[[", "the body is not the JSON that is wanted: invalid"),
        (r#"{"text": 7}"#, "the body is not the JSON that is wanted: invalid type"),
        (r#"{"text": "a", "by": "b"}"#, "the body is not the JSON that is wanted: unknown field"),
    ] {
        let answered = house.tell(ADMIN, "POST /api/v1/incidents/7/notes", body).await;
        assert_eq!(answered.status, 400, "{body}");
        let problem = answered.problem();
        assert!(problem.starts_with(expected), "{body}: {problem}");
    }
    assert_eq!(orders(&house).await, []);
    assert_eq!(house.audit().await, []);
}

#[tokio::test]
async fn an_incident_that_is_over_or_never_was_is_told_so() {
    let house = House::open().await;
    house.incident(7, false).await;
    for way in ["ack", "notes"] {
        let way = |id: &str| format!("POST /api/v1/incidents/{id}/{way}");
        let note = r#"{"text": "late"}"#;
        let over = house.tell(ADMIN, &way("7"), note).await;
        assert_eq!((over.status, over.problem()), (409, "incident 7 is over".to_owned()));
        for id in ["8", "0", "-1", "+7", "seven", "99999999999999999999", "18446744073709551615"] {
            let unknown = house.tell(ADMIN, &way(id), note).await;
            let expected = format!("there is no incident `{id}`");
            assert_eq!((unknown.status, unknown.problem()), (404, expected));
        }
    }
    assert_eq!(house.audit().await, []);
}
