//! A service under way, and a visitor of it.

use std::collections::BTreeMap;
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

/// What it answered.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answered {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.lines(name).into_iter().next()
    }

    fn lines(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(of, _)| *of == name).map(|(_, value)| value).collect()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The token in the forms of a page.
    #[track_caller]
    fn form_token(&self) -> &str {
        let rest = self.body.split_once("name=\"form_token\" value=\"");
        let (_, rest) = rest.unwrap_or_else(|| panic!("there is no form: {self:?}"));
        rest.split('"').next().unwrap()
    }
}

impl Service {
    pub(crate) fn of(project: &Project) -> Self {
        Self::with(project, &[])
    }

    pub(crate) fn with(project: &Project, more: &[&str]) -> Self {
        let args = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut serving = project.start(&args);
        let said = serving.wait_for_stderr("tripline watches", 1);
        let addr = said.split("listening on http://").nth(1).unwrap();
        Self { addr: addr.lines().next().unwrap().to_owned(), serving }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks with these headers and this body. What is no text in the answer is replaced.
    pub(crate) fn send(&self, first: &str, headers: &[(&str, &str)], body: &str) -> Answered {
        let mut stream = self.connect();
        let has_host = headers.iter().any(|(name, _)| *name == "host");
        let host = if has_host { "" } else { "host: localhost\r\n" };
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        let request = format!(
            "{first} HTTP/1.1\r\n{host}connection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head[9..12].parse().unwrap();
        Answered { status, head: head.to_owned(), body: unchunked(head, body) }
    }

    /// Asks as the API is asked.
    pub(crate) fn api(&self, token: &str, first: &str, body: &str) -> Answered {
        self.send(first, &[("authorization", &format!("Bearer {token}"))], body)
    }

    /// The first that comes of the event stream: some kilobytes, until `is_enough`.
    pub(crate) fn listen(&self, path: &str, is_enough: impl Fn(&str) -> bool) -> String {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        let (mut heard, mut bytes) = (String::new(), [0; 4096]);
        while !is_enough(&heard) {
            let count = stream.read(&mut bytes).unwrap();
            assert!(count > 0, "it ended: {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        heard
    }

    /// Asks it to end; all that it has said.
    pub(crate) fn end(self) -> String {
        self.serving.interrupt();
        self.serving.end().exits(0).all()
    }
}

/// A body that came in pieces, as one.
fn unchunked(head: &str, body: &str) -> String {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        // Sizes are of bytes as they came; what was no text makes this inexact, and longer.
        let end = after.floor_char_boundary(size.min(after.len()));
        whole.push_str(&after[..end]);
        rest = after[end..].trim_start_matches("\r\n");
    }
    whole
}

/// Somebody with a browser: cookies are kept and sent.
pub(crate) struct Visitor<'s> {
    service: &'s Service,
    cookies: BTreeMap<String, String>,
}

impl<'s> Visitor<'s> {
    pub(crate) fn of(service: &'s Service) -> Self {
        Self { service, cookies: BTreeMap::new() }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    fn send(&mut self, first: &str, body: &str) -> Answered {
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies.map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut headers = vec![("accept", "text/html")];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        if !body.is_empty() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        let answered = self.service.send(first, &headers, body);
        for line in answered.lines("set-cookie") {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answered
    }

    pub(crate) fn look(&mut self, path: &str) -> Answered {
        self.send(&format!("GET {path}"), "")
    }

    /// Sends a form of the page at `page`, as the browser does.
    #[track_caller]
    pub(crate) fn fill(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answered {
        let shown = self.look(page);
        let action = format!("action=\"{to}\"");
        assert!(shown.body.contains(&action), "no form leads to {to}: {shown:?}");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("form_token", shown.form_token()).append_pair("back", page);
        form.extend_pairs(fields);
        self.send(&format!("POST {to}"), &form.finish())
    }

    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> Answered {
        self.fill("/sign-in", "/sign-in", &[("name", name), ("password", password)])
    }
}

/// A token of the project's store with that scope.
pub(crate) fn token(project: &Project, scope: &str) -> String {
    let made = project.tripline(&["token", "create", scope, "--scope", scope]).exits(0);
    made.stdout.trim().to_owned()
}

/// What `look` finds, as soon as it finds something.
#[track_caller]
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
