//! A project in a temporary folder, an origin beside it, and the real binary.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use regex::Regex;
use runner_testkit::{Origin, Received};
use serde_json::Value;

/// Nothing here takes longer, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A project: files, an origin, variables of the process.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    pub(crate) origin: Origin,
    variables: Vec<(String, String)>,
}

impl Project {
    /// An empty folder and an origin. There is no project file.
    pub(crate) fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, origin: Origin::start(), variables: Vec::new() }
    }

    /// One environment, `local`, with one service, `api`: the origin.
    pub(crate) fn new() -> Self {
        Self::bare().file(
            "tripline.yaml",
            "version: 1\nservices: { api: {} }\nenvironments:\n  local:\n    services: { api: ORIGIN }\n",
        )
    }

    /// Writes a file; `ORIGIN` in it stands for the origin's URL.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    /// The same, later.
    pub(crate) fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.replace("ORIGIN", &self.origin.url("")).as_bytes());
    }

    /// A file that is no text.
    pub(crate) fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// A suite named `a suite` with these keys; what has no `steps` is steps.
    pub(crate) fn suite(self, file: &str, yaml: &str) -> Self {
        self.file(file, &whole(yaml))
    }

    /// A variable of the process.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file says.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// `tripline run …`
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        self.tripline(&[&["run"], args].concat())
    }

    /// `tripline …`, to its end.
    pub(crate) fn tripline(&self, args: &[&str]) -> Ended {
        self.start(args).end()
    }

    /// `tripline …`, under way.
    pub(crate) fn start(&self, args: &[&str]) -> Started {
        let mut command = self.command();
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        Started::of(command.spawn().unwrap())
    }

    /// The binary in the project's folder, nothing else said.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tripline"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "CI"] {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// What the origin received, as `GET /a`.
    pub(crate) fn requests(&self) -> Vec<String> {
        let line = |received: Received| format!("{} {}", received.method, received.target);
        self.origin.received().into_iter().map(line).collect()
    }

    /// How many requests had this path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.origin.received().iter().filter(|received| received.path == path).count()
    }

    /// A run with `--report json`, and its report.
    pub(crate) fn report(&self, args: &[&str]) -> (Ended, Value) {
        let ended = self.run(&[args, &["--report", "json"]].concat());
        let report = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {ended:?}"));
        (ended, report)
    }
}

/// A suite around steps. An empty first line is not part of it.
pub(crate) fn whole(yaml: &str) -> String {
    let yaml = yaml.strip_prefix('\n').unwrap_or(yaml);
    let mut text = String::new();
    if !yaml.lines().any(|line| line.starts_with("name:")) {
        text.push_str("name: a suite\n");
    }
    if !yaml.lines().any(|line| line.starts_with("steps:") || line.starts_with("tests:")) {
        text.push_str("steps:\n");
    }
    text + yaml
}

/// A process under way. One that is forgotten is killed.
pub(crate) struct Started {
    child: Child,
    began: Instant,
    stdout: Pipe,
    stderr: Pipe,
}

impl Started {
    pub(crate) fn of(mut child: Child) -> Self {
        let stdout = Pipe::of(child.stdout.take());
        let stderr = Pipe::of(child.stderr.take());
        Self { child, began: Instant::now(), stdout, stderr }
    }

    /// Sends SIGINT, as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for text on standard error, so often.
    pub(crate) fn wait_for_stderr(&mut self, text: &str, times: usize) {
        let began = Instant::now();
        while self.stderr.so_far().matches(text).count() < times {
            assert!(began.elapsed() < PATIENCE, "no `{text}` in: {}", self.stderr.so_far());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for text on standard output, so often.
    pub(crate) fn wait_for_stdout(&mut self, text: &str, times: usize) {
        let began = Instant::now();
        while self.stdout.so_far().matches(text).count() < times {
            assert!(began.elapsed() < PATIENCE, "no `{text}` in: {}", self.stdout.so_far());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end, and kills what hangs.
    pub(crate) fn end(mut self) -> Ended {
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if self.began.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                self.child.wait().unwrap();
                panic!("it hangs; so far: {}{}", self.stdout.so_far(), self.stderr.so_far());
            }
            thread::sleep(Duration::from_millis(2));
        };
        let took = self.began.elapsed();
        let (stdout, stderr) = (self.stdout.whole(), self.stderr.whole());
        let ended = Ended { stdout, stderr, code: status.code(), took };
        assert!(!ended.all().contains("panicked at"), "{ended:?}");
        ended
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Reads a pipe so that it never fills.
struct Pipe {
    pieces: Receiver<Vec<u8>>,
    read: Vec<u8>,
}

impl Pipe {
    fn of(pipe: Option<impl Read + Send + 'static>) -> Self {
        let (send, pieces) = channel();
        thread::spawn(move || {
            let Some(mut pipe) = pipe else { return };
            let mut piece = [0; 8192];
            while let Ok(read @ 1..) = pipe.read(&mut piece) {
                if send.send(piece[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { pieces, read: Vec::new() }
    }

    fn so_far(&mut self) -> String {
        self.read.extend(self.pieces.try_iter().flatten());
        String::from_utf8_lossy(&self.read).into_owned()
    }

    fn whole(&mut self) -> String {
        self.read.extend(self.pieces.iter().flatten());
        String::from_utf8_lossy(&self.read).into_owned()
    }
}

/// What came of a process.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
    pub(crate) took: Duration,
}

impl Ended {
    /// It ended so.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Its output holds all of these.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        let all = self.all();
        for text in texts {
            assert!(all.contains(text), "no `{text}` in:\n{all}");
        }
        self
    }

    /// Its output holds none of these.
    #[track_caller]
    pub(crate) fn hides(self, texts: &[&str]) -> Self {
        let all = self.all();
        for text in texts {
            assert!(!all.contains(text), "`{text}` is in:\n{all}");
        }
        self
    }

    /// Both outputs.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Standard output with nothing in it that differs between runs.
    pub(crate) fn stable(&self) -> String {
        stable(&self.stdout)
    }
}

/// Text without ports, times, seeds and traces.
pub(crate) fn stable(text: &str) -> String {
    let replacements = [
        (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
        (r"\d+(\.\d+)? (ms|s|µs)\b", "TIME"),
        (r"seed [0-9a-z]+", "seed SEED"),
        (r"trace [0-9a-f]{8}…", "trace TRACE"),
        (r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", "TRACEPARENT"),
        (r" +TIME", " TIME"),
        (r"tripline/\d+\.\d+\.\d+", "tripline/VERSION"),
    ];
    replacements.iter().fold(text.to_owned(), |text, (found, instead)| {
        Regex::new(found).unwrap().replace_all(&text, *instead).into_owned()
    })
}

/// The steps of the only test of the only suite of a report.
pub(crate) fn steps(report: &Value) -> &Vec<Value> {
    report["suites"][0]["variants"][0]["tests"][0]["steps"].as_array().unwrap()
}
