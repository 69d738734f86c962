//! Alarms, tried on what has happened.

use std::path::Path;
use std::time::Duration;

use runner_health::Median;
use runner_health::calendar::Span;
use runner_model::{Severity, human};
use runner_monitor::promises::{Backtest, Firing, OutageTold, Promise, Trial, UnfitPolicy};
use suites::load::{AlertPolicyFile, alert_policy};
use suites::{AlertPolicy, Sources};

use super::columns::columns;
use super::history::{self, History, with_history, zone};
use super::numbers::NONE;
use crate::args::slo::{BacktestArgs, SloArgs};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{files, say};

/// Prints what the alarms of a file would have told.
pub(super) fn backtest(
    backtest: &BacktestArgs,
    args: &SloArgs,
    outside: &Outside,
) -> Result<Exit, Exit> {
    let given = read(&backtest.policy, outside)?;
    with_history(&args.of, outside, async |history| {
        let promises = match &backtest.name {
            Some(name) => vec![history.promise(name)?],
            None => history.books.promises.iter().collect(),
        };
        let mut tried = 0;
        for promise in &promises {
            let trial = Trial::of(&given.policy, promise)
                .map_err(|unfit| refused(&unfit, &given, promises.len() > 1))?;
            let (from, to) = (backtest.from.as_ref(), backtest.to.as_ref());
            let span = history::span(from, to, &zone(promise), history.now)?;
            tried += usize::from(told(&history, promise, &trial, span, tried > 0).await?);
        }
        match (tried, promises.first()) {
            (0, Some(promise)) if promises.len() == 1 => {
                Err(history::nothing_remembered(&format!("`{}` in this time", promise.name)))
            }
            (0, Some(_)) => Err(history::nothing_remembered("any objective in this time")),
            (0, None) => Err(history::nothing_promised()),
            (_, _) => Ok(Exit::Passed),
        }
    })
}

/// Whether there was anything to try it on.
async fn told(
    history: &History,
    promise: &Promise,
    trial: &Trial,
    span: Span,
    is_next: bool,
) -> Result<bool, Exit> {
    let backtest = history.books.backtest(promise, trial, span).await.map_err(history::failed)?;
    if backtest.runs == 0 {
        return Ok(false);
    }
    if is_next {
        say::out("");
    }
    lines(promise, trial, &backtest).iter().for_each(say::out);
    Ok(true)
}

/// A file with alarms.
struct Given {
    name: String,
    policy: AlertPolicy,
    sources: Sources,
}

fn read(path: &Path, outside: &Outside) -> Result<Given, Exit> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(outside.current_dir.join(path)).map_err(|cause| {
        say::error(format_args!("{name} cannot be read: {cause}"), None);
        Exit::Usage
    })?;
    let AlertPolicyFile { policy, diagnostics, sources } = alert_policy(&text, &name);
    match policy {
        Some(policy) => Ok(Given { name, policy, sources }),
        None => {
            files::print(&diagnostics, &sources, outside);
            Err(Exit::Invalid)
        }
    }
}

/// Says why a policy cannot be tried; with the place of the rule, when it is one of one's own.
fn refused(unfit: &UnfitPolicy, given: &Given, is_for_all: bool) -> Exit {
    let rule = match unfit {
        UnfitPolicy::Rule { number, .. } => given.policy.alert.rules().get(*number),
        UnfitPolicy::NoRule { .. } => None,
    };
    let help = "or try it on an objective that it fits: `tripline slo backtest NAME --policy FILE`";
    let help = is_for_all.then_some(help);
    let place = rule.map(|rule| given.sources.place(rule.burn.span).to_string());
    let place = place.unwrap_or_else(|| given.name.clone());
    say::error(format_args!("{place}: {unfit}"), help);
    Exit::Invalid
}

fn lines(promise: &Promise, trial: &Trial, backtest: &Backtest) -> Vec<String> {
    let Span { from, until } = backtest.span;
    let runs = human::count(backtest.runs, "run");
    let (target, of) = (promise.target.ratio(), &promise.of);
    let mut lines = vec![
        format!("{}: {target} of {of}, {runs} from {from} to {until}", promise.name),
        format!("  told        {}", sent(backtest)),
        format!("  outages     {}", outages(backtest)),
    ];
    if !backtest.blind.is_empty() {
        let all = backtest.blind.iter().map(|span| span.length()).sum();
        let times = human::count(backtest.blind.len(), "time");
        lines.push(format!("  blind       {times}, {} in all", human::long(all)));
    }
    lines.push(format!("  it can see  {}", sight(promise, trial, backtest)));
    let mut rows: Vec<(jiff::Timestamp, Vec<String>)> =
        backtest.outages.iter().map(outage).collect();
    let wrong = backtest.fired.iter().filter(|firing| !firing.is_right);
    rows.extend(wrong.map(false_alarm));
    rows.sort_by_key(|(at, _)| *at);
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    if !rows.is_empty() {
        lines.push(String::new());
        lines.extend(columns(&rows).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// `2 pages, 1 ticket; 1 of them in no outage`
fn sent(backtest: &Backtest) -> String {
    if backtest.fired.is_empty() {
        return "nobody".to_owned();
    }
    let mut words = vec![human::count(backtest.count(Severity::Critical), "page")];
    words.push(human::count(backtest.count(Severity::Warning), "ticket"));
    match backtest.count(Severity::Info) {
        0 => {}
        news => words.push(format!("{news} as news")),
    }
    let wrong = backtest.fired.iter().filter(|firing| !firing.is_right).count();
    let wrong = match wrong {
        0 => String::new(),
        wrong => format!("; {wrong} of them in no outage"),
    };
    format!("{}{wrong}", words.join(", "))
}

fn outages(backtest: &Backtest) -> String {
    let count = backtest.outages.len();
    if count == 0 {
        return "none".to_owned();
    }
    let paged: Vec<Duration> = backtest
        .outages
        .iter()
        .filter_map(|outage| outage.told.get(&Severity::Critical).copied())
        .collect();
    let (missed, told) = (backtest.missed(), paged.len());
    let most = paged.iter().max().copied().map(human::long);
    let middle = Median::of(paged).map(|median| human::long(median.duration()));
    let times = match (middle, most) {
        (Some(middle), Some(most)) => format!(" (after {middle} in the middle, {most} at most)"),
        (Some(_) | None, None) | (None, Some(_)) => String::new(),
    };
    let later = match count - missed - told {
        0 => String::new(),
        others => format!(", {others} told without a page"),
    };
    format!("{count}: {told} paged{times}{later}, {missed} missed")
}

fn sight(promise: &Promise, trial: &Trial, backtest: &Backtest) -> String {
    let surely = trial.surely_sees(promise, backtest.span);
    let surely = surely.map_or_else(|| NONE.to_owned(), human::long);
    let seen = backtest.shortest_seen().map_or_else(String::new, |shortest| {
        format!("; the shortest that it saw was {}", human::long(shortest))
    });
    format!("surely an outage of {surely} or more, when nothing failed before{seen}")
}

fn outage(told: &OutageTold) -> (jiff::Timestamp, Vec<String>) {
    let from = told.outage.from;
    let lasted = told.outage.until.map(|until| Span { from, until }.length());
    let lasted = lasted.map_or_else(|| "goes on".to_owned(), human::long);
    let words = told.told.iter().rev().map(|(severity, after)| match after.is_zero() {
        true => format!("{} at once", word(*severity)),
        false => format!("{} after {}", word(*severity), human::long(*after)),
    });
    let words: Vec<String> = words.collect();
    let words = if words.is_empty() { "missed".to_owned() } else { words.join(", ") };
    (from, vec![format!("{from:.0}"), "outage".to_owned(), lasted, words])
}

fn false_alarm(firing: &Firing) -> (jiff::Timestamp, Vec<String>) {
    let Firing { severity, at, over, .. } = *firing;
    let lasted = over.map(|until| Span { from: at, until }.length());
    let lasted = lasted.map_or_else(|| "goes on".to_owned(), human::long);
    (at, vec![format!("{at:.0}"), word(severity).to_owned(), lasted, "in no outage".to_owned()])
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "page",
        Severity::Warning => "ticket",
        Severity::Info => "news",
    }
}
