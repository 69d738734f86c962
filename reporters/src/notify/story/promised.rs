//! What was promised: budgets that burn, and monitors of which too little is known.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{BurnNews, CoverageNews, MonitorName, ObjectiveName, human};

use super::told::{Story, Tone};
use crate::notify::said::{short, span};

pub(super) fn burns(news: &BurnNews, place: &str) -> Story {
    let BurnNews { target, long, long_rate, short_rate, .. } = news;
    let objective = short(news.objective.as_str());
    let headline = format!("the error budget of {objective} burns too fast{place}");
    let because = format!(
        "{long_rate} times as fast as {target} allows over the last {}, {short_rate} times over the \
         last {}; a whole budget for {} would last {}",
        human::long(*long),
        human::long(news.short),
        human::long(news.window),
        human::long(news.lasts)
    );
    Story::new(objective, "burning", Tone::Bad, headline).because(because)
}

pub(super) fn burn_over(
    objective: &ObjectiveName,
    since: Timestamp,
    lasted: Duration,
    place: &str,
    at: Timestamp,
) -> Story {
    let objective = short(objective.as_str());
    let headline = format!("the error budget of {objective} no longer burns too fast{place}");
    let (time, span) = (human::long(lasted), span(since, lasted, at));
    Story::new(objective, "no longer burning", Tone::Good, headline)
        .because(format!("it did for {time}, {span}"))
}

pub(super) fn blind(news: &CoverageNews, place: &str) -> Story {
    let monitor = short(news.monitor.as_str());
    let headline = format!("monitor {monitor} is blind{place}");
    let because = format!(
        "{} of the last {} is known, and {} needs {} to tell whether its budget burns",
        short(&news.known),
        human::long(news.over),
        short(news.objective.as_str()),
        news.least
    );
    Story::new(monitor, "blind", Tone::Warn, headline).because(because)
}

pub(super) fn sees_again(
    objective: &ObjectiveName,
    monitor: &MonitorName,
    lasted: Duration,
    place: &str,
) -> Story {
    let monitor = short(monitor.as_str());
    let headline = format!("monitor {monitor} sees again{place}");
    let because = format!(
        "for {} too little was known to tell whether the budget of {} burns",
        human::long(lasted),
        short(objective.as_str())
    );
    Story::new(monitor, "seeing again", Tone::Good, headline).because(because)
}
