//! Routes that are always there, so that suites can name a behaviour by its path. The table is
//! at [`Origin`](crate::Origin).

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::act::Act;
use crate::coding;
use crate::lie::Lie;
use crate::received::Received;
use crate::reply::{Reply, reason};
use crate::telling::deep_json;

/// What `/json`, `/gzip` and their like answer, once unpacked.
pub const SAMPLE: &str = r#"{
  "id": 7,
  "name": "Ada",
  "active": true,
  "score": 12.5,
  "nothing": null,
  "tags": ["new", "blue"],
  "items": [
    {"sku": "A-1", "price": 10, "in_stock": true},
    {"sku": "B-2", "price": 32, "in_stock": false}
  ],
  "address": {"city": "Zürich", "zip": "8001"}
}"#;

/// Counts by name.
#[derive(Default)]
pub(crate) struct Tallies(Mutex<HashMap<String, u64>>);

impl Tallies {
    /// How often this was called before with `name`.
    fn next(&self, name: &str) -> u64 {
        let mut tallies = self.0.lock().expect("nothing panics while counting");
        let tally = tallies.entry(name.to_owned()).or_default();
        *tally += 1;
        *tally - 1
    }
}

/// The built-in reply to this request, if its path has one.
pub(crate) fn answer(request: &Received, tallies: &Tallies) -> Option<Reply> {
    let segments: Vec<&str> = request.path.split('/').skip(1).collect();
    let path = segments.as_slice();
    samples(path, request)
        .or_else(|| slow(path, request))
        .or_else(|| redirects(path, request))
        .or_else(|| guarded(path, request))
        .or_else(|| tallied(path, tallies))
}

fn samples(path: &[&str], request: &Received) -> Option<Reply> {
    let encoded = |encoding: &str, bytes: Vec<u8>| {
        Reply::json(200, "").header("Content-Encoding", encoding).body(bytes)
    };
    Some(match path {
        [""] => Reply::text("ok"),
        ["status", code] => of_status(code.parse().ok()?),
        ["json"] => Reply::json(200, SAMPLE),
        ["html"] => Reply::html("<!doctype html><title>Hello</title><h1 id=top>Hello</h1>"),
        ["xml"] => Reply::typed("application/xml", "<order id=\"7\"><total>42</total></order>"),
        ["text"] => Reply::text("hello, world\n"),
        ["echo", ..] => echo(request),
        ["headers"] => request
            .query_pairs()
            .into_iter()
            .fold(Reply::text("ok"), |reply, (name, value)| reply.header(name, value)),
        ["bytes", n] => many_bytes(n.parse().ok()?),
        ["stream", n] => many_bytes(n.parse().ok()?).chunked(),
        ["deep-json", n] => deep_json(n.parse().ok()?),
        ["gzip"] => encoded("gzip", coding::gzip(SAMPLE.as_bytes())),
        ["deflate"] => encoded("deflate", coding::deflate(SAMPLE.as_bytes())),
        ["br"] => encoded("br", coding::br(SAMPLE.as_bytes())),
        ["zstd"] => encoded("zstd", coding::zstd(SAMPLE.as_bytes())),
        ["lie", name] => Reply::lie(Lie::named(name)?),
        _ => return None,
    })
}

fn slow(path: &[&str], request: &Received) -> Option<Reply> {
    let number = |text: &str| text.parse::<u64>().ok();
    let param = |name, or| request.query_param(name).map_or(Some(or), |text| number(&text));
    Some(match path {
        ["delay", ms] => Reply::text("late").delay(Duration::from_millis(number(ms)?)),
        ["slow-head", ms] => Reply::text("late").slow_head(Duration::from_millis(number(ms)?)),
        ["drip"] => {
            let count = usize::try_from(param("n", 10)?).ok()?;
            Reply::text("*".repeat(count)).drip(Duration::from_millis(param("ms", 10)?))
        }
        _ => return None,
    })
}

fn redirects(path: &[&str], request: &Received) -> Option<Reply> {
    Some(match path {
        ["redirect", "0"] => Reply::text("arrived"),
        ["redirect", n] => {
            Reply::redirect(302, format!("/redirect/{}", n.parse::<u64>().ok()?.checked_sub(1)?))
        }
        ["redirect-loop"] => Reply::redirect(302, "/redirect-loop"),
        ["redirect-to"] => {
            let status = request.query_param("status").map_or(Some(302), |s| s.parse().ok())?;
            Reply::redirect(status, request.query_param("url")?)
        }
        _ => return None,
    })
}

fn guarded(path: &[&str], request: &Received) -> Option<Reply> {
    let wants = |right: String, challenge: &str| {
        if request.header("authorization") == Some(right.as_str()) {
            Reply::json(200, json!({ "authenticated": true }))
        } else {
            Reply::json(401, json!({ "authenticated": false }))
                .header("WWW-Authenticate", challenge)
        }
    };
    let basic = |user: &str, password: &str| {
        let right = format!("Basic {}", BASE64.encode(format!("{user}:{password}")));
        wants(right, "Basic realm=\"testkit\"")
    };
    Some(match path {
        ["basic-auth"] => basic("user", "password"),
        ["basic-auth", user, password] => basic(user, password),
        ["bearer", token] => wants(format!("Bearer {token}"), "Bearer realm=\"testkit\""),
        ["set-cookie"] => {
            request.query_pairs().into_iter().fold(Reply::text("set"), |reply, (name, value)| {
                let path = if value.contains(';') { "" } else { "; Path=/" };
                reply.header("Set-Cookie", format!("{name}={value}{path}"))
            })
        }
        ["cookies"] => {
            let sent = request.headers_named("cookie").join("; ");
            let pairs = sent.split("; ").filter_map(|pair| pair.split_once('='));
            let cookies = pairs.map(|(name, value)| (name.to_owned(), value.into()));
            Reply::json(200, json!({ "cookies": Value::Object(cookies.collect()) }))
        }
        _ => return None,
    })
}

fn tallied(path: &[&str], tallies: &Tallies) -> Option<Reply> {
    let before = |name: &&str| tallies.next(&format!("{}/{name}", path[0]));
    Some(match path {
        ["flaky", name, n] => match n.parse::<u64>().ok()? {
            failures if before(name) < failures => of_status(503),
            _ => of_status(200),
        },
        ["poll", name, n] => {
            let pending = n.parse::<u64>().ok()?;
            let status = if before(name) < pending { "pending" } else { "done" };
            Reply::json(200, json!({ "status": status }))
        }
        ["sequence", name, codes] => {
            let codes: Option<Vec<u16>> = codes.split(',').map(|code| code.parse().ok()).collect();
            let turn = usize::try_from(before(name)).ok()?;
            let codes = codes?;
            of_status(codes[turn.min(codes.len() - 1)])
        }
        ["count", name] => Reply::json(200, json!({ "count": before(name) + 1 })),
        _ => return None,
    })
}

fn of_status(status: u16) -> Reply {
    if matches!(status, 100..=199 | 204 | 304) {
        return Reply::status(status);
    }
    Reply::json(status, json!({ "status": status, "reason": reason(status) }))
}

/// The alphabet over and over.
fn many_bytes(count: u64) -> Reply {
    const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    let whole = count / ALPHABET.len() as u64;
    let rest = usize::try_from(count % ALPHABET.len() as u64).unwrap_or_default();
    Reply::bytes("").acts(vec![
        Act::Repeat(Bytes::from_static(ALPHABET), whole),
        Act::Send(Bytes::from_static(&ALPHABET[..rest])),
    ])
}

/// The request as JSON. A name that comes once has a string, one that repeats a list.
fn echo(request: &Received) -> Reply {
    let headers = request.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone()));
    Reply::json(
        200,
        json!({
            "method": request.method,
            "path": request.path,
            "query": grouped(request.query_pairs()),
            "query_string": request.query,
            "headers": grouped(headers),
            "body": request.text(),
            "body_base64": BASE64.encode(&request.body),
            "json": serde_json::from_slice::<Value>(&request.body).ok(),
            "version": request.version,
            "connection": request.connection,
        }),
    )
}

fn grouped(pairs: impl IntoIterator<Item = (String, String)>) -> Value {
    let mut groups = Map::new();
    for (name, value) in pairs {
        let value = Value::String(value);
        match groups.get_mut(&name) {
            None => {
                groups.insert(name, value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(groups)
}
