//! How a promise stands, in a line.

use std::time::Duration;

use runner_health::burn::BurnRule;
use runner_health::exact::{Fraction, percent_text, plain_text};
use runner_health::sli::Attainment;
use runner_monitor::promises::{Account, Books, BooksError, Promise};
use serde::Serialize;
use suites::Budgeting;

use super::rules::{from, times};
use crate::Door;
use crate::api::{ObjectiveLine, books, not_kept};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::problem::Problem;

/// Fewer runs than that in a window: one failure is a large part of the budget.
const FEW: u64 = 100;

/// How a promise stands.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) of: String,
    pub(crate) measure: &'static str,
    pub(crate) target: String,
    /// `99.87 %`; nothing when nothing is known.
    pub(crate) now: Option<String>,
    /// `99.1 % to 99.9 %`, when part of it is not known.
    pub(crate) between: Option<String>,
    /// The share of the budget that is left; less than nothing when it is overspent.
    pub(crate) left: Option<String>,
    #[serde(skip)]
    pub(crate) share: f64,
    /// How wide what is left is drawn, of 64.
    pub(crate) bar: String,
    pub(crate) tone: &'static str,
    /// How it stands, in a word.
    pub(crate) mark: Mark,
    /// `20 min 18 s of 43 min 12 s`
    pub(crate) spent: String,
    pub(crate) burn_1h: Option<String>,
    pub(crate) burn_6h: Option<String>,
    /// From which rate over that time on somebody is told: `14.4×`.
    told_1h: Option<String>,
    told_6h: Option<String>,
    /// Whether anybody is told of any rate.
    is_told: bool,
    pub(crate) fast: bool,
    pub(crate) forecast: String,
    pub(crate) verdict: String,
    pub(crate) why: Option<&'static str>,
    /// What one failure costs, where there are few runs.
    pub(crate) few: Option<String>,
    /// What the API says of it.
    #[serde(skip)]
    pub(crate) told: ObjectiveLine,
}

/// As a number for a drawing.
pub(super) fn rough(number: &Fraction) -> f64 {
    plain_text(number, 6).parse().unwrap_or_default()
}

impl Line {
    /// All of them: what is closest to its end first.
    pub(crate) async fn read_all(door: Door) -> Result<Vec<Self>, Problem> {
        let now = door.clock.now();
        let Some(books) = books(&door, now).await? else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        for promise in &books.promises {
            let account = account(&books, promise, now).await.map_err(not_kept)?;
            lines.push(Self::of(promise, &account));
        }
        lines.sort_by(|a, b| a.share.total_cmp(&b.share));
        Ok(lines)
    }

    /// The monitor that it is about.
    pub(crate) fn monitor(&self) -> &str {
        self.of.split('/').next().unwrap_or(&self.of)
    }

    pub(super) fn of(promise: &Promise, account: &Account) -> Self {
        let places = promise.target.places();
        let share = |share: &Option<Fraction>| Some(percent_text(share.as_ref()?, places));
        let rate = |rate: &Option<Fraction>| Some(times(rate.as_ref()?, 1));
        let (figure, budget) = (&account.figure, &account.budget);
        let left = budget.spent.remaining_share.as_ref();
        let part = left.map_or(1.0, rough);
        let tone = match part {
            ..0.25 => "bad",
            ..0.5 => "warn",
            _ => "ok",
        };
        let is_unsure = figure.lowest != figure.highest;
        let between = share(&figure.lowest).zip(share(&figure.highest));
        let burns = account.burn_1h.as_ref().map_or(0.0, rough);
        let runs = account.runs.valid();
        let few = (runs > 0 && runs < FEW).then(|| {
            format!("only {runs} runs: one failure is {:.1} % of them", 100.0 / runs as f64)
        });
        Self {
            name: promise.name.to_string(),
            href: link::objective(promise.name.as_str()),
            of: promise.of.to_string(),
            measure: promise.measure.as_str(),
            target: promise.target.ratio().to_string(),
            now: share(&figure.share),
            between: between.filter(|_| is_unsure).map(|(low, high)| format!("{low} to {high}")),
            left: left.map(|left| percent_text(left, 0)),
            share: part,
            bar: format!("{:.1}", 64.0 * part.clamp(0.0, 1.0)),
            tone,
            mark: mark(figure.share.is_some(), part, burns),
            spent: spent(promise, account),
            burn_1h: rate(&account.burn_1h),
            burn_6h: rate(&account.burn_6h),
            told_1h: told(promise, 1),
            told_6h: told(promise, 6),
            is_told: heard(promise).next().is_some(),
            fast: burns > 1.0,
            forecast: account.forecast.to_string(),
            verdict: account.verdict.to_string(),
            why: match account.verdict {
                Attainment::NotProven(doubt) => Some(doubt.reason()),
                Attainment::Met | Attainment::Missed => None,
            },
            few,
            told: ObjectiveLine::of(promise, account),
        }
    }
}

fn mark(is_known: bool, left: f64, burns: f64) -> Mark {
    match is_known {
        false => Mark { icon: "unsure", tone: "mute", word: "Not known" },
        true if left <= 0.0 => Mark { icon: "bad", tone: "bad", word: "Spent" },
        true if burns > 1.0 => Mark { icon: "warn", tone: "warn", word: "Burning" },
        true => Mark { icon: "ok", tone: "ok", word: "On track" },
    }
}

/// How a promise stands.
pub(super) async fn account(
    books: &Books,
    promise: &Promise,
    now: jiff::Timestamp,
) -> Result<Account, BooksError> {
    books.account(promise, now).await
}

/// From which rate over so many hours on somebody is told; the lowest, where there are several.
fn told(promise: &Promise, hours: u64) -> Option<String> {
    let long = Duration::from_secs(hours * 3_600);
    heard(promise).filter(|rule| rule.long() == long).map(BurnRule::burn).min().map(from)
}

/// The rules of which somebody hears.
fn heard(promise: &Promise) -> impl Iterator<Item = &BurnRule> {
    let alarms = promise.alarms.iter();
    alarms.filter(|alarm| !promise.hearers(alarm).is_empty()).map(|alarm| &alarm.rule)
}

fn spent(promise: &Promise, account: &Account) -> String {
    let budget = &account.budget;
    match promise.budgeting {
        Budgeting::Timeslices => {
            let time = |seconds: &Fraction| {
                let whole = rough(seconds).max(0.0);
                runner_model::human::duration(Duration::from_secs_f64(whole))
            };
            format!("{} of {} spent", time(&budget.spent.bad), time(&budget.allowed))
        }
        Budgeting::Occurrences => format!(
            "{} of {} failures spent",
            plain_text(&budget.spent.bad, 0),
            plain_text(&budget.allowed, 1)
        ),
    }
}
