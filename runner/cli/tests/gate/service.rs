//! A service under way, and its API.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Project, Started};

/// Nothing here takes longer, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A service under way.
pub(crate) struct Service {
    serving: Started,
    pub(crate) addr: String,
}

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) json: Value,
}

impl Service {
    pub(crate) fn of(project: &Project) -> Self {
        let mut serving = project.start(&["serve", "--listen", "127.0.0.1:0"]);
        let said = serving.wait_for_stderr("tripline watches", 1);
        let addr = said.split("listening on http://").nth(1).unwrap();
        Self { addr: addr.lines().next().unwrap().to_owned(), serving }
    }

    /// Its address, for `--server`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Asks, with a token where there is one, and a body where there is one.
    pub(crate) fn ask(&self, first: &str, token: &str, body: &str) -> Answered {
        let mut stream = TcpStream::connect(&self.addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let token = match token {
            "" => String::new(),
            token => format!("authorization: Bearer {token}\r\n"),
        };
        let request = format!(
            "{first} HTTP/1.1\r\nhost: tripline.example.com\r\nconnection: close\r\ncontent-length: {}\r\n{token}\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let json = serde_json::from_str(body).unwrap_or_default();
        Answered { status: head[9..12].parse().unwrap(), head: head.to_owned(), json }
    }

    pub(crate) fn end(self) {
        self.serving.interrupt();
        self.serving.end().exits(0);
    }
}

/// A token of the project's store with that scope.
pub(crate) fn token(project: &Project, scope: &str) -> String {
    let made = project.tripline(&["token", "create", scope, "--scope", scope]).exits(0);
    made.stdout.trim().to_owned()
}

/// What `look` finds, as soon as it finds something.
pub(crate) fn within<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "it does not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}
