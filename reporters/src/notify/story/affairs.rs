//! Everything that is no incident: certificates, heartbeats, and tripline's own affairs.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{ChannelName, HeartbeatName, MonitorName, human};

use super::told::{Story, Tone};
use crate::notify::said::{moment, short, span, within};

/// How much of a configuration problem stands in the sentence, in columns.
const PROBLEM: usize = 600;

pub(super) fn certificate(
    host: &str,
    not_after: Timestamp,
    days_left: i64,
    at: Timestamp,
) -> Story {
    let (host, until) = (short(host), moment(not_after, at));
    let (state, tone, end) = match days_left {
        ..0 => ("expired", Tone::Bad, "has expired".to_owned()),
        0 => ("expiring", Tone::Warn, "expires in less than a day".to_owned()),
        1 => ("expiring", Tone::Warn, "expires in 1 day".to_owned()),
        days => ("expiring", Tone::Warn, format!("expires in {days} days")),
    };
    let headline = format!("the certificate of {host} {end} ({until})");
    Story::new(host, state, tone, headline)
}

pub(super) fn not_running(
    monitor: &MonitorName,
    last: Option<Timestamp>,
    place: &str,
    at: Timestamp,
) -> Story {
    let monitor = short(monitor.as_str());
    let since = last.map_or_else(|| " yet".to_owned(), |l| format!(" since {}", moment(l, at)));
    let headline = format!("monitor {monitor} has not run{place}{since}");
    Story::new(monitor, "not running", Tone::Warn, headline)
        .because("whether its services work is unknown")
}

pub(super) fn runs_again(monitor: &MonitorName, lasted: Duration, place: &str) -> Story {
    let monitor = short(monitor.as_str());
    let headline = format!("monitor {monitor} runs again{place}");
    let pause = human::duration(lasted);
    Story::new(monitor, "running again", Tone::Good, headline)
        .because(format!("it had not run for {pause}"))
}

pub(super) fn blind(since: Timestamp, at: Timestamp) -> Story {
    let headline = format!("this location has been offline since {}", moment(since, at));
    Story::new("this location", "offline", Tone::Bad, headline)
        .because("what it cannot reach is unknown, not down")
}

pub(super) fn sees_again(since: Timestamp, lasted: Duration, at: Timestamp) -> Story {
    let (pause, span) = (human::duration(lasted), span(since, lasted, at));
    let headline = "this location is online again".to_owned();
    Story::new("this location", "online again", Tone::Good, headline)
        .because(format!("it was offline for {pause}, {span}"))
}

pub(super) fn heartbeat_missing(
    heartbeat: &HeartbeatName,
    last: Option<Timestamp>,
    due: Timestamp,
    at: Timestamp,
) -> Story {
    let name = short(heartbeat.as_str());
    let headline = match last {
        Some(last) => format!("{name} has not reported since {}", moment(last, at)),
        None => format!("{name} has never reported"),
    };
    Story::new(name, "overdue", Tone::Bad, headline)
        .because(format!("it was to report by {}", moment(due, at)))
}

pub(super) fn heartbeat_back(heartbeat: &HeartbeatName, lasted: Duration) -> Story {
    let name = short(heartbeat.as_str());
    let headline = format!("{name} reports again");
    Story::new(name, "reporting again", Tone::Good, headline)
        .because(format!("it was overdue for {}", human::duration(lasted)))
}

pub(super) fn channel_failing(
    channel: &ChannelName,
    since: Timestamp,
    cause: &str,
    waiting: u64,
    at: Timestamp,
) -> Story {
    let channel = short(channel.as_str());
    let wait = match waiting {
        0 => String::new(),
        1 => "; 1 message waits for it".to_owned(),
        several => format!("; {several} messages wait for it"),
    };
    let headline = format!("channel {channel} has been out of reach since {}", moment(since, at));
    Story::new(channel, "out of reach", Tone::Bad, headline)
        .because(format!("{}{wait}", short(cause)))
}

pub(super) fn config_refused(problems: u64, first: &str) -> Story {
    let found = if problems == 1 { "1 problem".to_owned() } else { format!("{problems} problems") };
    let headline = format!("{found} in the changed project files, so what ran before runs on");
    let first = within(first, PROBLEM);
    let because = if problems == 1 { first } else { format!("first, {first}") };
    Story::new("the project", "refused", Tone::Warn, headline).because(because)
}

pub(super) fn test(channel: &ChannelName) -> Story {
    let channel = short(channel.as_str());
    let headline = format!("channel {channel} works");
    Story::new(channel, "a test", Tone::Plain, headline).because("this is a test, nothing is wrong")
}
