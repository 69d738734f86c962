//! An answer, described line by line: `@status 404`, `@header etag: "x"`, `@body {"a": 1}`.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{
    Answer, Body, Certificate, Connection, Exchange, Header, Hop, Phase, Response, SentRequest,
    Timings, TransportError, TransportErrorKind,
};

/// The present of all tests.
pub(super) fn now() -> Timestamp {
    "2026-07-31T12:00:00Z".parse().unwrap()
}

/// Everything that a check can look at.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) exchange: Option<Exchange>,
    pub(super) body: Vec<u8>,
    pub(super) sent: Vec<u8>,
    pub(super) cookies: Vec<(String, String)>,
    pub(super) took: Duration,
}

impl Told {
    /// A 200 over TLS with an empty body.
    pub(super) fn plain() -> Self {
        let certificate = Certificate {
            subject: "CN=shop.example.com".to_owned(),
            issuer: "CN=Example CA".to_owned(),
            not_before: "2026-06-01T00:00:00Z".parse().unwrap(),
            not_after: "2026-08-29T21:00:00Z".parse().unwrap(),
        };
        let connection = Connection {
            remote: Some("192.0.2.7:443".parse().unwrap()),
            reused: false,
            tls_version: Some("TLSv1.3".to_owned()),
            certificate: Some(certificate),
        };
        let response = Response {
            status: 200,
            protocol: "HTTP/2".to_owned(),
            headers: Vec::new(),
            body: Body::default(),
            connection,
        };
        let timings = Timings {
            dns: Some(Duration::from_micros(1_500)),
            connect: Some(Duration::from_millis(2)),
            tls: Some(Duration::from_millis(10)),
            send: Duration::from_micros(20),
            wait: Duration::from_millis(120),
            receive: Duration::from_micros(9_701),
        };
        let request = SentRequest {
            method: "GET".to_owned(),
            url: "https://shop.example.com/orders?page=1".to_owned(),
            headers: vec![header("accept: */*")],
            body: None,
            trace: None,
        };
        let answer = Answer::Complete(response);
        let took = timings.total();
        let exchange = Exchange { at: now(), request, answer, timings, hops: Vec::new(), took };
        Self {
            exchange: Some(exchange),
            body: Vec::new(),
            sent: Vec::new(),
            cookies: Vec::new(),
            took: Duration::from_micros(1_234_567),
        }
    }

    pub(super) fn with_body(body: &str) -> Self {
        Self { body: body.as_bytes().to_vec(), ..Self::plain() }
    }

    /// Takes a line in.
    pub(super) fn tell(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "answer" => *self = Self::plain(),
            "no-request" => self.exchange = None,
            "body" => self.body = rest.as_bytes().to_vec(),
            "bytes" => {
                let byte = |hex| u8::from_str_radix(hex, 16).unwrap();
                self.body = rest.split(' ').map(byte).collect();
            }
            "sent" => self.sent = rest.as_bytes().to_vec(),
            "cookie" => {
                let (name, value) = rest.split_once('=').unwrap();
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
            "took" => self.took = micros(rest),
            _ => self.tell_exchange(word, rest),
        }
    }

    fn tell_exchange(&mut self, word: &str, rest: &str) {
        let exchange = self.exchange.as_mut().unwrap();
        match word {
            "sent-header" => exchange.request.headers.push(header(rest)),
            "url" => rest.clone_into(&mut exchange.request.url),
            "hop" => {
                let timings = exchange.timings;
                exchange.hops.push(Hop { url: rest.to_owned(), status: 302, timings });
            }
            "time" => exchange.took = micros(rest),
            "error" => {
                let (kind, message) = rest.split_once(' ').unwrap();
                let kind: TransportErrorKind = serde_json::from_value(kind.into()).unwrap();
                let error =
                    TransportError { kind, phase: Phase::Connect, message: message.to_owned() };
                exchange.answer = Answer::Broken { head: None, error };
            }
            _ => self.tell_response(word, rest),
        }
    }

    fn tell_response(&mut self, word: &str, rest: &str) {
        let exchange = self.exchange.as_mut().unwrap();
        let Answer::Complete(response) = &mut exchange.answer else { panic!("no answer") };
        match word {
            "status" => response.status = rest.parse().unwrap(),
            "header" => response.headers.push(header(rest)),
            "without-tls" => {
                (response.connection.tls_version, response.connection.certificate) = (None, None);
                exchange.timings.tls = None;
            }
            "reused" => {
                response.connection.reused = true;
                let timings = &mut exchange.timings;
                (timings.dns, timings.connect, timings.tls) = (None, None, None);
            }
            "expired" => {
                let certificate = response.connection.certificate.as_mut().unwrap();
                certificate.not_after = "2026-07-30T12:00:00Z".parse().unwrap();
            }
            _ => panic!("no answer has `{word}`"),
        }
    }
}

fn header(line: &str) -> Header {
    let (name, value) = line.split_once(": ").unwrap();
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn micros(text: &str) -> Duration {
    Duration::from_micros(text.parse().unwrap())
}
