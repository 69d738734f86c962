//! What the service answers to programs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::Started;

/// Nothing that is waited for takes longer, unless it never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the service is.
pub(crate) struct Asked {
    /// `http://127.0.0.1:8765`
    pub(crate) origin: String,
}

impl Asked {
    /// Where the demo says first that it is to be looked at.
    pub(crate) fn shown_by(demo: &mut Started) -> Self {
        let said = demo.wait_for_stdout("/ in a browser", 1);
        let first = said.strip_prefix("Open ").and_then(|rest| rest.split_once("/ in a browser"));
        let (origin, _) = first.unwrap_or_else(|| panic!("it says first: {said}"));
        Self { origin: origin.to_owned() }
    }

    /// Where it says that it listens.
    pub(crate) fn told_by(service: &mut Started) -> Self {
        let began = Instant::now();
        loop {
            let said = service.wait_for_stderr("listening on http://", 1);
            let (_, line) = said.split_once("listening on ").unwrap();
            if let Some((origin, _)) = line.split_once('\n') {
                return Self { origin: origin.to_owned() };
            }
            assert!(began.elapsed() < PATIENCE, "the line does not end: {said}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The answer to GET, with its head.
    pub(crate) fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"))
    }

    /// Asks until the answer holds these words.
    #[track_caller]
    pub(crate) fn until(&self, path: &str, words: &str) {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.contains(words) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{path} never says `{words}`: {answer}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Sends JSON with a token, which is taken.
    #[track_caller]
    pub(crate) fn post(&self, path: &str, token: &str, json: &str) {
        let answer = self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             authorization: Bearer {token}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{json}",
            json.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 2"), "{path}: {answer}");
    }

    fn send(&self, request: &str) -> String {
        let addr = self.origin.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}
