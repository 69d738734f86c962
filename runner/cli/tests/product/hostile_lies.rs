//! Every lie of the origin over HTTP/1, and what is said of it.

use std::time::Duration;

use runner_testkit::Lie;
use serde_json::Value;

use crate::support::Project;

/// What comes of a step that wants `$.hello` to be `world`.
enum Row {
    /// It is odd, not wrong.
    Passes,
    /// The answer is whole, and not what was asked for. Words of what is said of it.
    Fails(&'static str),
    /// There is no whole answer: kind, phase, words of the message.
    Breaks(&'static str, &'static str, &'static str),
}

use Row::{Breaks, Fails, Passes};

const UNDECIDED_LENGTH: Row = Breaks("protocol", "wait", "(invalid content-length)");
const BAD_HEADER: Row = Breaks("protocol", "wait", "(invalid HTTP header)");
const BAD_VERSION: Row = Breaks("protocol", "wait", "(invalid HTTP version)");
const TOO_LARGE: Row =
    Breaks("too_large", "receive", "longer than 10 MB, the limit set by `max_body`");
const NO_FIRST_BYTE: Row = Breaks("timeout", "wait", "for the first byte");

fn row(lie: Lie) -> Row {
    match lie {
        Lie::CloseBeforeHead | Lie::CloseInHead => {
            Breaks("reset", "wait", "closed the connection before it had answered")
        }
        Lie::ResetBeforeHead | Lie::ResetInHead => {
            Breaks("reset", "wait", "reset the connection before it had answered")
        }
        Lie::LengthTooLong => {
            Breaks("reset", "receive", "closed the connection after 17 of 100 promised bytes")
        }
        Lie::ResetInBody => {
            Breaks("reset", "receive", "reset the connection after 17 of 100 promised bytes")
        }
        Lie::LastChunkMissing => Breaks("reset", "receive", "a body whose end had not come"),
        Lie::StallBeforeHead | Lie::StallInHead | Lie::InterimStorm => NO_FIRST_BYTE,
        Lie::StallInBody => Breaks("timeout", "receive", "17 of 100 bytes of the body came"),
        Lie::LengthConflict | Lie::LengthNegative | Lie::LengthNotANumber | Lie::LengthOverflow => {
            UNDECIDED_LENGTH
        }
        Lie::ChunkSizeBroken | Lie::ChunkSizeOverflow => {
            Breaks("protocol", "receive", "is not well-formed (invalid chunk size")
        }
        Lie::GzipTruncated => Breaks("protocol", "receive", "cut off or damaged"),
        Lie::GzipFake => Breaks("protocol", "receive", "the body says gzip and is not"),
        Lie::GzipBomb | Lie::BrBomb | Lie::ZstdBomb | Lie::HugeBody | Lie::EndlessBody => TOO_LARGE,
        Lie::EndlessHeaders => Breaks("protocol", "wait", "(message head is too large)"),
        Lie::Garbage | Lie::Http09 | Lie::UnknownVersion => BAD_VERSION,
        Lie::StatusNotANumber => Breaks("protocol", "wait", "(invalid HTTP status-code)"),
        Lie::NulInHeader | Lie::BareCrInHeader | Lie::HeaderWithoutColon | Lie::FoldedHeader => {
            BAD_HEADER
        }
        // Chunks win over a length, and both bodies of the origin are then one.
        Lie::LengthTooShort | Lie::LengthAndChunked | Lie::BadJson => Fails("not JSON"),
        Lie::BadUtf8 => Fails("not"),
        Lie::DeepJson => Fails("nested deeper"),
        Lie::NoContentWithBody => Fails("empty"),
        Lie::RedirectNowhere | Lie::RedirectBadUrl | Lie::RedirectToFile => Fails("302"),
        Lie::StaleKeepAlive
        | Lie::CloseAfterAnswer
        | Lie::LengthTwice
        | Lie::UnknownEncoding
        | Lie::HugeHeader
        | Lie::ManyHeaders
        | Lie::ByteByByte
        | Lie::HeadWithBody
        | Lie::Latin1InHeader
        | Lie::NoReason
        | Lie::OddHeaderCase => Passes,
    }
}

#[test]
fn every_lie_gets_its_verdict_with_phase_and_cause_within_the_steps_time() {
    let mut suite = String::from("tests:\n");
    for lie in Lie::ALL {
        let (name, timeout) = (lie.name(), time_of(row(*lie)).as_secs());
        suite += &format!(
            "  {name}: {{ steps: [ {{ get: ORIGIN/lie/{name}, timeout: {timeout}s, expect: {{ $.hello: world }} }} ] }}\n"
        );
    }
    let (ended, report) = Project::new().suite("a.trip.yaml", &suite).report(&[]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(ended.took < Duration::from_secs(30), "{:?}", ended.took);
    let tests = report["suites"][0]["variants"][0]["tests"].as_array().unwrap();
    assert_eq!(tests.len(), Lie::ALL.len());
    for (lie, test) in Lie::ALL.iter().zip(tests) {
        check(*lie, &test["steps"][0]);
    }
}

/// What ends by the step's time has little of it. What ends by itself has plenty: ten megabytes take
/// a while on a machine that has other things to do.
fn time_of(row: Row) -> Duration {
    match row {
        Breaks("timeout", _, _) => Duration::from_secs(2),
        Breaks(_, _, _) | Fails(_) | Passes => Duration::from_secs(20),
    }
}

fn check(lie: Lie, step: &Value) {
    let (outcome, took) = (&step["outcome"], step["took"].as_f64().unwrap());
    let most = time_of(row(lie)) + Duration::from_secs(6);
    assert!(took < most.as_secs_f64() * 1000.0, "{lie:?} took {took} ms");
    match row(lie) {
        Passes => assert_eq!(outcome, "passed", "{lie:?}: {step:#}"),
        Fails(words) => {
            assert_eq!(outcome["failed"], "checks", "{lie:?}: {step:#}");
            assert!(step["checks"].to_string().contains(words), "{lie:?}: {step:#}");
        }
        Breaks(kind, phase, words) => {
            let error = &outcome["failed"]["transport"];
            let expected = (&kind.into(), &phase.into());
            assert_eq!((&error["kind"], &error["phase"]), expected, "{lie:?}: {step:#}");
            let message = error["message"].as_str().unwrap();
            assert!(message.contains(words), "{lie:?}: {message}");
        }
    }
}

#[test]
fn the_answer_to_head_has_no_body_whatever_follows_it() {
    let project = Project::new().suite(
        "a.trip.yaml",
        "  - { head: ORIGIN/lie/head-with-body, expect: { status: 200, body: \"\" } }\n  - get: ORIGIN/json\n",
    );
    project.run(&[]).exits(0);
}

#[test]
fn no_report_runs_out_of_stack_over_deep_json() {
    let project = Project::new()
        .suite("a.trip.yaml", "  - { get: ORIGIN/lie/deep-json, expect: { $.hello: world } }\n");
    for report in ["console", "json", "jsonl", "junit", "tap", "github", "html"] {
        let ended = project.run(&["--report", report]).exits(1);
        assert!(!ended.stdout.is_empty() && ended.stdout.len() < 1_000_000, "{report}");
    }
}

#[test]
fn a_get_over_a_connection_closed_meanwhile_is_sent_again_and_a_post_is_not() {
    for (method, code) in [("get", 0), ("post", 1)] {
        let suite = format!("  - get: ORIGIN/first\n  - {method}: ORIGIN/json\n");
        let project = Project::new().suite("a.trip.yaml", &suite);
        project.origin.on("/first", runner_testkit::Reply::lie(Lie::StaleKeepAlive));
        let ended = project.run(&[]).exits(code);
        let times = if code == 0 { 2 } else { 1 };
        assert_eq!(project.count("/json"), times, "{method}");
        assert_eq!(project.origin.connections(), times, "{method}");
        if code == 1 {
            ended.says(&[
                "closed the connection, kept open from an earlier request, before it had answered",
                "whether the POST was carried out is not known",
            ]);
        }
    }
}
