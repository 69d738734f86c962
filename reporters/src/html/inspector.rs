//! What is known of a step: what is wrong, its checks, both sides of its exchange.

use runner_model::{
    Body, CheckResult, CheckVerdict, Connection, Exchange, Header, Place, StepResult,
};
use serde::Serialize;

use super::bars::phases;
use super::bodies::Room;
use super::mark::Mark;
use crate::console::{Drawn, cut, during, name_of, one_line, told, tries};
use crate::finding::{self, Finding, Weight};
use crate::human;

/// How much is shown of a value or a header.
const VALUE: usize = 2000;
/// How many tries are listed.
const TRIES: usize = 100;
/// The widest a source line is drawn.
const SOURCE: usize = 140;

/// All that is known of a step.
#[derive(Debug, Serialize)]
pub(super) struct Inspector {
    /// `step 3 "open the first one"`.
    pub(super) title: String,
    place: String,
    /// `2 of 4 checks failed`.
    checked: Option<String>,
    trouble: Vec<Trouble>,
    checks: Vec<Check>,
    saved: Vec<Named>,
    tried: Vec<String>,
    tries: Vec<Attempt>,
    notes: Vec<String>,
    exchange: Option<Sides>,
}

/// Something that is wrong, at its place.
#[derive(Debug, Serialize)]
pub(super) struct Trouble {
    mark: Mark,
    message: String,
    place: String,
    snippet: Option<Snippet>,
    hint: Vec<String>,
    /// It says nothing about the service.
    ours: bool,
}

/// A source line with room for carets.
#[derive(Debug, Serialize)]
struct Snippet {
    /// The line number, and as much space.
    number: String,
    gutter: String,
    source: String,
    before: String,
    carets: String,
}

/// A claim, and how it came out.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    mark: Mark,
    subject: String,
    said: String,
    /// It stands among the trouble, too.
    told: bool,
}

#[derive(Debug, Serialize)]
struct Named {
    name: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct Attempt {
    mark: Mark,
    said: String,
    took: String,
}

/// A request with its answer.
#[derive(Debug, Serialize)]
struct Sides {
    line: String,
    hops: Vec<String>,
    request: Side,
    response: Option<Side>,
    /// Why there is no (whole) response.
    broke: Option<String>,
    phases: Vec<PhaseTime>,
    total: String,
    facts: Vec<Named>,
}

#[derive(Debug, Serialize)]
struct Side {
    /// `200 · application/json · 65 B`.
    title: String,
    headers: Vec<Named>,
    body: String,
    /// What there is to say of the body.
    said: Option<String>,
}

#[derive(Debug, Serialize)]
struct PhaseTime {
    phase: &'static str,
    took: String,
    /// In percent of the longest.
    width: String,
}

impl Inspector {
    /// Of a step; `trouble` says whether its bodies are worth more room than others.
    pub(super) fn of(step: &StepResult, trouble: bool, room: &mut Room) -> Self {
        let found = finding::of_step(step);
        let told = |check: &CheckResult| {
            found.iter().any(|found| found.check.is_some_and(|told| std::ptr::eq(told, check)))
        };
        let telling = |check: &CheckResult, shown: Check| Check { told: told(check), ..shown };
        let checks = step.checks.iter().map(|check| telling(check, Check::of(check)));
        let warnings = step.warnings.iter().map(|check| telling(check, Check::of_warning(check)));
        let saved = step.saved.iter().map(|saved| {
            let text = saved.value.as_str().map(str::to_owned);
            Named::of(&saved.name, &text.unwrap_or_else(|| saved.value.to_string()))
        });
        let left_out = step.tries.len().saturating_sub(TRIES);
        let attempts = step.tries[left_out..].iter().map(Attempt::of).collect();
        Self {
            title: name_of(step),
            place: one_line(&step.place.to_string()).into_owned(),
            checked: checked(&step.checks),
            trouble: found.iter().map(Trouble::of).collect(),
            checks: checks.chain(warnings).collect(),
            saved: saved.collect(),
            tried: tries(step),
            tries: attempts,
            notes: step.notes.iter().map(|note| one_line(note).into_owned()).collect(),
            exchange: step.exchange.as_ref().map(|exchange| Sides::of(exchange, trouble, room)),
        }
    }
}

fn checked(checks: &[CheckResult]) -> Option<String> {
    let broken = checks.iter().filter(|check| !check.held()).count();
    match (broken, checks.len()) {
        (_, 0) => None,
        (0, all) => Some(format!("{} passed", human::count(all, "check"))),
        (broken, all) => Some(format!("{broken} of {} failed", human::count(all, "check"))),
    }
}

impl Trouble {
    /// Of something that was found.
    pub(super) fn of(found: &Finding<'_>) -> Self {
        let mark = match found.weight {
            Weight::Theirs => Mark { icon: "bad", word: "Failed" },
            Weight::Ours => Mark { icon: "unsure", word: "Errored" },
            Weight::Uneasy => Mark { icon: "warn", word: "Warning" },
        };
        Self {
            mark,
            message: found.message.clone(),
            place: one_line(&found.place.to_string()).into_owned(),
            snippet: Snippet::of(found.place),
            hint: found.hint.into_iter().flat_map(crate::console::lines).collect(),
            ours: found.weight == Weight::Ours,
        }
    }
}

impl Snippet {
    fn of(place: &Place) -> Option<Self> {
        if place.line == 0 || place.source.is_empty() {
            return None;
        }
        let Drawn { source, before, caret_width } = Drawn::of(place, SOURCE);
        let number = place.line.to_string();
        Some(Self {
            gutter: " ".repeat(number.len()),
            number,
            source,
            before: " ".repeat(before),
            carets: "^".repeat(caret_width),
        })
    }
}

impl Check {
    /// Of `expect`.
    pub(super) fn of(check: &CheckResult) -> Self {
        Self::with(check, Mark::of_check(check))
    }

    fn of_warning(check: &CheckResult) -> Self {
        Self::with(check, Mark::of_warning(check))
    }

    fn with(check: &CheckResult, mark: Mark) -> Self {
        let subject = one_line(&check.subject).into_owned();
        let said = match &check.verdict {
            // As written, without the subject that stands above it.
            CheckVerdict::Held => {
                let written = one_line(check.place.source.trim()).into_owned();
                let claim = written.strip_prefix(&subject).and_then(|c| c.strip_prefix(':'));
                claim.map(|claim| claim.trim().to_owned()).unwrap_or_default()
            }
            CheckVerdict::Broken { .. } => {
                let said = told(check);
                said.strip_prefix(&format!("{subject}: ")).unwrap_or(&said).to_owned()
            }
        };
        Self { mark, subject, said: cut(&said, VALUE).into_owned(), told: false }
    }
}

impl Named {
    fn of(name: &str, value: &str) -> Self {
        let value = cut(&one_line(value), VALUE).into_owned();
        Self { name: one_line(name).into_owned(), value }
    }
}

impl Attempt {
    fn of(attempt: &runner_model::Try) -> Self {
        let said = match &attempt.result {
            runner_model::TryResult::Status(status) => format!("answered {status}"),
            runner_model::TryResult::Error(message) => one_line(message).into_owned(),
        };
        let mark = Mark::of_try(&attempt.result);
        Self { mark, said, took: human::duration(attempt.took) }
    }
}

impl Sides {
    fn of(exchange: &Exchange, trouble: bool, room: &mut Room) -> Self {
        let request = &exchange.request;
        let longest = phases(&exchange.timings).map(|(_, time)| time).max().unwrap_or_default();
        let share = |time: std::time::Duration| {
            if longest.is_zero() { 0.0 } else { time.as_secs_f64() / longest.as_secs_f64() * 100.0 }
        };
        let times = phases(&exchange.timings).map(|(phase, time)| PhaseTime {
            phase,
            took: human::duration(time),
            width: format!("{:.1}", share(time)),
        });
        let hop = |hop: &runner_model::Hop| {
            let took = human::duration(hop.timings.total());
            format!("{} from {} in {took}", hop.status, one_line(&hop.url))
        };
        let response = exchange.answer.response().map(|response| {
            let title = format!("{} {}", one_line(&response.protocol), response.status);
            let kind = response.header("content-type");
            Side::of(title, kind, &response.headers, Some(&response.body), trouble, room)
        });
        let line = format!("{} {}", one_line(&request.method), one_line(&request.url));
        let (headers, body) = (&request.headers, request.body.as_ref());
        Self {
            hops: exchange.hops.iter().map(hop).collect(),
            request: Side::of(line.clone(), None, headers, body, trouble, room),
            line,
            broke: exchange.answer.error().map(|error| {
                let what = if response.is_some() { "No whole answer" } else { "No answer" };
                format!("{what}, {}: {}", during(error), one_line(&error.message))
            }),
            response,
            phases: times.collect(),
            total: human::duration(exchange.took),
            facts: facts(exchange),
        }
    }
}

impl Side {
    fn of(
        title: String,
        kind: Option<String>,
        headers: &[Header],
        body: Option<&Body>,
        trouble: bool,
        room: &mut Room,
    ) -> Self {
        let size = body.filter(|body| body.size > 0).map(|body| human::size(body.size));
        let kind = kind.map(|kind| one_line(&kind).into_owned());
        let title = [Some(title), kind, size].into_iter().flatten().collect::<Vec<_>>();
        let (body, said) = body.map(|body| room.text_of(body, trouble)).unwrap_or_default();
        let headers = headers.iter().map(|header| Named::of(&header.name, &header.value));
        Self { title: title.join(" · "), headers: headers.collect(), body, said }
    }
}

/// What the connection was like.
fn facts(exchange: &Exchange) -> Vec<Named> {
    let trace = exchange.request.trace.as_ref().map(|trace| Named::of("trace", trace.as_str()));
    let connection = exchange.answer.response().map(|response| &response.connection);
    trace.into_iter().chain(connection.into_iter().flat_map(of_connection)).collect()
}

fn of_connection(connection: &Connection) -> Vec<Named> {
    let mut facts = Vec::new();
    if let Some(remote) = connection.remote {
        facts.push(Named::of("address", &remote.to_string()));
    }
    let reused = if connection.reused { "reused" } else { "opened for this request" };
    facts.push(Named::of("connection", reused));
    if let Some(version) = &connection.tls_version {
        facts.push(Named::of("tls", version));
    }
    if let Some(certificate) = &connection.certificate {
        facts.push(Named::of("certificate", &certificate.subject));
        facts.push(Named::of("issued by", &certificate.issuer));
        let (from, until) = (certificate.not_before, certificate.not_after);
        facts.push(Named::of("valid", &format!("{from} to {until}")));
    }
    facts
}
