//! Every run behind a number, counted or why not, and the sum.

use runner_health::calendar::Span;
use runner_health::exact::percent_text;
use runner_health::series::{ExcludedBy, RunCounts, Standing, State, StateTimes};
use runner_health::sli::Attainment;
use runner_model::human;
use runner_monitor::promises::{Account, Entry, Figure, Ledger, Promise, RunEntry};
use suites::{Budgeting, Measure};

use super::history::{self, with_history, zone};
use super::moment::moment;
use super::numbers::{NONE, bounds, percent, places, plain, secs};
use crate::args::slo::{ExplainArgs, SloArgs};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Prints the ledger of an objective.
pub(super) fn explain(
    explain: &ExplainArgs,
    args: &SloArgs,
    outside: &Outside,
) -> Result<Exit, Exit> {
    with_history(&args.of, outside, async |history| {
        let promise = history.promise(&explain.name)?;
        let account = history.books.account(promise, history.now).await.map_err(history::failed)?;
        let span = span(explain, promise, account.span)?;
        let ledger = history.books.ledger(promise, span).await.map_err(history::failed)?;
        if !ledger.entries.iter().any(|entry| matches!(entry, Entry::Run(_))) {
            return Err(history::nothing_remembered(&format!("`{}` in this time", promise.name)));
        }
        print(promise, &ledger, &account);
        Ok(Exit::Passed)
    })
}

fn span(explain: &ExplainArgs, promise: &Promise, window: Span) -> Result<Span, Exit> {
    let zone = zone(promise);
    let given = |text: &Option<String>| text.as_ref().map(|text| moment(text, &zone)).transpose();
    let span = Span {
        from: given(&explain.from)?.unwrap_or(window.from),
        until: given(&explain.to)?.unwrap_or(window.until),
    };
    history::is_some_time(span)
}

fn print(promise: &Promise, ledger: &Ledger, account: &Account) {
    let Promise { name, of, measure, target, .. } = promise;
    let ratio = target.ratio();
    say::out(format_args!("{name}: {} of {of}, {ratio} promised", measure.as_str()));
    say::out(format_args!("from {} to {}\n", ledger.span.from, ledger.span.until));
    for entry in ledger.entries.iter().filter(|entry| match measure {
        Measure::Availability => true,
        // Of time only a run knows that began before and holds on.
        Measure::Reliability => match entry {
            Entry::Run(run) => ledger.span.contains(run.at),
            Entry::Nothing(_) => false,
            Entry::Excluded { .. } => true,
        },
    }) {
        say::out(line(promise, entry));
    }
    say::out("");
    match measure {
        Measure::Availability => sum_of_times(promise, &ledger.times),
        Measure::Reliability => sum_of_runs(promise, &ledger.runs),
    }
    budget(promise, ledger, account);
}

fn line(promise: &Promise, entry: &Entry) -> String {
    let at = format!("{:.3}", entry.at());
    match entry {
        Entry::Nothing(span) => {
            format!("{at}  {NONE}  nothing is known for {}", secs(span.length()))
        }
        Entry::Excluded { span, by, name } => {
            let why = match (by, name) {
                (ExcludedBy::Hours, _) => "outside of the operating hours".to_owned(),
                (ExcludedBy::Maintenance, Some(name)) => format!("maintenance ({name})"),
                (ExcludedBy::Maintenance, None) => "maintenance".to_owned(),
                (ExcludedBy::Customer, _) => "the customer's".to_owned(),
            };
            format!("{at}  {NONE}  {why}: {} do not count", secs(span.length()))
        }
        Entry::Run(run) => {
            let state = run.state.as_str();
            format!("{at}  {}  {state:<8}  {}", run.series, counted(promise, run))
        }
    }
}

/// What a run adds, or why it does not.
fn counted(promise: &Promise, run: &RunEntry) -> String {
    let added = match promise.measure {
        Measure::Availability => added_time(&run.times),
        Measure::Reliability => added_run(run),
    };
    let reason = match run.standing {
        Standing::Counted => None,
        Standing::Unknown => Some(run.standing.reason().to_owned()),
        Standing::Retry
        | Standing::Confirmation
        | Standing::Manual
        | Standing::Deploy
        | Standing::Hours
        | Standing::Maintenance
        | Standing::Customer => {
            Some(format!("{}: {}", run.standing.as_str(), run.standing.reason()))
        }
    };
    match (added, reason) {
        (Some(added), Some(reason)) => format!("{added}  {reason}"),
        (Some(added), None) => added,
        (None, Some(reason)) => reason,
        (None, None) => "+0 s  another test was as bad or worse".to_owned(),
    }
}

/// `+60 s up`
fn added_time(times: &StateTimes) -> Option<String> {
    let StateTimes { up, degraded, down, unknown, excluded: _ } = *times;
    let states = [(up, "up"), (degraded, "degraded"), (down, "down"), (unknown, "unknown")];
    let parts = states.into_iter().filter(|(time, _)| !time.is_zero());
    let parts: Vec<String> =
        parts.map(|(time, state)| format!("+{} {state}", secs(time))).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `+1 succeeded`
fn added_run(run: &RunEntry) -> Option<String> {
    let word = match run.state {
        State::Up | State::Degraded => "succeeded",
        State::Down => "failed",
        State::Unknown => "unknown",
        State::Excluded(_) => return None,
    };
    let counts = run.standing.counts() || run.standing == Standing::Unknown;
    counts.then(|| format!("+1 {word}"))
}

fn sum_of_times(promise: &Promise, times: &StateTimes) {
    let StateTimes { up, degraded, down, unknown, excluded } = *times;
    let places = places(promise.target);
    let figure = Figure::of_times(times);
    say::out(format_args!(
        "sum           up {} · degraded {} · down {} · unknown {} · excluded {}",
        secs(up),
        secs(degraded),
        secs(down),
        secs(unknown),
        secs(excluded)
    ));
    say::out(format_args!(
        "availability  (up + degraded) / (up + degraded + down) = {} / {} = {}",
        secs(times.good()),
        secs(times.known()),
        percent(figure.share.as_ref(), places)
    ));
    known(&figure, places, &secs(times.known()), &secs(times.operating()));
}

fn sum_of_runs(promise: &Promise, runs: &RunCounts) {
    let places = places(promise.target);
    let figure = Figure::of_runs(runs);
    say::out(format_args!(
        "sum           succeeded {} · failed {} · unknown or missing {} · excluded {}",
        runs.succeeded(),
        runs.down,
        runs.unknown,
        runs.excluded
    ));
    say::out(format_args!(
        "reliability   succeeded / (succeeded + failed) = {} / {} = {}",
        runs.succeeded(),
        runs.valid(),
        percent(figure.share.as_ref(), places)
    ));
    say::out(format_args!(
        "first try     {} of {} succeeded without a second try",
        runs.first_attempt,
        human::count(usize::try_from(runs.valid()).unwrap_or(usize::MAX), "run")
    ));
    known(&figure, places, &runs.valid().to_string(), &runs.due().to_string());
}

fn known(figure: &Figure, places: u8, known: &str, all: &str) {
    say::out(format_args!(
        "bounds        {}, were all that is unknown bad, or good",
        bounds(figure.lowest.as_ref(), figure.highest.as_ref(), places)
    ));
    say::out(format_args!(
        "coverage      known / (known + unknown) = {known} / {all} = {}",
        percent(figure.coverage.as_ref(), 3)
    ));
}

fn budget(promise: &Promise, ledger: &Ledger, account: &Account) {
    let unit = match account.budget.counted_in {
        Budgeting::Timeslices => "s",
        Budgeting::Occurrences => "runs",
    };
    let budget = &account.budget;
    let spent = match budget.counted_in {
        Budgeting::Timeslices => secs(ledger.times.down),
        Budgeting::Occurrences => format!("{} runs", ledger.runs.down),
    };
    let here = match ledger.span == account.span {
        true => format!("{spent} spent"),
        false => format!("{spent} spent here, {} {unit} in all", plain(&budget.spent.bad)),
    };
    let left = budget.spent.remaining_share.as_ref();
    say::out(format_args!(
        "budget        (1 − {}) × {} {unit} = {} {unit}; {here}, {} left",
        promise.target.ratio(),
        plain(&budget.counting),
        plain(&budget.allowed),
        left.map_or_else(|| NONE.to_owned(), |left| percent_text(left, 3)),
    ));
    let why = match account.verdict {
        Attainment::NotProven(doubt) => format!(": {}", doubt.reason()),
        Attainment::Met | Attainment::Missed => String::new(),
    };
    let since = account.span.from;
    say::out(format_args!("verdict       {} since {since}{why}", account.verdict));
}
