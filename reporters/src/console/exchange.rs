//! A request with its answer, as in `curl -v`: `>` was sent, `<` came back.
//!
//! The marks also keep a body from being taken for something else: no line of it begins a line of
//! ours, and none is read as a command by a build server.

use std::time::Duration;

use runner_model::{Answer, Body, Exchange, Header, TransportErrorKind};
use serde::de::IgnoredAny;

use super::look::{Look, Tone};
use super::{pretty, problem, text};
use crate::human;

/// How many bytes of a body are printed, indented as they are.
const SHOWN: usize = 4 * 1024;
/// How many lines of a body are printed.
const LINES: usize = 60;
/// How much of a header line is printed.
const HEADER: usize = 200;

/// The request, what came of it, and when: `GET https://… 200 in 143 ms  trace 4bf92f35…`.
pub(super) fn headline(exchange: &Exchange, look: Look) -> String {
    let request = &exchange.request;
    let took = human::duration(exchange.took);
    let answer = match &exchange.answer {
        Answer::Complete(response) => format!("{} in {took}", response.status),
        Answer::Broken { head: Some(head), error } => {
            format!("{}, then {} after {took}", head.status, error.kind.as_str())
        }
        Answer::Broken { head: None, error } => match error.kind {
            TransportErrorKind::Timeout => format!("no answer in {took}"),
            TransportErrorKind::Refused
            | TransportErrorKind::Dns
            | TransportErrorKind::Tls
            | TransportErrorKind::Reset
            | TransportErrorKind::Protocol
            | TransportErrorKind::TooLarge
            | TransportErrorKind::Redirect => {
                format!("no answer ({} after {took})", error.kind.as_str())
            }
        },
    };
    let trace = request.trace.as_ref().map(|trace| format!("  trace {:.8}…", trace.as_str()));
    format!(
        "{} {}  {}{}",
        text::one_line(&request.method),
        text::one_line(&request.url),
        look.paint(Tone::Strong, answer),
        trace.map(|trace| look.paint(Tone::Faint, trace)).unwrap_or_default(),
    )
}

/// The redirects that were followed, one a line.
pub(super) fn hops(exchange: &Exchange) -> Vec<String> {
    let hop = |hop: &runner_model::Hop| {
        let took = human::duration(hop.timings.total());
        format!("redirected: {} from {} in {took}", hop.status, text::one_line(&hop.url))
    };
    exchange.hops.iter().map(hop).collect()
}

/// Headers and bodies of both sides, and where the time went.
pub(super) fn both_sides(exchange: &Exchange, look: Look) -> Vec<String> {
    let request = &exchange.request;
    let mut lines = Vec::new();
    side(&mut lines, ">", &request.headers, request.body.as_ref(), look);
    if let Some(response) = exchange.answer.response() {
        let status = format!("{} {}", text::one_line(&response.protocol), response.status);
        lines.push(marked("<", &status, look));
        side(&mut lines, "<", &response.headers, Some(&response.body), look);
        if let Some(error) = exchange.answer.error() {
            let said = format!("(broke off {})", problem::during(error));
            lines.push(marked("<", &said, look));
        }
    }
    lines.push(phases(exchange));
    lines
}

fn side(lines: &mut Vec<String>, mark: &str, headers: &[Header], body: Option<&Body>, look: Look) {
    for header in headers {
        let value = text::one_line(&header.value);
        let line = format!("{}: {}", text::one_line(&header.name), text::cut(&value, HEADER));
        lines.push(marked(mark, &look.paint(Tone::Faint, line), look));
    }
    let Some(body) = body else { return };
    lines.push(marked(mark, "", look));
    lines.extend(body_lines(body).iter().map(|line| marked(mark, line, look)));
}

fn marked(mark: &str, line: &str, look: Look) -> String {
    let mark = look.paint(Tone::Faint, mark);
    if line.is_empty() { mark } else { format!("{mark} {line}") }
}

/// A body for reading: JSON indented, at most [`SHOWN`] bytes, never half a character.
fn body_lines(body: &Body) -> Vec<String> {
    if body.size == 0 {
        return vec!["(no body)".to_owned()];
    }
    if body.binary {
        return vec![format!("({} of binary data)", human::size(body.size))];
    }
    let whole = if is_json(body) { pretty::indented(&body.text) } else { body.text.clone() };
    let shown = shown(&whole);
    let mut lines: Vec<String> = text::lines(shown).collect();
    if shown.len() < whole.len() || body.cut {
        let size = human::size(body.size);
        let left = text::lines(whole[shown.len()..].trim_start_matches('\n')).count();
        let more = human::thousands(left);
        lines.push(match left {
            0 | 1 => format!("… ({size} in all)"),
            _ if body.cut => format!("… {more} lines and more ({size} in all)"),
            _ => format!("… {more} more lines ({size} in all)"),
        });
    }
    lines
}

/// As much of a body as is worth a screen: whole lines, if that does not cost too much.
fn shown(whole: &str) -> &str {
    let begun = text::beginning(whole, SHOWN);
    if let Some((end, _)) = begun.match_indices('\n').nth(LINES - 1) {
        return &begun[..end];
    }
    match begun.rfind('\n') {
        Some(end) if begun.len() < whole.len() && end > SHOWN / 2 => &begun[..end],
        Some(_) | None => begun,
    }
}

/// Whether a body reads better when it is indented.
pub(crate) fn is_json(body: &Body) -> bool {
    let looks = body.text.trim_start().starts_with(['{', '[']);
    looks && (body.cut || serde_json::from_str::<IgnoredAny>(&body.text).is_ok())
}

/// Where the time went: `dns 1 ms · connect 2 ms · send 0.1 ms · wait 120 ms · receive 3 ms`.
fn phases(exchange: &Exchange) -> String {
    let timings = &exchange.timings;
    let whole = exchange.answer.error().is_none();
    // Of an exchange that broke off, a phase without any time is one that was not reached.
    let reached = |time: Duration| (whole || !time.is_zero()).then_some(time);
    let all = [
        ("dns", timings.dns),
        ("connect", timings.connect),
        ("tls", timings.tls),
        ("send", reached(timings.send)),
        ("wait", reached(timings.wait)),
        ("receive", reached(timings.receive)),
    ];
    let happened = all
        .into_iter()
        .filter_map(|(phase, time)| Some(format!("{phase} {}", human::duration(time?))))
        .collect::<Vec<_>>()
        .join(" · ");
    let reused = exchange.answer.response().is_some_and(|response| response.connection.reused);
    if reused { format!("{happened} (connection reused)") } else { happened }
}
