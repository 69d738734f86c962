//! `tripline dora`: how deploys went.

use jiff::tz::TimeZone;
use runner_health::calendar::Span;
use runner_model::human;
use runner_monitor::promises::{Changes, DeployCost};

use super::slo::history::{self, with_history};
use super::slo::numbers::{NONE, percent, rate};
use crate::args::slo::DoraArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Prints the figures, and every deploy.
pub(crate) fn dora(args: &DoraArgs, outside: &Outside) -> Exit {
    let done = with_history(&args.of, outside, async |history| {
        let span =
            history::span(args.from.as_ref(), args.to.as_ref(), &TimeZone::UTC, history.now)?;
        let changes = history.books.changes(span).await.map_err(history::failed)?;
        if changes.count() == 0 {
            let help = "announce deploys with `tripline gate --version`, or to the API";
            say::error(format_args!("no deploy is known {}", told(span)), Some(help));
            return Err(Exit::Unknown);
        }
        print(&changes);
        Ok(Exit::Passed)
    });
    done.unwrap_or_else(|exit| exit)
}

fn told(span: Span) -> String {
    format!("from {} to {}", span.from, span.until)
}

fn print(changes: &Changes) {
    let count = usize::try_from(changes.count()).unwrap_or(usize::MAX);
    say::out(format_args!("{}, {}\n", human::count(count, "deploy"), told(changes.span)));
    say::out(format_args!(
        "change failure rate  {} of {count} had an incident within 4 h = {}",
        changes.failed(),
        percent(changes.failure_rate().as_ref(), 3)
    ));
    let recovery = changes.recovery().map(|median| human::duration(median.duration()));
    say::out(format_args!(
        "recovery             {} from deploy to restored, in the middle",
        recovery.as_deref().unwrap_or(NONE)
    ));
    for service in &changes.services {
        let per_day = rate(service.dora.per_day.as_ref());
        let place = service.environment.as_ref().map(|name| format!(" in {name}"));
        let place = place.unwrap_or_default();
        say::out(format_args!("\n{}{place}: {per_day} deploys a day", service.service));
        service.deploys.iter().for_each(|deploy| say::out(line(deploy)));
        if service.dora.unattributed > 0 {
            let others = usize::try_from(service.dora.unattributed).unwrap_or(usize::MAX);
            say::out(format_args!("  and {} of no deploy", human::count(others, "incident")));
        }
    }
    say::out("\nBefore and after are compared, so what else changed at that time is in it, too.");
}

fn line(cost: &DeployCost) -> String {
    let incidents = match (cost.incidents, cost.recovery) {
        (0, _) => "no incident".to_owned(),
        (n, Some(time)) => format!("{}, restored after {}", incidents(n), human::duration(time)),
        (n, None) => format!("{}, not restored yet", incidents(n)),
    };
    let spent: String = cost
        .spent
        .iter()
        .map(|(name, share)| format!(" · {} of the budget of {name}", percent(Some(share), 3)))
        .collect();
    let deploy = &cost.deploy;
    format!("  {:.0}  {}  {incidents}{spent}", deploy.at, deploy.version)
}

fn incidents(count: u64) -> String {
    human::count(usize::try_from(count).unwrap_or(usize::MAX), "incident")
}
