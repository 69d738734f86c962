//! Which connection an exchange goes over, and where its time goes.

use std::time::Duration;

use runner_http::{Connect, CookieJar, Exchanged};
use runner_model::{Phase, Timings, TransportErrorKind as Kind};
use runner_testkit::{Lie, Origin, Reply};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::sending::*;

fn reused(exchanged: &Exchanged) -> bool {
    whole(exchanged).connection.reused
}

#[tokio::test]
async fn a_connection_is_used_again_and_says_so() {
    let origin = Origin::start();
    let sender = Sender::new();
    let first = sender.get(&origin.url_at("localhost", "/json")).await;
    let second = sender.get(&origin.url_at("localhost", "/json")).await;
    assert_eq!((reused(&first), reused(&second)), (false, true));
    assert_eq!(origin.connections(), 1);

    let opened = first.exchange.timings;
    assert!(opened.dns.is_some() && opened.connect.is_some(), "{opened:?}");
    assert_eq!(opened.tls, None);
    let kept = second.exchange.timings;
    assert_eq!((kept.dns, kept.connect, kept.tls), (None, None, None));
    assert!(kept.wait > Duration::ZERO);
}

#[tokio::test]
async fn an_address_needs_no_name_server() {
    let origin = Origin::start();
    let timings = Sender::new().get(&origin.url("/")).await.exchange.timings;
    assert_eq!(timings.dns, None);
    assert!(timings.connect.is_some());
}

#[tokio::test]
async fn without_reuse_each_exchange_opens_its_own() {
    let origin = Origin::start();
    let sender = Sender::over(Connect { reuse: false, ..Connect::default() });
    for _ in 0..3 {
        let exchanged = sender.get(&origin.url("/")).await;
        assert!(!reused(&exchanged));
        assert!(exchanged.exchange.timings.connect.is_some());
    }
    assert_eq!(origin.connections(), 3);
}

#[tokio::test]
async fn clones_share_connections_and_different_settings_do_not() {
    let origin = Origin::start();
    let sender = Sender::new();
    sender.get(&origin.url("/")).await;
    let other = Sender { http: sender.http.clone(), ..Sender::new() };
    assert!(reused(&other.get(&origin.url("/")).await));
    let apart = Sender { http: sender.http.clone(), ..Sender::over(resolving("127.0.0.1")) };
    assert!(!reused(&apart.get(&origin.url("/")).await));
}

#[tokio::test]
async fn phases_are_where_the_time_goes_and_add_up() {
    let origin = Origin::start();
    let late = Duration::from_millis(80);
    origin.on("/late", Reply::text("x".repeat(8)).delay(late).drip(Duration::from_millis(10)));
    let exchanged = Sender::new().get(&origin.url_at("localhost", "/late")).await;
    let Timings { dns, connect, wait, receive, .. } = exchanged.exchange.timings;
    assert!(wait >= late, "{wait:?}");
    assert!(receive >= Duration::from_millis(60), "{receive:?}");
    assert!(dns.unwrap() + connect.unwrap() < late);
    let (total, took) = (exchanged.exchange.timings.total(), exchanged.exchange.took);
    assert!(total <= took && took - total < Duration::from_millis(50), "{total:?} of {took:?}");
}

#[tokio::test]
async fn requests_side_by_side_tell_which_of_them_opened_a_connection() {
    let origin = Origin::start();
    origin.on("/slow", Reply::text("ok").delay(Duration::from_millis(30)));
    let sender = Sender::new();
    let url = origin.url("/slow");
    let (a, b, c) = tokio::join!(sender.get(&url), sender.get(&url), sender.get(&url));
    let fresh = [a, b, c].iter().filter(|exchanged| !reused(exchanged)).count();
    assert_eq!(fresh, origin.connections());
}

#[tokio::test]
async fn exchanges_may_run_on_any_thread() {
    let origin = Origin::start();
    let sender = Sender::new();
    let (http, url) = (sender.http.clone(), origin.url("/"));
    let exchanged = tokio::spawn(async move {
        http.exchange(get(&url), &Connect::default(), &CookieJar::new()).await
    });
    assert_eq!(whole(&exchanged.await.unwrap().unwrap()).status, 200);
}

#[tokio::test]
async fn a_stale_connection_is_replaced_for_a_get() {
    let origin = Origin::start();
    origin.on("/twice", [Reply::lie(Lie::StaleKeepAlive), Reply::text("here again")]);
    let sender = Sender::new();
    whole(&sender.get(&origin.url("/twice")).await);
    let exchanged = sender.get(&origin.url("/twice")).await;
    assert_eq!(text(&exchanged), "here again");
    assert!(!reused(&exchanged), "it went over a new one");
    assert_eq!(origin.connections(), 2);
}

#[tokio::test]
async fn a_post_over_a_stale_connection_is_never_sent_twice() {
    let origin = Origin::start();
    let sender = Sender::new();
    let url = origin.url("/lie/stale-keep-alive");
    whole(&sender.get(&url).await);
    let exchanged = sender.send(post(&url, "charge: 10")).await;
    let message = format!(
        "{} closed the connection, kept open from an earlier request, before it had answered; \
         whether the POST was carried out is not known",
        origin.addr()
    );
    assert_broken(&exchanged, Kind::Reset, Phase::Wait, &message);
    let posts = origin.received().iter().filter(|received| received.method == "POST").count();
    assert_eq!(posts, 1);
}

#[tokio::test]
async fn a_get_is_sent_once_more_and_not_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut connections = 0;
        let mut requests = 0;
        // Answers the very first request; then closes whatever comes.
        while requests < 3 {
            let (mut socket, _) = listener.accept().await.unwrap();
            connections += 1;
            let mut buffer = [0; 4096];
            while socket.read(&mut buffer).await.unwrap_or(0) > 0 {
                requests += 1;
                if requests > 1 {
                    break;
                }
                socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.unwrap();
            }
        }
        (connections, requests)
    });
    let sender = Sender::new();
    whole(&sender.get(&url).await);
    let exchanged = sender.get(&url).await;
    assert_eq!(broken(&exchanged).kind, Kind::Reset);
    assert!(broken(&exchanged).message.ends_with("closed the connection before it had answered"));
    assert_eq!(server.await.unwrap(), (2, 3));
}

#[tokio::test]
async fn a_host_is_where_resolve_puts_it_and_keeps_its_name() {
    let origin = Origin::start();
    let url = format!("http://shop.invalid:{}/json", origin.port());
    let exchanged = Sender::over(resolving("127.0.0.1")).get(&url).await;
    assert_eq!(whole(&exchanged).connection.remote, Some(origin.addr()));
    assert_eq!(exchanged.exchange.timings.dns, None, "nothing was looked up");
    let host = format!("shop.invalid:{}", origin.port());
    assert_eq!(origin.only_received().header("host"), Some(host.as_str()));
}

#[tokio::test]
async fn an_ipv6_address_is_a_host_like_any_other() {
    let Ok(listener) = TcpListener::bind("[::1]:0").await else { return };
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let read = socket.read(&mut [0; 4096]).await.unwrap();
        assert!(read > 0);
        socket.write_all(b"HTTP/1.0 200 OK\r\n\r\nsix").await.unwrap();
    });
    let exchanged = Sender::new().get(&url).await;
    assert_eq!(
        (whole(&exchanged).protocol.as_str(), text(&exchanged).as_str()),
        ("HTTP/1.0", "six")
    );
}
