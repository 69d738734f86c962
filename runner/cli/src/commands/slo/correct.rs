//! A correction, said afterwards: added, never an edit.

use runner_health::calendar::Span;
use runner_monitor::promises::{Exact, Said};
use runner_store::CorrectionKind;

use super::history::{self, with_history, zone};
use super::moment::moment;
use super::numbers::{percent, places};
use crate::args::slo::{CorrectArgs, CorrectedAs, SloArgs};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// Adds a correction, and prints what it changes.
pub(super) fn correct(
    correct: &CorrectArgs,
    args: &SloArgs,
    outside: &Outside,
) -> Result<Exit, Exit> {
    if args.of.runs.is_some() {
        let help = "name the service's file with `--store PATH`";
        say::error("a file of runs keeps no corrections", Some(help));
        return Err(Exit::Usage);
    }
    if args.of.at.is_some() {
        say::error("a correction is said when it is said", Some("leave `--at` out"));
        return Err(Exit::Usage);
    }
    let who = correct.by.clone().unwrap_or_else(|| kept::who(outside));
    with_history(&args.of, outside, async |history| {
        let promise = history.promise(&correct.name)?;
        let zone = zone(promise);
        let span = Span { from: moment(&correct.from, &zone)?, until: moment(&correct.to, &zone)? };
        let span = history::is_some_time(span)?;
        if span.until > history.now {
            let help = "announce what is to come below `maintenance` in `tripline.yaml`";
            say::error(format_args!("{} is still to come", span.until), Some(help));
            return Err(Exit::Usage);
        }
        let kind = match correct.kind {
            CorrectedAs::Maintenance => CorrectionKind::Maintenance,
            CorrectedAs::Customer => CorrectionKind::Customer,
            CorrectedAs::Counted => CorrectionKind::Counted,
        };
        let said = Said { span, kind, why: correct.why.clone(), who: who.clone() };
        let effects = history.books.correct(promise, said, history.now).await;
        let effects = effects.map_err(history::failed)?;
        say::out(format_args!(
            "{}: {} to {} is {}, says {who}",
            promise.name,
            span.from,
            span.until,
            kind.as_str()
        ));
        for effect in effects {
            let number = |exact: Option<Exact>| {
                percent(exact.map(|exact| exact.0).as_ref(), places(promise.target))
            };
            let (before, after) = (number(effect.before), number(effect.after));
            say::out(format_args!("  {}: {before} before, {after} after", effect.month));
        }
        Ok(Exit::Passed)
    })
}
