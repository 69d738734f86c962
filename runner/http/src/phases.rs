//! Where the time of one try goes: marks set from deep inside the connection.
//!
//! Lives here: the [`Recorder`] that resolver, connector and TLS find in their task, and the
//! arithmetic that makes disjoint phases of its marks.
//! Lives elsewhere: who sets the marks (`resolver`, `connecting`, `sessions`, `verifier`, `body`).

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use runner_model::{Phase, Timings};
use rustls::pki_types::CertificateDer;

tokio::task_local! {
    static RECORDER: Arc<Recorder>;
}

/// Collects the marks of one try of one request.
pub(crate) struct Recorder(Mutex<Marks>);

/// What has happened so far.
#[derive(Clone)]
pub(crate) struct Marks {
    /// The request was handed over.
    pub(crate) began: Instant,
    /// A connection was begun, and may not be the one that was used in the end.
    pub(crate) connecting: Option<Instant>,
    /// A name is being looked up since then.
    looking_up: Option<Instant>,
    /// Time spent looking names up, when any was.
    looked_up: Option<Duration>,
    /// What the names meant.
    pub(crate) addresses: Vec<IpAddr>,
    /// The last TLS handshake began.
    securing: Option<Instant>,
    /// The connection was ready.
    pub(crate) connected: Option<Instant>,
    /// Our end and theirs of the connection that was opened.
    pub(crate) ends: Option<(SocketAddr, SocketAddr)>,
    /// What the server showed, its own certificate first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// As the handshake's signature told: `TLSv1.3`.
    pub(crate) tls_version: Option<&'static str>,
    /// The last piece of the body was handed to the connection.
    sent: Option<Instant>,
    /// Bytes of the body handed over so far.
    pub(crate) sent_bytes: u64,
}

impl Recorder {
    /// Starts now.
    pub(crate) fn start() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Marks {
            began: Instant::now(),
            connecting: None,
            looking_up: None,
            looked_up: None,
            addresses: Vec::new(),
            securing: None,
            connected: None,
            ends: None,
            chain: Vec::new(),
            tls_version: None,
            sent: None,
            sent_bytes: 0,
        })))
    }

    /// The recorder of the try that this task works for; `None` in the background.
    pub(crate) fn current() -> Option<Arc<Self>> {
        RECORDER.try_with(Arc::clone).ok()
    }

    /// Lets `work` find this recorder, wherever it is polled.
    pub(crate) fn around<F: Future>(self: Arc<Self>, work: F) -> impl Future<Output = F::Output> {
        RECORDER.scope(self, work)
    }

    /// What has happened so far.
    pub(crate) fn marks(&self) -> Marks {
        self.lock().clone()
    }

    /// A new connection is begun.
    pub(crate) fn connecting(&self) {
        self.lock().connecting = Some(Instant::now());
    }

    /// A name is going to be looked up.
    pub(crate) fn looking_up(&self) {
        self.lock().looking_up = Some(Instant::now());
    }

    /// The name means these addresses.
    pub(crate) fn looked_up(&self, addresses: impl Iterator<Item = IpAddr>) {
        let mut marks = self.lock();
        if let Some(since) = marks.looking_up.take() {
            let before = marks.looked_up.unwrap_or_default();
            marks.looked_up = Some(before + since.elapsed());
        }
        marks.addresses = addresses.collect();
    }

    /// The addresses are known without a look-up.
    pub(crate) fn pinned(&self, address: IpAddr) {
        self.lock().addresses = vec![address];
    }

    /// A TLS handshake begins. With a TLS proxy there are two; the last one counts.
    pub(crate) fn securing(&self) {
        self.lock().securing = Some(Instant::now());
    }

    /// The server has shown its certificates.
    pub(crate) fn shown(&self, chain: Vec<CertificateDer<'static>>) {
        self.lock().chain = chain;
    }

    /// The handshake was signed in the manner of this version.
    pub(crate) fn signed(&self, version: &'static str) {
        self.lock().tls_version = Some(version);
    }

    /// The connection is ready.
    pub(crate) fn connected(&self, ends: Option<(SocketAddr, SocketAddr)>) {
        let mut marks = self.lock();
        marks.connected = Some(Instant::now());
        marks.ends = ends;
    }

    /// So many bytes more of the body were handed over; `last` when there are none left.
    pub(crate) fn sent(&self, bytes: usize, last: bool) {
        let mut marks = self.lock();
        marks.sent_bytes += bytes as u64;
        if last {
            marks.sent = Some(Instant::now());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Marks> {
        self.0.lock().expect("nothing panics while it holds the marks")
    }
}

impl Marks {
    /// Whether a connection opened for this try carried it. `local` is our end of the connection
    /// that did, if one did: the pool may have used another than the one that was being opened.
    pub(crate) fn opened(&self, local: Option<SocketAddr>) -> bool {
        match local {
            Some(used) => self.ends.is_some_and(|(ours, _)| ours == used),
            None => self.connecting.is_some(),
        }
    }

    /// What was being done last, when there is no answer.
    pub(crate) fn phase(&self, opened: bool, has_body: bool) -> Phase {
        if !opened || self.connected.is_some() {
            return if has_body && self.sent.is_none() { Phase::Send } else { Phase::Wait };
        }
        match (self.looking_up, self.securing) {
            (Some(_), _) => Phase::Dns,
            (None, Some(_)) => Phase::Tls,
            (None, None) => Phase::Connect,
        }
    }

    /// The time that went into connecting, by phase; nothing when `opened` is false.
    pub(crate) fn connection(&self, opened: bool, end: Instant) -> Timings {
        let Some(began) = self.connecting.filter(|_| opened) else { return Timings::default() };
        let unfinished = self.looking_up.map(|since| end.saturating_duration_since(since));
        let dns = match (self.looked_up, unfinished) {
            (None, None) => None,
            (done, now) => Some(done.unwrap_or_default() + now.unwrap_or_default()),
        };
        let ready = self.connected.unwrap_or(end);
        let reached = self.securing.unwrap_or(ready);
        let connect =
            reached.saturating_duration_since(began).saturating_sub(dns.unwrap_or_default());
        Timings {
            dns,
            connect: unfinished.is_none().then_some(connect),
            tls: self.securing.map(|since| ready.saturating_duration_since(since)),
            ..Timings::default()
        }
    }

    /// Every phase up to `end`. `head` is when the answer's head was there. What belongs to no
    /// other phase (waiting for a connection that another request opens) counts as waiting.
    pub(crate) fn timings(&self, opened: bool, head: Option<Instant>, end: Instant) -> Timings {
        let connection = self.connection(opened, end);
        let ready = match self.connected {
            Some(connected) if opened => connected,
            Some(_) | None => self.began,
        };
        let send = self.sent.map_or(Duration::ZERO, |sent| sent.saturating_duration_since(ready));
        let first_byte = head.unwrap_or(end);
        let before = connection.before_first_byte() + send;
        let wait = first_byte.saturating_duration_since(self.began).saturating_sub(before);
        // Where no connection was made, there was nothing to wait for.
        let unreached = opened && self.connected.is_none() && head.is_none();
        Timings {
            send,
            wait: if unreached { Duration::ZERO } else { wait },
            receive: head.map_or(Duration::ZERO, |head| end.saturating_duration_since(head)),
            ..connection
        }
    }
}
