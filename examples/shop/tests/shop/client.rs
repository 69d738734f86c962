//! Just enough HTTP/1.1 to talk to the shop.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use examples_shop::{Config, Ports, Service, Shop};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A shop that ships at once.
pub(crate) async fn shop() -> Shop {
    shop_that_ships_after(Duration::ZERO).await
}

/// A shop on free ports.
pub(crate) async fn shop_that_ships_after(shipping_time: Duration) -> Shop {
    let config = Config { shipping_time, ..Config::default() };
    let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
    Shop::start_with(config, loopback, Ports::FREE).await.unwrap()
}

/// A request to be sent.
pub(crate) struct Request {
    addr: SocketAddr,
    head: String,
    body: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

/// `ask(&shop, Service::Orders, "GET", "/health")`
pub(crate) fn ask(shop: &Shop, service: Service, method: &str, path: &str) -> Request {
    ask_at(shop.addr(service), method, path)
}

/// The same of somebody else.
pub(crate) fn ask_at(addr: SocketAddr, method: &str, path: &str) -> Request {
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n");
    Request { addr, head, body: Vec::new() }
}

/// Logs a customer in, and gives the token.
pub(crate) async fn log_in(shop: &Shop, email: &str) -> String {
    let credentials = json!({ "email": email, "password": "correct-horse-battery" });
    let answer = ask(shop, Service::Auth, "POST", "/v1/sessions").json(&credentials).send().await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["token"].as_str().unwrap().to_owned()
}

impl Request {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub(crate) fn body(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self.header("content-type", media_type) }
    }

    pub(crate) async fn send(self) -> Answer {
        let mut stream = TcpStream::connect(self.addr).await.unwrap();
        let mut bytes = format!("{}content-length: {}\r\n\r\n", self.head, self.body.len());
        bytes += &String::from_utf8(self.body).unwrap();
        // A refusal may come, and the connection may end, before the whole body was sent.
        let _ = stream.write_all(bytes.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }

    /// Which fields a 422 complains about.
    pub(crate) fn complaints(&self) -> Vec<String> {
        assert_eq!(self.status, 422, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
    }
}
