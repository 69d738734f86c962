//! Where the time of a step went, as bars on the axis of its chain.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{Exchange, Outcome, StepMark, StepResult, Timings, TryResult};
use serde::Serialize;

use crate::human;

/// The time of a chain, from its first step to the end of its last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    start: Timestamp,
    length: Duration,
}

impl Axis {
    /// Of these steps.
    pub(super) fn of(steps: &[&StepResult]) -> Self {
        let start = steps.iter().map(|step| step.started).min().unwrap_or(Timestamp::UNIX_EPOCH);
        let length = steps.iter().map(|step| since(start, step.started) + step.took).max();
        let length = length.unwrap_or_default().max(Duration::from_micros(100));
        Self { start, length }
    }

    /// Of these steps, and at least so long.
    pub(super) fn at_least(self, length: Duration) -> Self {
        Self { length: self.length.max(length), ..self }
    }

    /// How long it is.
    pub(super) fn length(self) -> Duration {
        self.length
    }

    /// How far `at` is from the start.
    pub(super) fn offset(self, at: Timestamp) -> Duration {
        since(self.start, at)
    }

    /// In percent of the axis, 0 to 100.
    fn percent(self, time: Duration) -> f64 {
        (time.as_secs_f64() / self.length.as_secs_f64() * 100.0).clamp(0.0, 100.0)
    }

    /// Round times, four to eight of them, the start among them.
    pub(super) fn ticks(self) -> Vec<Tick> {
        let length = self.length.as_secs_f64();
        let magnitude = 10_f64.powf((length / 5.0).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * magnitude);
        let step = steps.into_iter().find(|step| length / step <= 6.0).unwrap_or(length);
        let mut ticks = Vec::new();
        // A label at the very end would stand outside.
        for number in 0..8_u32 {
            let seconds = step * f64::from(number);
            if seconds > length * 0.93 {
                break;
            }
            let time = Duration::from_secs_f64(seconds);
            let label = if number == 0 { "0".to_owned() } else { human::duration(time) };
            ticks.push(Tick { x: self.percent(time), label });
        }
        ticks
    }
}

fn since(start: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(start)).unwrap_or_default()
}

/// Two decimals are a tenth of a pixel.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn written<S: serde::Serializer>(percent: &f64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("{percent:.2}"))
}

/// A line across all rows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Tick {
    #[serde(serialize_with = "written")]
    x: f64,
    label: String,
}

/// A part of a bar, in percent of the axis.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Bar {
    #[serde(serialize_with = "written")]
    x: f64,
    #[serde(serialize_with = "written")]
    width: f64,
    class: &'static str,
    /// `tls: 8 ms`.
    label: String,
}

/// All bars of a step.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Bars {
    /// What is seen, as a sentence.
    pub(super) sentence: String,
    /// The phases of the exchange, hops and earlier tries before it.
    bars: Vec<Bar>,
    /// The whole step when it was more than its last exchange: tries and waits.
    span: Option<Bar>,
    /// Where a remark can stand: right of the bars, left of them or on them; `None` when nowhere.
    remark: Option<Side>,
}

/// Where a remark stands beside bars.
#[derive(Clone, Debug, Serialize)]
struct Side {
    #[serde(serialize_with = "written")]
    x: f64,
    dx: i8,
    anchor: &'static str,
    class: &'static str,
}

impl Bars {
    /// Of a step.
    pub(super) fn of(step: &StepResult, axis: Axis) -> Self {
        let whole = (axis.offset(step.started), step.took);
        let mut bars = Vec::new();
        let mut sentence = format!("Began after {}", human::duration(axis.offset(step.started)));
        for attempt in earlier(step) {
            let label = match &attempt.result {
                TryResult::Status(status) => format!("a try: {status}"),
                TryResult::Error(_) => "a try: no answer".to_owned(),
            };
            bars.push(bar(axis, axis.offset(attempt.at), attempt.took, "try", label));
        }
        match &step.exchange {
            Some(exchange) => {
                bars.extend(of_exchange(exchange, axis));
                sentence.push_str(&format!(", took {}", human::duration(step.took)));
                sentence.push_str(&format!(": {}", said(&exchange.timings)));
            }
            None if step.outcome.summary() == Outcome::Skipped => {
                let remark = side(axis.percent(whole.0), axis.percent(whole.0), &[]);
                return Self { sentence: "Skipped".to_owned(), remark, ..Self::default() };
            }
            None if !step.took.is_zero() => {
                let label = format!("took {}", human::duration(step.took));
                sentence.push_str(&format!(", {label}"));
                bars.push(bar(axis, axis.offset(step.started), step.took, "other", label));
            }
            None => {}
        }
        let span = (step.tries.len() > 1).then(|| {
            let label = format!("the whole step: {}", human::duration(step.took));
            bar(axis, whole.0, whole.1, "span", label)
        });
        let (from, to) = (axis.percent(whole.0), axis.percent(whole.0 + whole.1));
        let remark = side(from, to, &bars);
        Self { sentence, bars, span, remark }
    }
}

impl Bars {
    /// Of a step of which only marks are kept, and which began after `offset`.
    pub(super) fn of_mark(mark: &StepMark, offset: Duration, axis: Axis) -> Self {
        let mut bars = Vec::new();
        let mut sentence = format!("Began after {}", human::duration(offset));
        sentence.push_str(&format!(", took {}", human::duration(mark.took)));
        match &mark.timings {
            Some(timings) => {
                sentence.push_str(&format!(": {}", said(timings)));
                // The last exchange of a step ends with it.
                let mut at = (offset + mark.took).saturating_sub(timings.total());
                for (phase, time) in phases(timings).filter(|(_, time)| !time.is_zero()) {
                    let label = format!("{phase}: {}", human::duration(time));
                    bars.push(bar(axis, at, time, phase, label));
                    at += time;
                }
            }
            None if mark.took.is_zero() => {}
            None => {
                let label = format!("took {}", human::duration(mark.took));
                bars.push(bar(axis, offset, mark.took, "other", label));
            }
        }
        Self { sentence, bars, ..Self::default() }
    }
}

/// When the same step of another run took place, in percent of the axis.
pub(super) fn ghost(step: &StepResult, of: Axis, axis: Axis) -> Bar {
    let label = format!("the last pass: {}", human::duration(step.took));
    bar(axis, of.offset(step.started), step.took, "ghost", label)
}

/// Room for a remark is right of what ends early, left of what begins late, else on the widest bar.
fn side(from: f64, to: f64, bars: &[Bar]) -> Option<Side> {
    const ROOM: f64 = 38.0;
    let widest = bars.iter().max_by(|a, b| a.width.total_cmp(&b.width));
    if 100.0 - to >= ROOM {
        Some(Side { x: to, dx: 8, anchor: "start", class: "beside" })
    } else if from >= ROOM {
        Some(Side { x: from, dx: -8, anchor: "end", class: "beside" })
    } else {
        let bar = widest.filter(|bar| bar.width >= ROOM)?;
        Some(Side { x: bar.x + bar.width, dx: -8, anchor: "end", class: "on" })
    }
}

/// All tries but the last, whose exchange is drawn in full.
fn earlier(step: &StepResult) -> &[runner_model::Try] {
    match step.tries.split_last() {
        Some((_, earlier)) if step.exchange.is_some() => earlier,
        Some(_) | None => &step.tries,
    }
}

fn of_exchange(exchange: &Exchange, axis: Axis) -> Vec<Bar> {
    let mut at = axis.offset(exchange.at);
    let mut bars = Vec::new();
    for timings in exchange.hops.iter().map(|hop| &hop.timings).chain([&exchange.timings]) {
        for (phase, time) in phases(timings) {
            if !time.is_zero() {
                let label = format!("{phase}: {}", human::duration(time));
                bars.push(bar(axis, at, time, phase, label));
            }
            at += time;
        }
    }
    if let Some(last) = bars.last_mut().filter(|_| exchange.answer.error().is_some()) {
        last.class = "broke";
    }
    bars
}

/// The phases that happened, in order, by the names that the rest of tripline uses.
pub(super) fn phases(timings: &Timings) -> impl Iterator<Item = (&'static str, Duration)> {
    let all = [
        ("dns", timings.dns),
        ("connect", timings.connect),
        ("tls", timings.tls),
        ("send", Some(timings.send)),
        ("wait", Some(timings.wait)),
        ("receive", Some(timings.receive)),
    ];
    all.into_iter().filter_map(|(phase, time)| Some((phase, time?)))
}

/// `dns 1 ms, connect 2.1 ms, wait 129 ms`
fn said(timings: &Timings) -> String {
    let happened = phases(timings).filter(|(_, time)| !time.is_zero());
    let happened = happened.map(|(phase, time)| format!("{phase} {}", human::duration(time)));
    happened.collect::<Vec<_>>().join(", ")
}

fn bar(axis: Axis, at: Duration, took: Duration, class: &'static str, label: String) -> Bar {
    const THINNEST: f64 = 0.2;
    let x = axis.percent(at).min(100.0 - THINNEST);
    let width = (axis.percent(at + took) - x).max(THINNEST);
    Bar { x, width, class, label }
}
