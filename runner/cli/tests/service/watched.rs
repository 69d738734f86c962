//! A project that is watched: what its service does, says and remembers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use runner_store::Store;
use serde_json::Value;

pub(crate) use crate::harness::{Project, Started};

/// The service, with an event log, wherever there is a port.
pub(crate) const SERVE: &[&str] =
    &["serve", "--event-log", "events.jsonl", "--listen", "127.0.0.1:0"];

/// Nothing that is waited for takes longer, unless it never comes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

const PLACES: &str = "version: 1
services: { api: {} }
environments:
  local:
    services: { api: ORIGIN }
";

impl Project {
    /// One environment, `local`, with one service, `api`: the origin. `rest` follows in the
    /// project file; [`monitor`] writes what belongs below `monitors`.
    pub(crate) fn watched(rest: &str) -> Self {
        Self::bare().watches(rest)
    }

    /// The same, of a project that is there.
    pub(crate) fn watches(self, rest: &str) -> Self {
        self.file("tripline.yaml", &format!("{PLACES}{rest}"))
    }

    /// The same, later.
    pub(crate) fn watch_instead(&self, rest: &str) {
        self.write("tripline.yaml", &format!("{PLACES}{rest}"));
    }

    /// A suite of one step, `ask`, in `NAME.trip.yaml`.
    pub(crate) fn asks(self, name: &str, path: &str) -> Self {
        let suite = format!(
            "name: {name}\nservice: api\nsteps:\n  - name: ask\n    get: {path}\n    expect: {{ status: 200 }}\n"
        );
        self.file(&format!("{name}.trip.yaml"), &suite)
    }

    /// The service, under way.
    pub(crate) fn serve(&self) -> Started {
        self.start(SERVE)
    }

    /// Every line of the event log so far.
    pub(crate) fn events(&self) -> Vec<Value> {
        // It is there once the service has begun.
        let text = if self.path("events.jsonl").exists() {
            self.read("events.jsonl")
        } else {
            String::new()
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let event = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in `{line}`"))
        };
        whole.lines().map(event).collect()
    }

    /// The events of a kind: `ran`, `incident`, `delivered`, …
    pub(crate) fn events_of(&self, kind: &str) -> Vec<Value> {
        self.events().into_iter().filter(|event| event["event"] == kind).collect()
    }

    /// By how much each scheduled run of a monitor was late, in milliseconds.
    pub(crate) fn lateness(&self, monitor: &str) -> Vec<f64> {
        let runs = self.events_of("ran").into_iter().filter(|ran| ran["monitor"] == monitor);
        runs.map(|ran| ran["late_ms"].as_f64().unwrap()).collect()
    }

    /// The first event of a kind of which this is true, as soon as there is one.
    #[track_caller]
    pub(crate) fn wait_for(
        &self,
        kind: &str,
        patience: Duration,
        is_it: impl Fn(&Value) -> bool,
    ) -> Value {
        let found = within(patience, || self.events_of(kind).into_iter().find(&is_it));
        found.unwrap_or_else(|| {
            let said: Vec<String> = self.events().iter().map(Value::to_string).collect();
            let said = said.join("\n");
            panic!("no such `{kind}` within {patience:?}; there are:\n{said}")
        })
    }

    /// What the store holds, read while nobody or somebody else has it open.
    pub(crate) fn remembered<T>(&self, read: impl AsyncFnOnce(&Store) -> T) -> T {
        let path = self.path("tripline.db");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&path).await.unwrap();
            let found = read(&store).await;
            store.close().await;
            found
        })
    }
}

impl Started {
    /// What the service answers at this path: its status, and the body.
    pub(crate) fn asked(&mut self, path: &str) -> (u16, String) {
        let said = self.wait_for_stderr("listening on http://", 1);
        let (_, addr) = said.split_once("listening on http://").unwrap();
        let mut stream = TcpStream::connect(addr.lines().next().unwrap()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        (status, body.to_owned())
    }
}

/// A monitor of one suite that runs every second in this environment, and believes one run; `more`
/// are further keys, as `, notify: crew`.
pub(crate) fn monitor(name: &str, environment: &str, more: &str) -> String {
    format!(
        "  {name}: {{ run: [{name}.trip.yaml], in: {environment}, every: 1s, timeout: 900ms, \
         down_after: 1 of 1 runs, up_after: 1 runs{more} }}\n"
    )
}

/// What `look` finds, as soon as it finds something.
pub(crate) fn within<T>(patience: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if began.elapsed() > patience {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}
