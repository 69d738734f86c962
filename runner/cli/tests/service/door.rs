//! The door: where the service answers, and whom.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::harness::Project;

/// Nothing here takes longer, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

const SUITE: &str = "name: Shop\nsteps:\n  - get: ORIGIN/status/200\n";

/// A project that watches one test and waits for one job, `more` below it.
fn text(job: &str, more: &str) -> String {
    format!(
        "version: 1
monitors: {{ shop: {{ run: shop.trip.yaml, every: 1s, timeout: 900ms }} }}
heartbeats: {{ {job}: {{ every: 1h }} }}
{more}"
    )
}

fn project() -> Project {
    Project::bare().file("tripline.yaml", &text("backup", "")).file("shop.trip.yaml", SUITE)
}

/// What `look` finds, as soon as it finds something.
fn within<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(found) = look() {
            return Some(found);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    None
}

/// A service, and where it says that it listens.
struct Service {
    process: Child,
    addr: String,
    /// What it says next.
    second: String,
}

impl Service {
    fn of(project: &Project, listen: &str) -> Self {
        Self::with(project, &["--listen", listen])
    }

    fn with(project: &Project, args: &[&str]) -> Self {
        let mut command = project.command();
        command.arg("serve").args(args);
        let mut process = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let second = lines.next().unwrap().unwrap();
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.count());
        let addr = first.strip_prefix("listening on http://");
        let addr = addr.unwrap_or_else(|| panic!("it says `{first}`")).to_owned();
        Self { process, addr, second }
    }

    fn port(&self) -> &str {
        self.addr.rsplit_once(':').unwrap().1
    }

    /// The status and all of the answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port().parse().unwrap())).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer[9..12].parse().unwrap(), answer)
    }

    /// Asks it to end; how it does.
    fn end(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        within(|| self.process.try_wait().unwrap()).expect("it ends").code()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn token(project: &Project, scope: &str) -> String {
    let made = project.tripline(&["token", "create", scope, "--scope", scope]).exits(0);
    made.stdout.trim().to_owned()
}

#[test]
fn it_answers_where_it_says() {
    let project = project();
    let service = Service::of(&project, "127.0.0.1:0");
    assert_eq!(service.get("/healthz").0, 200);
    let (status, ready) = service.get("/readyz");
    assert_eq!(status, 200, "{ready}");
    assert!(ready.contains("1 monitor watched"), "{ready}");
    let measured = || service.get("/metrics").1.contains("tripline_").then_some(());
    assert!(within(measured).is_some());
    assert_eq!(service.get("/api/v1/status").0, 401);
    assert_eq!(service.end(), Some(0));
}

#[test]
fn a_job_reports_from_afar_with_a_token() {
    let project = project();
    let service = Service::of(&project, "127.0.0.1:0");
    let url = format!("http://{}", service.addr);
    let beat = ["heartbeat", "backup", "--server", url.as_str()];
    project.tripline(&beat).exits(3).says(&["a token with the scope `run` in TRIPLINE_TOKEN"]);
    let token = token(&project, "run");
    let project = project.variable("TRIPLINE_TOKEN", &token);
    project.tripline(&beat).exits(0).says(&["reported"]);
    let other = ["heartbeat", "bakcup", "--server", url.as_str()];
    project.tripline(&other).exits(3).says(&["it answered 404: there is no heartbeat `bakcup`"]);
}

#[test]
fn what_is_reloaded_can_be_asked_for_and_what_is_refused_is_told() {
    let project = project();
    let service = Service::of(&project, "127.0.0.1:0");
    project.write("tripline.yaml", &text("backup", "beats: {}\n"));
    let says = |words: &str| Some(service.get("/readyz")).filter(|(_, body)| body.contains(words));
    let (status, refused) = within(|| says("files are not right")).expect("they are looked at");
    assert!(refused.contains("tripline.yaml:4:1"), "{refused}");
    assert_eq!(status, 200, "what ran before runs on: it is ready");
    project.write("tripline.yaml", &text("nightly", ""));
    assert!(within(|| says("files are right")).is_some());
    let token = token(&project, "run");
    let project = project.variable("TRIPLINE_TOKEN", &token);
    let url = format!("http://{}", service.addr);
    project.tripline(&["heartbeat", "nightly", "--server", &url]).exits(0);
    project.tripline(&["heartbeat", "backup", "--server", &url]).exits(3);
}

#[test]
fn two_services_do_not_listen_in_one_place() {
    let project = project();
    let service = Service::of(&project, "127.0.0.1:0");
    let second = project.tripline(&["serve", "--listen", &service.addr]).exits(64);
    second.says(&[
        &format!("another program listens on {}, perhaps another `tripline serve`", service.addr),
        "choose another address: `--listen 127.0.0.1:",
    ]);
    assert_eq!(service.get("/healthz").0, 200);
}

#[test]
fn other_machines_are_let_near_only_when_somebody_can_sign_in() {
    let project = project();
    project.tripline(&["serve", "--listen", "0.0.0.0:0"]).exits(64).says(&[
        "other machines can reach 0.0.0.0:",
        "`tripline user add NAME --role admin`",
        "`tripline token create NAME --scope read`",
        "`--insecure-open`",
    ]);
    let service = Service::with(&project, &["--listen", "0.0.0.0:0", "--insecure-open"]);
    let open =
        "  everybody who can reach it may do everything without signing in: `--insecure-open`";
    assert_eq!(service.second, open);
    assert_eq!(service.end(), Some(0));
    token(&project, "read");
    let service = Service::of(&project, "0.0.0.0:0");
    assert_eq!(service.get("/healthz").0, 200);
}

#[test]
fn it_says_when_nobody_has_to_sign_in() {
    let project = project();
    let service = Service::of(&project, "127.0.0.1:0");
    assert_eq!(
        service.second,
        "  whoever uses this machine may do everything without signing in, until there is a user: `tripline user add NAME --role admin`"
    );
    assert_eq!(service.end(), Some(0));
}
