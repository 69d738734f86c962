//! A door that is open, and how to knock.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use runner_model::{
    Clock, FakeClock, IncidentId, Outcome, Place, RunId, Secret, Series, SeriesRun, StepMark,
    TestRef, TestResult, Timings, Trigger, Variant,
};
use runner_monitor::watch::{Refused, Watch};
use runner_store::{IncidentChange, IncidentSpan, Json, NewToken, Record, Store, TokenScope};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OnceCell, oneshot, watch};
use tokio::task::JoinHandle;
use web::{Door, Known, Open, Readiness};

use crate::described::Described;

pub(crate) const READ: &str = "trip_for-those-who-look";
pub(crate) const RUN: &str = "trip_for-a-pipeline";
pub(crate) const ADMIN: &str = "trip_for-those-on-call";

/// What the monitors of most houses run.
const SUITE: &str = "name: Shop\nsteps: [{ name: look, get: https://shop.example.com/ }]\n";

/// A door that is open.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) addr: SocketAddr,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) readiness: Arc<Mutex<Readiness>>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
    described: OnceCell<Described>,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_to(Open::ToThisMachine).await
    }

    pub(crate) async fn open_to(open: Open) -> Self {
        Self::built(open, None).await
    }

    /// One that watches by this project file, with suites beside it.
    pub(crate) async fn watching(project: &str) -> Self {
        Self::watching_suite(project, SUITE).await
    }

    /// The same, with this suite.
    pub(crate) async fn watching_suite(project: &str, suite: &str) -> Self {
        Self::built(Open::ToThisMachine, Some((project, suite))).await
    }

    async fn built(open: Open, project: Option<(&str, &str)>) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("trip.db")).await.unwrap();
        let clock = Arc::new(FakeClock::at(start()));
        for (name, scope, secret) in [
            ("dashboard", TokenScope::Read, READ),
            ("pipeline", TokenScope::Run, RUN),
            ("on call", TokenScope::Admin, ADMIN),
        ] {
            let secret = Secret::new(secret.to_owned());
            let token = NewToken { name: name.to_owned(), scope, secret };
            assert!(store.tokens().add(&token, start(), "a test").await.unwrap());
        }
        let readiness = Readiness { monitors: 2, refused: None, is_stopping: false };
        let readiness = Arc::new(Mutex::new(readiness));
        let asked = Arc::clone(&readiness);
        let known = Known {
            monitors: ["checkout", "login"].map(|name| name.try_into().unwrap()).into(),
            heartbeats: ["backup"].map(|name| name.try_into().unwrap()).into(),
            watch: project.map(|(text, suite)| watch(folder.path(), text, suite)),
        };
        let door = Door {
            store: store.clone(),
            open,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            readiness: Arc::new(move || asked.lock().unwrap().clone()),
            metrics: Arc::new(|| "tripline_monitors 2\n".to_owned()),
            known: watch::channel(known).1,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(web::serve(listener, door, async {
            let _ = stopped.await;
        }));
        Self { folder, store, addr, clock, readiness, stop, task, described: OnceCell::new() }
    }

    /// Ends it, and waits until it has ended.
    pub(crate) async fn close(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.addr).await.unwrap()
    }

    /// Sends these bytes and reads until the end.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect().await;
        // The other side may have heard enough before it has heard all.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        answer
    }

    /// Asks with these lines between the first and the body.
    pub(crate) async fn send(&self, first: &str, headers: &[String], body: &str) -> Answered {
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let length = body.len();
        let request = format!(
            "{first} HTTP/1.1\r\nhost: tripline\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        let answered = Answered::of(&self.raw(request.as_bytes()).await);
        self.described().await.fits(first, &answered);
        answered
    }

    /// The description of the API, as the door gives it.
    pub(crate) async fn described(&self) -> &Described {
        let first = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        let ask = async || Described::by(Answered::of(&self.raw(first.as_bytes()).await).json());
        self.described.get_or_init(ask).await
    }

    /// Asks with these lines and no others, without a body.
    pub(crate) async fn raw_head(&self, first: &str, headers: &[String]) -> Answered {
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let request =
            format!("{first} HTTP/1.1\r\nconnection: close\r\ncontent-length: 0\r\n{headers}\r\n");
        Answered::of(&self.raw(request.as_bytes()).await)
    }

    /// Asks without a token.
    pub(crate) async fn ask(&self, first: &str) -> Answered {
        self.send(first, &[], "").await
    }

    /// Asks with a token.
    pub(crate) async fn ask_with(&self, token: &str, first: &str) -> Answered {
        self.send(first, &[format!("authorization: Bearer {token}")], "").await
    }

    /// Asks with a token, and sends something.
    pub(crate) async fn tell(&self, token: &str, first: &str, body: &str) -> Answered {
        self.send(first, &[format!("authorization: Bearer {token}")], body).await
    }

    /// What is in the audit log beside the tokens: who did what, oldest first.
    pub(crate) async fn audit(&self) -> Vec<(String, String)> {
        let entries = self.store.audit().latest(Timestamp::MAX, 1000).await.unwrap();
        let entries = entries.into_iter().rev().filter(|entry| entry.who != "a test");
        entries.map(|entry| (entry.who, entry.what)).collect()
    }

    pub(crate) async fn record(&self, runs: Vec<SeriesRun>) {
        self.store.record(Record { runs, ..Record::default() }).await.unwrap();
    }

    /// An incident that is open, or over.
    pub(crate) async fn incident(&self, id: u64, is_open: bool) {
        let span = match is_open {
            true => IncidentSpan::Open { since: start() },
            false => IncidentSpan::Closed { since: start(), at: start() },
        };
        let json = Json::of(&json!({ "id": id, "severity": "critical" })).unwrap();
        let change = IncidentChange { id: IncidentId(id), span, json, evidence: Vec::new() };
        let record = Record { incidents: vec![change], ..Record::default() };
        self.store.record(record).await.unwrap();
    }
}

/// An answer, taken apart.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answered {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        });
        Self { status, headers: headers.collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// All lines of that name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.headers.iter().filter(|(of, _)| of == name);
        lines.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// What a problem says, which looks as problems do.
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let json = self.json();
        assert_eq!(json["status"], self.status, "{self:?}");
        assert_eq!(json["type"], "about:blank", "{self:?}");
        assert!(json["title"].as_str().is_some_and(|title| !title.is_empty()), "{self:?}");
        json["detail"].as_str().unwrap().to_owned()
    }
}

/// What a project says whose monitors run `suites/shop.trip.yaml`.
fn watch(folder: &Path, project: &str, suite: &str) -> Watch {
    std::fs::create_dir_all(folder.join("suites")).unwrap();
    std::fs::write(folder.join("suites/shop.trip.yaml"), suite).unwrap();
    a_watch(folder, project)
}

/// What a project says whose suites are there.
pub(crate) fn a_watch(folder: &Path, project: &str) -> Watch {
    std::fs::write(folder.join("tripline.yaml"), project).unwrap();
    match Watch::read(folder) {
        Ok(watch) => watch,
        Err(Refused::NoProject) => panic!("there is one"),
        Err(Refused::Problems { diagnostics, .. }) => panic!("{diagnostics:?}"),
    }
}

/// When the clock of every house stands.
pub(crate) fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// A run of a monitor that ended so.
pub(crate) fn run(monitor: &str, outcome: Outcome) -> SeriesRun {
    let test = TestRef {
        suite: "suites/shop".try_into().unwrap(),
        test: "main".try_into().unwrap(),
        variant: Variant::default(),
    };
    let location = "here".try_into().unwrap();
    let took = std::time::Duration::from_millis(120);
    let timings = Timings {
        dns: None,
        connect: None,
        tls: None,
        send: std::time::Duration::ZERO,
        wait: took,
        receive: std::time::Duration::ZERO,
    };
    let mark = StepMark { outcome, took, status: Some(200), timings: Some(timings) };
    SeriesRun {
        series: Series { monitor: monitor.try_into().unwrap(), test, location },
        run: RunId::at(start(), *b"0123456789"),
        planned: start(),
        started: start(),
        took,
        outcome,
        first_try: true,
        trigger: Trigger::Schedule,
        steps: vec![mark],
        detail: None,
    }
}

/// The same with everything about it.
pub(crate) fn in_full(mut run: SeriesRun) -> SeriesRun {
    let place = Place {
        file: "suites/shop.trip.yaml".into(),
        line: 1,
        column: 1,
        width: 1,
        source: "steps:".into(),
    };
    run.detail = Some(Box::new(TestResult {
        test: run.series.test.clone(),
        name: "Shop".into(),
        place,
        outcome: run.outcome,
        started: run.started,
        took: run.took,
        steps: Vec::new(),
        checks: Vec::new(),
        rerun: "tripline run suites/shop.trip.yaml".into(),
    }));
    run
}
