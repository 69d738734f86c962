//! Promises: how each stands, and every run behind its number.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, percent_text, plain_text};
use runner_health::series::{ExcludedBy, State as SliState};
use runner_health::sli::Attainment;
use runner_monitor::promises::{Account, Books, BooksError, Entry, Memory, Promise};
use serde::{Deserialize, Serialize};
use suites::Budgeting;
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::burn_rules::BurnRuleLine;
use super::named::Named;
use super::paging::{Page, Paging};
use super::schemas;
use crate::Door;
use crate::problem::Problem;
use crate::router::Inside;

/// How a promise stands. Shares are percentages, cut off and never rounded up: `99.9012 %`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ObjectiveLine {
    objective: String,
    /// A monitor, or one of its tests: `checkout/main`.
    of: String,
    #[schema(schema_with = schemas::measure)]
    measure: &'static str,
    target: String,
    from: Timestamp,
    to: Timestamp,
    /// Good in known; left out when nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<String>,
    /// What it would be if all that is unknown were bad.
    #[serde(skip_serializing_if = "Option::is_none")]
    lowest: Option<String>,
    /// What it would be if all that is unknown were good.
    #[serde(skip_serializing_if = "Option::is_none")]
    highest: Option<String>,
    /// Known in known and unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<String>,
    budget: BudgetLine,
    /// How many times faster than even the budget burnt in the last hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    burn_1h: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    burn_6h: Option<String>,
    /// `lasts`, `spent`, `spent in 3 d 4 h`, `not known`
    forecast: String,
    /// `met`, `missed` or `not_proven`
    verdict: String,
    /// Why it is not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

/// How a promise stands, and when people are told that its budget burns.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObjectiveShown {
    #[serde(flatten)]
    objective: ObjectiveLine,
    /// In the order of the file; nobody is told when there are none.
    rules: Vec<BurnRuleLine>,
}

/// What may be bad, and what of it is spent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct BudgetLine {
    /// `seconds` or `runs`
    counted_in: &'static str,
    allowed: String,
    spent: String,
    /// The share that is left; less than nothing when it is overspent.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
}

/// A line of the ledger of a promise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LedgerLine {
    at: Timestamp,
    /// `run`, `nothing` when no result holds, `excluded` when nothing counts.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    /// What it says: `up`, `degraded`, `down`, `unknown` or `excluded`.
    state: &'static str,
    /// Whether it counts, or why not.
    why: String,
    /// For how long, in microseconds, it is the result of the whole.
    up_us: u64,
    down_us: u64,
    unknown_us: u64,
    excluded_us: u64,
}

/// How promises stand, by name.
#[utoipa::path(get, path = "/api/v1/objectives", tag = "promises", params(Paging),
    responses((status = 200, body = Page<ObjectiveLine>)))]
pub(crate) async fn objectives(
    State(inside): State<Arc<Inside>>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<ObjectiveLine>>, Problem> {
    let now = inside.door.clock.now();
    let books = books(&inside.door, now).await?;
    let promises = books.iter().flat_map(|books| books.promises.iter().map(move |it| (books, it)));
    let Page { items, next } = paging.choose(promises, |(_, promise)| promise.name.to_string())?;
    let mut lines = Vec::new();
    for (books, promise) in items {
        let account = books.account(promise, now).await.map_err(not_kept)?;
        lines.push(ObjectiveLine::of(promise, &account));
    }
    Ok(Json(Page { items: lines, next }))
}

/// How a promise stands, and when people are told that its budget burns.
#[utoipa::path(get, path = "/api/v1/objectives/{name}", tag = "promises",
    params(("name" = String, Path, description = "Its name")),
    responses((status = 200, body = ObjectiveShown)))]
pub(crate) async fn objective(
    State(inside): State<Arc<Inside>>,
    Named(name): Named,
) -> Result<Json<ObjectiveShown>, Problem> {
    let now = inside.door.clock.now();
    let books = books(&inside.door, now).await?.ok_or_else(|| unknown(&name))?;
    let promise = books.promise(&name).ok_or_else(|| unknown(&name))?;
    let account = books.account(promise, now).await.map_err(not_kept)?;
    let burning = books.burning(promise, now).await.map_err(not_kept)?;
    let rules = burning.iter().map(|burning| BurnRuleLine::of(burning, promise)).collect();
    Ok(Json(ObjectiveShown { objective: ObjectiveLine::of(promise, &account), rules }))
}

/// Which part of a ledger is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LedgerSpan {
    /// From this time on; the beginning of the window when it is left out.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Until this time; now when it is left out.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// Every run behind the number of a promise, what it adds, and what does not count, oldest first.
#[utoipa::path(get, path = "/api/v1/objectives/{name}/ledger", tag = "promises",
    params(("name" = String, Path, description = "Its name"), LedgerSpan, Paging),
    responses((status = 200, body = Page<LedgerLine>)))]
pub(crate) async fn ledger(
    State(inside): State<Arc<Inside>>,
    Named(name): Named,
    Asked(wanted): Asked<LedgerSpan>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<LedgerLine>>, Problem> {
    let now = inside.door.clock.now();
    let (limit, skip) = (paging.limit()?, paging.cursor::<usize>()?.unwrap_or(0));
    let books = books(&inside.door, now).await?.ok_or_else(|| unknown(&name))?;
    let promise = books.promise(&name).ok_or_else(|| unknown(&name))?;
    let window = promise.window.elapsed(now);
    let span = Span {
        from: wanted.from.unwrap_or(window.from),
        until: wanted.until.unwrap_or(window.until).min(now),
    };
    if span.from >= span.until {
        return Err(Problem::Malformed { why: "`from` is not before `until`".to_owned() });
    }
    let ledger = books.ledger(promise, span).await.map_err(not_kept)?;
    let items: Vec<LedgerLine> =
        ledger.entries.iter().skip(skip).take(limit).map(ledger_line).collect();
    let behind = skip + items.len();
    let next = (behind < ledger.entries.len()).then(|| behind.to_string());
    Ok(Json(Page { items, next }))
}

fn unknown(name: &str) -> Problem {
    Problem::NotThere { what: format!("there is no objective `{name}`") }
}

/// The books of the project, if there is one.
pub(crate) async fn books(door: &Door, now: Timestamp) -> Result<Option<Books>, Problem> {
    let known = door.known.borrow().clone();
    let Some(watch) = &known.watch else { return Ok(None) };
    let memory = Memory::Store(door.store.clone());
    Books::open(watch, memory, now).await.map(Some).map_err(not_kept)
}

/// What whoever asked is told of books that cannot be kept; the log has the rest.
pub(crate) fn not_kept(error: BooksError) -> Problem {
    tracing::warn!(%error, "how promises stand could not be worked out");
    Problem::Unavailable {
        why: "how promises stand cannot be worked out at present: the log says why",
    }
}

impl ObjectiveLine {
    pub(crate) fn of(promise: &Promise, account: &Account) -> Self {
        let places = promise.target.places();
        let share = |share: &Option<Fraction>| Some(percent_text(share.as_ref()?, places));
        let rate = |rate: &Option<Fraction>| Some(plain_text(rate.as_ref()?, 2));
        let (figure, budget) = (&account.figure, &account.budget);
        Self {
            objective: promise.name.to_string(),
            of: promise.of.to_string(),
            measure: promise.measure.as_str(),
            target: promise.target.ratio().to_string(),
            from: account.span.from,
            to: account.span.until,
            now: share(&figure.share),
            lowest: share(&figure.lowest),
            highest: share(&figure.highest),
            coverage: share(&figure.coverage),
            budget: BudgetLine {
                counted_in: counted_in(budget.counted_in),
                allowed: plain_text(&budget.allowed, 6),
                spent: plain_text(&budget.spent.bad, 6),
                left: share(&budget.spent.remaining_share),
            },
            burn_1h: rate(&account.burn_1h),
            burn_6h: rate(&account.burn_6h),
            forecast: account.forecast.to_string(),
            verdict: account.verdict.to_string().replace(' ', "_"),
            why: match account.verdict {
                Attainment::NotProven(doubt) => Some(doubt.reason()),
                Attainment::Met | Attainment::Missed => None,
            },
        }
    }
}

/// What a budget is counted in.
pub(super) fn counted_in(budgeting: Budgeting) -> &'static str {
    match budgeting {
        Budgeting::Timeslices => "seconds",
        Budgeting::Occurrences => "runs",
    }
}

fn ledger_line(entry: &Entry) -> LedgerLine {
    let times = entry.times();
    let micros = |time: std::time::Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let (kind, run, series, state, why) = match entry {
        Entry::Run(run) => (
            "run",
            Some(run.run.to_string()),
            Some(run.series.to_string()),
            state_word(run.state),
            run.standing.reason().to_owned(),
        ),
        Entry::Nothing(_) => ("nothing", None, None, "unknown", "no result holds".to_owned()),
        Entry::Excluded { by, name, .. } => {
            let why = name.clone().unwrap_or_else(|| excluded_word(*by).to_owned());
            ("excluded", None, None, "excluded", why)
        }
    };
    LedgerLine {
        at: entry.at(),
        kind,
        run,
        series,
        state,
        why,
        up_us: micros(times.up + times.degraded),
        down_us: micros(times.down),
        unknown_us: micros(times.unknown),
        excluded_us: micros(times.excluded),
    }
}

fn state_word(state: SliState) -> &'static str {
    match state {
        SliState::Up => "up",
        SliState::Degraded => "degraded",
        SliState::Down => "down",
        SliState::Unknown => "unknown",
        SliState::Excluded(_) => "excluded",
    }
}

fn excluded_word(by: ExcludedBy) -> &'static str {
    match by {
        ExcludedBy::Hours => "it lies outside of the operating period",
        ExcludedBy::Maintenance => "it lies in an announced maintenance",
        ExcludedBy::Customer => "it failed at what the customer is responsible for",
    }
}
