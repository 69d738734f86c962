//! The demo that is watched.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::watched::{Project, within};

/// The outage of the demo begins 15 s after its start and lasts 20 s; so does one in each minute.
const OUTAGE: Duration = Duration::from_secs(60);

/// Where the demo wrote its project, once it says so.
fn folder(project: &Project) -> PathBuf {
    let begins = |entry: &std::fs::DirEntry| {
        entry.file_name().to_string_lossy().starts_with("tripline-demo-serve")
    };
    let mut entries = std::fs::read_dir(project.path("")).unwrap().map(Result::unwrap);
    entries.find(begins).unwrap().path()
}

/// The page that the dashboard begins with, as a browser on this machine is answered.
fn overview(addr: &str) -> String {
    let mut stream = TcpStream::connect(addr).unwrap();
    let request = format!("GET / HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_newcomer_reads_the_address_first_and_sees_live_data_there_within_ten_seconds() {
    let project = Project::bare();
    let temporary = project.path("").display().to_string();
    let project = project.variable("TMPDIR", &temporary);
    let mut demo = project.start(&["demo", "--serve"]);
    let begun = Instant::now();
    let said = demo.wait_for_stdout("In another terminal:", 1);
    let first = said.lines().next().unwrap();
    let addr =
        first.strip_prefix("Open http://").and_then(|rest| rest.split_once("/ in a browser"));
    let (addr, _) = addr.unwrap_or_else(|| panic!("it says `{first}` first"));
    let live = within(Duration::from_secs(10), || {
        let page = overview(addr);
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        let watched = ["orders", "payments", "storefront"].map(|monitor| page.contains(monitor));
        (watched == [true; 3] && page.contains(", last run ")).then_some(())
    });
    assert!(live.is_some() && begun.elapsed() < Duration::from_secs(10), "{}", overview(addr));
    demo.interrupt();
    let ended = demo.end().exits(0);
    assert_eq!(ended.stderr, "", "what is designed is all that is said");
}

fn events(folder: &std::path::Path) -> Vec<Value> {
    let log = std::fs::read_to_string(folder.join("events.jsonl")).unwrap_or_default();
    log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn an_incident_comes_and_goes_and_everybody_hears_of_it_whoever_has_the_usual_ports() {
    let project = Project::bare();
    let temporary = project.path("").display().to_string();
    let project = project.variable("TMPDIR", &temporary);
    // Somebody else may have them already; then they are taken, too.
    let taken: Vec<_> =
        [4600, 4610, 4625, 8765].map(|port| TcpListener::bind(("127.0.0.1", port))).into();
    let mut demo = project.start(&["demo", "--serve"]);
    demo.wait_for_stdout("In another terminal:", 1);
    let folder = folder(&project);
    let is =
        |event: &Value, change: &str| event["event"] == "incident" && event["change"] == change;
    let over = within(OUTAGE, || {
        let events = events(&folder);
        let opened = events.iter().position(|event| is(event, "opened"))?;
        let incident = &events[opened]["incident"];
        let closed = |e: &&Value| is(e, "closed") && e["incident"] == *incident;
        events[opened..].iter().find(closed).map(|_| ())
    });
    assert!(
        over.is_some(),
        "{:?}",
        events(&folder).iter().filter(|e| e["event"] != "ran").collect::<Vec<_>>()
    );
    // Both hear of its end; before that, that a budget burns.
    demo.wait_for_stdout("payments works again in demo", 2);
    demo.wait_for_stdout("  webhook  the error budget of orders-succeed burns too fast", 1);
    demo.wait_for_stdout("  mail     the error budget of orders-succeed burns too fast", 1);

    let mut status = project.command();
    let status = status.current_dir(&folder).arg("status").output().unwrap();
    let status = String::from_utf8(status.stdout).unwrap();
    for monitor in ["catalogue", "orders", "payments", "search", "storefront"] {
        assert!(status.contains(monitor), "{status}");
    }
    demo.interrupt();
    let ended = demo.end().exits(0).hides(&["WARN messages cannot be taken"]);
    assert!(
        ended.stdout.contains("recovered") || ended.stdout.contains("again"),
        "{}",
        ended.stdout
    );
    drop(taken);
}

/// What a line of the ledger adds to a state, in microseconds: `+4.998557 s up`.
fn added(line: &str, state: &str) -> u64 {
    let found = line.split_once("  +").filter(|(_, rest)| rest.contains(&format!(" s {state}")));
    let nothing = line.split_once("nothing is known for ").filter(|_| state == "unknown");
    found.or(nothing).map_or(0, |(_, rest)| micros(rest.split(' ').next().unwrap()))
}

/// `4.998557`
fn micros(seconds: &str) -> u64 {
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
    format!("{whole}{part:0<6}").parse().unwrap()
}

#[test]
fn after_two_outages_the_ledger_adds_up_line_by_line() {
    let project = Project::bare();
    let temporary = project.path("").display().to_string();
    let project = project.variable("TMPDIR", &temporary);
    let mut demo = project.start(&["demo", "--serve"]);
    demo.wait_for_stdout("In another terminal:", 1);
    let folder = folder(&project);
    let payments = || {
        let runs = events(&folder).into_iter();
        let ran = |e: &Value| e["event"] == "ran" && e["monitor"] == "payments";
        let scheduled = runs.filter(|e| ran(e) && e["trigger"] == "schedule");
        scheduled.map(|e| e["outcome"] == "passed").collect::<Vec<bool>>()
    };
    // It fails, works, fails and works again.
    let turns = |passed: Vec<bool>| passed.windows(2).filter(|pair| pair[0] != pair[1]).count();
    within(OUTAGE * 2, || (turns(payments()) >= 4).then_some(())).unwrap();
    demo.interrupt();
    demo.end().exits(0);
    let mut explain = project.command();
    let explain = explain.current_dir(&folder).args(["slo", "explain", "payments-open"]);
    let ledger = String::from_utf8(explain.output().unwrap().stdout).unwrap();
    let lines = || ledger.lines().take_while(|line| !line.starts_with("sum "));
    let total = ledger.lines().find(|line| line.starts_with("sum ")).unwrap();
    let of = |state: &str| {
        let (_, rest) = total.split_once(&format!("{state} ")).unwrap();
        micros(rest.split(' ').next().unwrap())
    };
    for state in ["up", "degraded", "down", "unknown"] {
        let added: u64 = lines().map(|line| added(line, state)).sum();
        assert_eq!(added, of(state), "{state}\n{ledger}");
    }
    // Two outages of 20 s, seen by runs 5 s apart.
    let (up, down) = (of("up"), of("down"));
    assert!((30_000_000..=50_000_000).contains(&down), "{ledger}");
    let thousandths = u128::from(up) * 100_000 / u128::from(up + down);
    let share = format!("= {}.{:03} %", thousandths / 1_000, thousandths % 1_000);
    let availability = ledger.lines().find(|line| line.starts_with("availability ")).unwrap();
    assert!(availability.ends_with(&share), "{share}\n{availability}");
}
