//! The other end of a webhook, as a sender meets it.

use examples_shop::AlertSink;
use serde_json::json;
use tokio::net::TcpStream;

use crate::client::ask_at;

#[tokio::test]
async fn what_is_posted_is_kept_with_its_headers_and_listed() {
    let sink = AlertSink::start(0).await.unwrap();
    let list = || ask_at(sink.addr(), "GET", "/").send();
    assert!(list().await.body.starts_with("No alert has come yet"));
    for sentence in ["payments is down", "payments is up"] {
        let alert = json!({ "sentence": sentence, "severity": "critical" });
        let answer = ask_at(sink.addr(), "POST", "/alerts").header("X-Signed", "a").json(&alert);
        assert_eq!(answer.send().await.status, 204);
    }
    let alerts = sink.alerts();
    let lines: Vec<String> = alerts.iter().map(|alert| alert.line()).collect();
    assert_eq!(lines, ["payments is down", "payments is up"]);
    assert_eq!(alerts[0].body["severity"], "critical");
    assert!(alerts[0].headers.contains(&("x-signed".to_owned(), "a".to_owned())));
    let listed = list().await;
    assert!(listed.header("content-type").unwrap().starts_with("text/plain"));
    let lines: Vec<&str> = listed.body.lines().skip(2).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].ends_with("Z  payments is up"), "{lines:?}");
    assert!(lines[1].ends_with("Z  payments is down"), "{lines:?}");
}

#[tokio::test]
async fn the_last_fifty_are_kept() {
    let sink = AlertSink::start(0).await.unwrap();
    for number in 0..=50 {
        ask_at(sink.addr(), "POST", "/alerts").json(&json!(number)).send().await;
    }
    let alerts = sink.alerts();
    assert_eq!((alerts.len(), &alerts[0].body), (50, &json!(1)));
}

#[tokio::test]
async fn what_is_no_alert_is_refused_and_not_kept() {
    let sink = AlertSink::start(0).await.unwrap();
    let post =
        |body: String| ask_at(sink.addr(), "POST", "/alerts").body("text/plain", body).send();
    for body in ["", "{", "down!", &"[".repeat(10_000)] {
        assert_eq!(post(body.to_owned()).await.status, 400, "{body}");
    }
    assert_eq!(post(format!("\"{}\"", "x".repeat(300_000))).await.status, 413);
    assert_eq!(ask_at(sink.addr(), "GET", "/alerts").send().await.status, 405);
    assert_eq!(sink.alerts(), []);
}

#[tokio::test]
async fn it_closes_when_it_is_dropped_and_a_taken_port_is_an_error() {
    let sink = AlertSink::start(0).await.unwrap();
    let addr = sink.addr();
    assert!(AlertSink::start(addr.port()).await.is_err());
    drop(sink);
    while TcpStream::connect(addr).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
