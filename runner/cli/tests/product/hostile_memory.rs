//! However much a server sends, little of it is ever held.
#![cfg(target_os = "linux")]

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use runner_testkit::{Http2Lie, Lie, Origin};

use crate::support::Project;

/// For the whole process, in MiB. A debug build of a run that does little needs half of it.
const MOST: f64 = 64.0;

/// What a process used at most.
#[derive(Debug)]
struct Peak {
    mebibytes: f64,
    took: Duration,
    code: Option<i32>,
}

/// `tripline run …`, watched. The high-water mark only grows, so the last look at it counts.
fn run(project: &Project, args: &[&str]) -> Peak {
    let began = Instant::now();
    let mut command = project.command();
    command.arg("run").args(args).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut kibibytes = 0_f64;
    loop {
        let seen = std::fs::read_to_string(&status).unwrap_or_default();
        let mark = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let mark = mark.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kibibytes = mark.unwrap_or(kibibytes).max(kibibytes);
        if let Some(ended) = child.try_wait().unwrap() {
            let mebibytes = kibibytes / 1024.0;
            return Peak { mebibytes, took: began.elapsed(), code: ended.code() };
        }
        if began.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it hangs, at {kibibytes} KiB");
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// What sends much, with the step's other keys.
const HEAVY: [Lie; 9] = [
    Lie::GzipBomb,
    Lie::BrBomb,
    Lie::ZstdBomb,
    Lie::HugeBody,
    Lie::EndlessBody,
    Lie::EndlessHeaders,
    Lie::InterimStorm,
    Lie::HugeHeader,
    Lie::DeepJson,
];

/// The same over HTTP/2.
const HEAVY_HTTP2: [Http2Lie; 4] = [
    Http2Lie::EndlessContinuation,
    Http2Lie::EmptyContinuations,
    Http2Lie::InterimStorm,
    Http2Lie::PingStorm,
];

/// Asks `url`, and looks at the answer.
fn asked(url: &str, more: &str) -> Peak {
    let step =
        format!("  - {{ get: \"{url}\", timeout: 2s{more}, expect: {{ $.hello: world }} }}\n");
    run(&Project::new().suite("a.trip.yaml", &step), &["--report", "json"])
}

#[track_caller]
fn assert_small(peak: &Peak, what: &str) {
    assert!(peak.mebibytes > 1.0 && peak.mebibytes < MOST, "{what}: {peak:?}");
    assert!(peak.took < Duration::from_secs(10), "{what}: {peak:?}");
}

#[test]
fn a_server_that_sends_without_end_fills_no_memory() {
    let origin = Origin::start();
    for lie in HEAVY {
        let peak = asked(&origin.url(&format!("/lie/{}", lie.name())), "");
        assert_small(&peak, lie.name());
        let is_legal = lie == Lie::HugeHeader;
        assert_eq!(peak.code, Some(i32::from(!is_legal)), "{lie:?}");
    }
}

#[test]
fn nor_does_one_that_speaks_http2() {
    for lie in HEAVY_HTTP2 {
        let origin = Origin::start_http2_lie(lie);
        let peak = asked(&origin.url("/"), ", http: 2");
        assert_small(&peak, &format!("{lie:?}"));
        assert_eq!(peak.code, Some(1), "{lie:?}");
    }
    let origin = Origin::start();
    for lie in [Lie::GzipBomb, Lie::HugeBody, Lie::EndlessBody] {
        let peak = asked(&origin.url(&format!("/lie/{}", lie.name())), ", http: 2");
        assert_small(&peak, lie.name());
    }
}
