//! `tripline slo`: how promises are kept, and why.
//!
//! Lives here: arguments in, numbers out, as text. `history` opens the project and what is
//! remembered of it, `numbers` writes exact numbers for people.
//! Lives elsewhere: the numbers themselves (`runner_monitor::promises`).

mod backtest;
mod columns;
mod correct;
mod explain;
mod export;
pub(super) mod history;
mod moment;
pub(super) mod numbers;
pub(crate) mod outlook;
mod report;
mod table;
mod tree;

use crate::args::slo::{SloArgs, SloCommand};
use crate::exit::Exit;
use crate::outside::Outside;

/// Says how promises are kept.
pub(crate) fn slo(args: &SloArgs, outside: &Outside) -> Exit {
    let done = match &args.command {
        None => table::table(args, outside),
        Some(SloCommand::Explain(explain)) => explain::explain(explain, args, outside),
        Some(SloCommand::Report(report)) => report::report(report, args, outside),
        Some(SloCommand::Correct(correct)) => correct::correct(correct, args, outside),
        Some(SloCommand::Backtest(backtest)) => backtest::backtest(backtest, args, outside),
        Some(SloCommand::Export) => export::export(outside),
        Some(SloCommand::Tree(tree)) => tree::tree(tree, args, outside),
    };
    done.unwrap_or_else(|exit| exit)
}
