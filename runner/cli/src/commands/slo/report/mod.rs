//! `tripline slo report`: a month, to be handed on.
//!
//! Lives here: the month as tables ([`sheet`]), and these as Markdown, HTML and CSV.

mod csv;
mod html;
mod markdown;
mod sheet;

use runner_health::budget::Month;

use super::history::{self, with_history};
use crate::args::slo::{ReportArgs, ReportFormat, SloArgs};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Prints a month.
pub(super) fn report(report: &ReportArgs, args: &SloArgs, outside: &Outside) -> Result<Exit, Exit> {
    let month: Month = report.month.parse().map_err(|error| {
        say::error(error, None);
        Exit::Usage
    })?;
    with_history(&args.of, outside, async |history| {
        let found = history.books.month(month, history.now).await;
        let mut found = found.map_err(history::failed)?;
        // Whoever looks from another time changes nothing.
        if args.of.at.is_none() {
            history.books.freeze(&mut found, history.now).await.map_err(history::failed)?;
        }
        if found.lines.is_empty() {
            say::error("the project promises nothing", Some("write some below `slos`"));
            return Err(Exit::Usage);
        }
        if found.lines.iter().all(|line| line.numbers.share.is_none()) {
            return Err(history::nothing_remembered(&format!("any objective in {month}")));
        }
        say::raw(&match report.format {
            ReportFormat::Markdown => markdown::markdown(&sheet::Sheet::of(&found)),
            ReportFormat::Html => html::html(&sheet::Sheet::of(&found)),
            ReportFormat::Csv => csv::csv(&found),
        });
        Ok(Exit::Passed)
    })
}
