//! The origin: a server that does what the test says.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::background::Background;
use crate::connection::{self, Manner};
use crate::greeting::Greeting;
use crate::http2_lie::Http2Lie;
use crate::received::Received;
use crate::reply::Reply;
use crate::routes::{Replies, Routes};
use crate::seen::{Seen, Visitors};
use crate::tls::Tls;

/// A server on a free port of 127.0.0.1. Dropping it ends its thread and every connection.
///
/// Routes that are always there (`n`, `ms` are numbers):
///
/// | Path | Answers |
/// |---|---|
/// | `/` | `ok` |
/// | `/status/{code}` | that status |
/// | `/json` `/html` `/xml` `/text` | a sample; the JSON is [`SAMPLE`](crate::SAMPLE) |
/// | `/echo`, `/echo/*` | the request, as JSON |
/// | `/headers?name=value` | 200 with those headers |
/// | `/bytes/{n}`, `/stream/{n}` | n bytes with a length; in chunks |
/// | `/deep-json/{n}` | n nested lists |
/// | `/delay/{ms}`, `/slow-head/{ms}` | late; the head in two halves |
/// | `/drip?ms=&n=` | n bytes, one every ms |
/// | `/redirect/{n}`, `/redirect-loop` | n redirects, then 200; no end of them |
/// | `/redirect-to?url=&status=` | a redirect to there |
/// | `/set-cookie?name=value` | sets cookies; the value may carry attributes |
/// | `/cookies` | the cookies sent, as JSON |
/// | `/gzip` `/deflate` `/br` `/zstd` | the sample, so encoded |
/// | `/basic-auth`, `/basic-auth/{user}/{password}` | 401 unless `user`/`password` |
/// | `/bearer/{token}` | 401 unless that token |
/// | `/flaky/{name}/{n}` | 503 n times, then 200 |
/// | `/poll/{name}/{n}` | `{"status":"pending"}` n times, then `"done"` |
/// | `/sequence/{name}/{code},{code},…` | those statuses in turn; the last repeats |
/// | `/count/{name}` | `{"count":1}`, then 2, … |
/// | `/lie/{name}` | see [`Lie`](crate::Lie) |
///
/// `{name}` keeps counts apart. All answer every method, `HEAD` without a body.
pub struct Origin {
    background: Background,
    house: Arc<House>,
    scheme: &'static str,
}

/// What the connections of an origin share.
#[derive(Default)]
pub(crate) struct House {
    pub(crate) routes: Routes,
    pub(crate) seen: Seen<Received>,
    pub(crate) visitors: Arc<Visitors>,
}

impl Origin {
    /// Speaks HTTP/1.1, and HTTP/2 to clients who know it does (prior knowledge).
    #[must_use]
    pub fn start() -> Self {
        Self::start_with("http", Manner::Plain)
    }

    /// Speaks TLS.
    #[must_use]
    pub fn start_tls(tls: Tls) -> Self {
        Self::start_with("https", Manner::Tls(tls.acceptor()))
    }

    /// Greets everyone this way and never answers a request.
    #[must_use]
    pub fn start_greeting(greeting: Greeting) -> Self {
        Self::start_with("http", Manner::Rude(greeting))
    }

    /// Speaks HTTP/2 without TLS (prior knowledge), and lies to every request. What it received
    /// is known as far as method and connection; every path is `/`.
    #[must_use]
    pub fn start_http2_lie(lie: Http2Lie) -> Self {
        Self::start_with("http", Manner::Lying(lie))
    }

    fn start_with(scheme: &'static str, manner: Manner) -> Self {
        let house = Arc::new(House::default());
        let inside = Arc::clone(&house);
        let background = Background::listen(move |socket| {
            tokio::spawn(connection::serve(socket, Arc::clone(&inside), manner.clone()));
        });
        Self { background, house, scheme }
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.background.addr()
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.addr().port()
    }

    /// The URL of a path, by address: `http://127.0.0.1:1234/path`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.addr())
    }

    /// The URL of a path under another name of this machine, such as `localhost`.
    #[must_use]
    pub fn url_at(&self, host: &str, path: &str) -> String {
        format!("{}://{host}:{}{path}", self.scheme, self.port())
    }

    /// The URL of a path with `https`, whether the origin speaks TLS or not.
    #[must_use]
    pub fn https_url(&self, path: &str) -> String {
        format!("https://{}{path}", self.addr())
    }

    /// Replies to `GET /orders/{id}`, or `/orders` with any method; `/files/*` is all below. The
    /// newest route that fits wins. Several replies are given in turn; the last repeats.
    pub fn on(&self, route: &str, replies: impl Into<Replies>) -> &Self {
        self.house.routes.add(route, replies.into());
        self
    }

    /// Replies as the function says.
    pub fn on_request(
        &self,
        route: &str,
        answer: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> &Self {
        self.house.routes.add_answer(route, answer);
        self
    }

    /// Every request so far, in order, those answered with a lie included.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.house.seen.all()
    }

    /// The only request so far.
    ///
    /// # Panics
    ///
    /// When there were none, or more.
    #[must_use]
    pub fn only_received(&self) -> Received {
        let mut all = self.received();
        assert_eq!(all.len(), 1, "one request was expected, these came: {all:#?}");
        all.remove(0)
    }

    /// Every request so far, as soon as there are `count`, or after `patience`.
    #[must_use]
    pub fn wait_received(&self, count: usize, patience: Duration) -> Vec<Received> {
        self.house.seen.at_least(count, patience)
    }

    /// Forgets the requests so far; routes and counts stay.
    pub fn forget(&self) {
        self.house.seen.clear();
    }

    /// How many connections were accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.house.visitors.came()
    }

    /// How many connections are open.
    #[must_use]
    pub fn open_connections(&self) -> usize {
        self.house.visitors.open()
    }
}
