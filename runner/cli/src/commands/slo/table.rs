//! How every promise stands.

use runner_health::sli::Attainment;
use runner_monitor::promises::{Account, Promise};
use serde_json::{Value, json};

use super::columns::columns;
use super::history::{self, History, with_history};
use super::numbers::{bounds, percent, places, rate};
use crate::args::slo::SloArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

const TITLES: [&str; 10] = [
    "objective",
    "target",
    "now",
    "bounds",
    "coverage",
    "budget left",
    "burn 1 h",
    "6 h",
    "forecast",
    "verdict",
];

/// Prints it; exits with 1 when a promise is missed.
pub(super) fn table(args: &SloArgs, outside: &Outside) -> Result<Exit, Exit> {
    with_history(&args.of, outside, async |history| {
        let accounts = accounts(&history).await?;
        match args.json {
            true => say::out(format_args!("{:#}", to_json(&history, &accounts))),
            false => print(&accounts),
        }
        let is_missed = accounts.iter().any(|(_, account)| account.verdict == Attainment::Missed);
        Ok(if is_missed { Exit::Failed } else { Exit::Passed })
    })
}

async fn accounts(history: &History) -> Result<Vec<(&Promise, Account)>, Exit> {
    let mut accounts = Vec::new();
    for promise in &history.books.promises {
        let account = history.books.account(promise, history.now).await;
        accounts.push((promise, account.map_err(history::failed)?));
    }
    if accounts.is_empty() {
        return Err(history::nothing_promised());
    }
    if accounts.iter().all(|(_, account)| account.first.is_none()) {
        return Err(history::nothing_remembered("any objective"));
    }
    Ok(accounts)
}

fn print(accounts: &[(&Promise, Account)]) {
    let mut rows = vec![TITLES.map(str::to_owned).to_vec()];
    rows.extend(accounts.iter().map(|(promise, account)| row(promise, account)));
    columns(&rows).iter().for_each(say::out);
    for (promise, account) in accounts {
        if let Attainment::NotProven(doubt) = account.verdict {
            say::out(format_args!("\n{}: {}", promise.name, doubt.reason()));
        }
    }
}

fn row(promise: &Promise, account: &Account) -> Vec<String> {
    let places = places(promise.target);
    let figure = &account.figure;
    vec![
        promise.name.to_string(),
        promise.target.ratio().to_string(),
        percent(figure.share.as_ref(), places),
        bounds(figure.lowest.as_ref(), figure.highest.as_ref(), places),
        percent(figure.coverage.as_ref(), 3),
        percent(account.budget.spent.remaining_share.as_ref(), 3),
        rate(account.burn_1h.as_ref()),
        rate(account.burn_6h.as_ref()),
        account.forecast.to_string(),
        account.verdict.to_string(),
    ]
}

fn to_json(history: &History, accounts: &[(&Promise, Account)]) -> Value {
    let objectives: Vec<Value> = accounts
        .iter()
        .map(|(promise, account)| {
            let places = places(promise.target);
            let figure = &account.figure;
            let share = |share: Option<&_>| share.map(|share| percent(Some(share), places));
            json!({
                "objective": promise.name.as_str(),
                "of": promise.of.to_string(),
                "measure": promise.measure.as_str(),
                "target": promise.target.ratio().to_string(),
                "from": account.span.from,
                "to": account.span.until,
                "now": share(figure.share.as_ref()),
                "lowest": share(figure.lowest.as_ref()),
                "highest": share(figure.highest.as_ref()),
                "coverage": share(figure.coverage.as_ref()),
                "budget_left": share(account.budget.spent.remaining_share.as_ref()),
                "burn_1h": account.burn_1h.as_ref().map(|burn| rate(Some(burn))),
                "burn_6h": account.burn_6h.as_ref().map(|burn| rate(Some(burn))),
                "forecast": account.forecast.to_string(),
                "verdict": account.verdict.to_string().replace(' ', "_"),
                "why": match account.verdict {
                    Attainment::NotProven(doubt) => Some(doubt.reason()),
                    Attainment::Met | Attainment::Missed => None,
                },
            })
        })
        .collect();
    json!({ "at": history.now, "objectives": objectives })
}
