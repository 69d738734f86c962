//! Opening the shop, breaking it, closing it.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use examples_shop::{Ports, Service, Shop};
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use crate::client::{ask, log_in, shop};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

#[tokio::test]
async fn every_service_has_a_port_of_its_own() {
    let shop = shop().await;
    let mut ports = Service::ALL.map(|service| shop.addr(service).port()).to_vec();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), 4);
    assert_eq!(shop.url(Service::Auth), format!("http://{}", shop.addr(Service::Auth)));
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind((LOOPBACK, 0)).await.unwrap();
    let orders = taken.local_addr().unwrap().port();
    let error = Shop::start(LOOPBACK, Ports { orders, ..Ports::FREE }).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
    assert!(error.to_string().starts_with("orders on 127.0.0.1:"), "{error}");
}

#[tokio::test]
async fn a_broken_service_answers_503_until_it_is_mended() {
    let shop = shop().await;
    shop.outage(Service::Orders, true);
    let health = |service| ask(&shop, service, "GET", "/health").send();
    assert_eq!(health(Service::Orders).await.status, 503);
    assert_eq!(health(Service::Payments).await.status, 200);
    shop.outage(Service::Orders, false);
    assert_eq!(health(Service::Orders).await.status, 200);
}

#[tokio::test]
async fn those_who_lean_on_a_broken_service_answer_502() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    let front = |path| ask(&shop, Service::Shop, "GET", path).bearer(&token).send();
    shop.outage(Service::Orders, true);
    assert_eq!(front("/orders").await.status, 502);
    assert_eq!(front("/accounts/me").await.status, 200);
    shop.outage(Service::Orders, false);
    shop.outage(Service::Auth, true);
    assert_eq!(front("/orders").await.status, 502);
    assert_eq!(front("/catalogue").await.status, 200);
    let credentials = json!({ "email": "a", "password": "b" });
    let login = ask(&shop, Service::Shop, "POST", "/login").json(&credentials).send().await;
    assert_eq!(login.status, 502);
}

#[tokio::test]
async fn a_stopped_shop_takes_no_more_connections() {
    let shop = shop().await;
    let addrs = Service::ALL.map(|service| shop.addr(service));
    let idle = TcpStream::connect(addrs[0]).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), shop.stop()).await.expect("stopping has an end");
    for addr in addrs {
        assert!(TcpStream::connect(addr).await.is_err(), "{addr}");
    }
    drop(idle);
}

#[tokio::test]
async fn a_dropped_shop_closes_too() {
    let shop = shop().await;
    let addr = shop.addr(Service::Shop);
    drop(shop);
    while TcpStream::connect(addr).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
