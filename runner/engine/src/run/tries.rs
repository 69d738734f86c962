//! Asking once, again after a fault (`retry`), or until the answer is right (`until`).

use std::time::{Duration, Instant};

use jiff::Timestamp;
use runner_http::{Exchanged, Unsent};
use runner_model::{Exchange, Failure, PollEnd, Response, Try, TryResult};
use suites::{Retry, Step, Until};

use super::chain::{Chain, GivenUp, Site};
use crate::fill::FillError;
use crate::judge::{self, Facts};
use crate::request::{Fault, Prepared};

/// No wait between two tries is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The final exchange, with what its record does not hold.
pub(super) struct Last(Exchanged);

impl Last {
    pub(super) fn exchanged(&self) -> &Exchanged {
        &self.0
    }

    pub(super) fn into_exchange(self) -> Box<Exchange> {
        Box::new(self.0.exchange)
    }
}

/// How asking ended.
pub(super) enum Asked {
    /// With an answer, or a transport error, that is to be judged.
    Answered(Last),
    /// Polling never saw what it waited for.
    GaveUp(Last, Failure),
    /// The run was stopped, or the test's time is up.
    Interrupted(GivenUp),
}

/// Every try so far.
#[derive(Default)]
pub(super) struct Tries {
    told: Vec<Try>,
    /// The last exchange, while asking goes on.
    pub(super) last: Option<Last>,
    /// Since when the answer has been the same, and what it was.
    unchanged: Option<(Instant, u64)>,
}

impl Tries {
    /// For the result: nothing when there was only one.
    pub(super) fn told(self) -> Vec<Try> {
        if self.told.len() > 1 { self.told } else { Vec::new() }
    }

    fn count(&self) -> u32 {
        u32::try_from(self.told.len()).unwrap_or(u32::MAX)
    }

    /// `polling`: it matters whether the answer is the same as before.
    fn take_in(&mut self, exchanged: Exchanged, polling: bool) {
        let exchange = &exchanged.exchange;
        let result = match (exchange.answer.error(), exchange.answer.response()) {
            (Some(error), _) => TryResult::Error(error.message.clone()),
            (None, Some(response)) => TryResult::Status(response.status),
            (None, None) => TryResult::Error("no answer".to_owned()),
        };
        if polling {
            let answer = fingerprint(&result, &exchanged.body);
            if self.unchanged.is_none_or(|(_, known)| known != answer) {
                self.unchanged = Some((Instant::now(), answer));
            }
        }
        self.told.push(Try { at: exchange.at, took: exchange.took, result });
        self.last = Some(Last(exchanged));
    }

    fn give_up(&mut self, end: PollEnd) -> Option<Asked> {
        let unchanged_for = self.unchanged.map(|(since, _)| since.elapsed()).unwrap_or_default();
        let failure = Failure::Polling { end, tries: self.count(), unchanged_for };
        self.last.take().map(|last| Asked::GaveUp(last, failure))
    }
}

fn fingerprint(result: &TryResult, body: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    match result {
        TryResult::Status(status) => status.hash(&mut hasher),
        TryResult::Error(message) => message.hash(&mut hasher),
    }
    body.hash(&mut hasher);
    hasher.finish()
}

impl<'a> Chain<'a> {
    /// Asks as often as the step says.
    pub(super) async fn ask(
        &self,
        step: &'a Step,
        prepared: &Prepared<'a>,
        site: &Site<'a>,
        begun: Instant,
        tries: &mut Tries,
    ) -> Result<Asked, Fault> {
        loop {
            let exchanged = match self.unless_given_up(self.send(prepared)).await {
                Ok(Ok(exchanged)) => exchanged,
                Ok(Err(unsent)) => {
                    return Err(Fault {
                        error: FillError::unfit(unsent.to_string()),
                        span: step.span,
                    });
                }
                Err(given_up) => return Ok(Asked::Interrupted(given_up)),
            };
            tries.take_in(exchanged, step.until.is_some());
            let Some(last) = &tries.last else { continue };
            let facts = self.facts_of(last, prepared, site, begun.elapsed());
            let next = match (&step.until, prepared.retry) {
                (Some(until), _) => poll(until, &facts, begun, |check| self.as_written(check))?,
                (None, Some(retry)) => {
                    let nth = tries.count();
                    if retry.when.is_empty() && is_expected(step, &facts)? {
                        Next::Done
                    } else {
                        let jitter = site.seed.bits(nth as usize);
                        again(retry, nth, &facts, begun, jitter, self.shared.now())?
                    }
                }
                (None, None) => Next::Done,
            };
            drop(facts);
            match next {
                Next::Done => match tries.last.take() {
                    Some(last) => return Ok(Asked::Answered(last)),
                    None => continue,
                },
                Next::GiveUp(end) => {
                    if let Some(asked) = tries.give_up(end) {
                        return Ok(asked);
                    }
                }
                Next::After(wait) => {
                    if wait > self.time_left() && step.until.is_none() {
                        // The test would be over before: the answer stands.
                        if let Some(last) = tries.last.take() {
                            return Ok(Asked::Answered(last));
                        }
                    }
                    if let Err(given_up) = self.unless_given_up(tokio::time::sleep(wait)).await {
                        return Ok(Asked::Interrupted(given_up));
                    }
                }
            }
        }
    }

    async fn send(&self, prepared: &Prepared<'_>) -> Result<Exchanged, Unsent> {
        let host = prepared.request.url.authority().to_owned();
        let traffic = &self.shared.traffic;
        if let Some(pace) = &prepared.pace {
            traffic.turn_at(pace).await;
        }
        let _place = traffic.place_at(&host).await;
        self.shared
            .tools
            .http
            .exchange(prepared.request.clone(), &prepared.connect, &self.jar)
            .await
    }

    fn facts_of<'f>(
        &'f self,
        last: &'f Last,
        prepared: &'f Prepared<'_>,
        site: &'f Site<'_>,
        took: Duration,
    ) -> Facts<'f> {
        let sent = prepared.request.body.as_deref().unwrap_or_default();
        self.facts_about(last.exchanged(), sent, site, took)
    }

    pub(super) fn facts_about<'f>(
        &'f self,
        exchanged: &'f Exchanged,
        sent: &'f [u8],
        site: &'f Site<'_>,
        took: Duration,
    ) -> Facts<'f> {
        Facts {
            exchange: Some(&exchanged.exchange),
            body: &exchanged.body,
            sent,
            cookies: &exchanged.cookies,
            ..self.facts(site, took)
        }
    }
}

/// What follows from a try.
enum Next {
    Done,
    GiveUp(PollEnd),
    After(Duration),
}

/// Any other answer, and any transport error, is "not yet".
fn poll(
    until: &Until,
    facts: &Facts<'_>,
    begun: Instant,
    written: impl Fn(&suites::Check) -> String,
) -> Result<Next, Fault> {
    let answered = facts.exchange.is_some_and(|exchange| exchange.answer.error().is_none());
    let arrived = answered || names_error(&until.checks);
    if arrived && judge::holds(&until.checks, facts)?.is_none() {
        return Ok(Next::Done);
    }
    if answered && !until.stop_when.is_empty() && judge::holds(&until.stop_when, facts)?.is_none() {
        let because = until.stop_when.iter().map(written).collect::<Vec<_>>().join(", ");
        return Ok(Next::GiveUp(PollEnd::Stopped { because }));
    }
    // No try begins after `for_up_to`.
    if begun.elapsed() + until.every > until.for_up_to {
        return Ok(Next::GiveUp(PollEnd::TimeUp { limit: until.for_up_to }));
    }
    Ok(Next::After(until.every))
}

/// Whether checks speak of transport errors.
pub(super) fn names_error(checks: &[suites::Check]) -> bool {
    checks.iter().any(|check| matches!(check.subject.value, suites::Subject::Error))
}

/// The step asks for this very status or error (`status: 503`, `error: refused`): there is
/// nothing to repeat for.
fn is_expected(step: &Step, facts: &Facts<'_>) -> Result<bool, Fault> {
    let named = |check: &&suites::Check| {
        matches!(check.subject.value, suites::Subject::Status | suites::Subject::Error)
    };
    let named: Vec<suites::Check> = step.expect.iter().filter(named).cloned().collect();
    Ok(!named.is_empty() && judge::holds(&named, facts)?.is_none())
}

/// Repeats after a transport error, 429, 502, 503 or 504 (or `when`).
fn again(
    retry: &Retry,
    tries: u32,
    facts: &Facts<'_>,
    begun: Instant,
    jitter: u64,
    now: Timestamp,
) -> Result<Next, Fault> {
    if tries > retry.times || !is_transient(retry, facts)? {
        return Ok(Next::Done);
    }
    let response = facts.exchange.and_then(|exchange| exchange.answer.response());
    let asked_for = response.and_then(|response| retry_after(response, now));
    let wait = asked_for.unwrap_or_else(|| backed_off(retry, tries, jitter));
    // A `Retry-After` beyond the time left fails at once.
    if retry.for_up_to.is_some_and(|limit| begun.elapsed() + wait > limit) {
        return Ok(Next::Done);
    }
    Ok(Next::After(wait))
}

fn is_transient(retry: &Retry, facts: &Facts<'_>) -> Result<bool, Fault> {
    let Some(exchange) = facts.exchange else { return Ok(false) };
    if !retry.when.is_empty() {
        return Ok(judge::holds(&retry.when, facts)?.is_none());
    }
    if exchange.answer.error().is_some() {
        return Ok(true);
    }
    let status = exchange.answer.response().map(|response| response.status);
    Ok(matches!(status, Some(429 | 502 | 503 | 504)))
}

/// `wait × backoff^(n-1)`, give or take 20 %, at most 30 s.
fn backed_off(retry: &Retry, tries: u32, jitter: u64) -> Duration {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let random = (jitter >> 11) as f64 / (1_u64 << 53) as f64;
    let grown = retry.wait.as_secs_f64() * retry.backoff.powi(tries.min(64).cast_signed() - 1);
    let jittered = grown * (0.8 + 0.4 * random);
    Duration::try_from_secs_f64(jittered).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
}

/// Seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(response: &Response, now: Timestamp) -> Option<Duration> {
    let text = response.header("retry-after")?;
    if let Ok(seconds) = text.trim().parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let at = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}
