//! What people must hear of an hour, worked out from what happened in it: a second reading of the
//! same rules, as plain and as slow as possible.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::Level;
use runner_model::{MonitorName, Series};

use super::outages::{Turn, at, parts};
use super::project::{closes_early, notify, severity};

/// An incident, without its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) group: String,
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
    pub(super) members: BTreeSet<Series>,
    pub(super) folded: BTreeSet<Series>,
}

/// A message: when, where, of what, how many series, how many monitors that follow from it, and
/// whether it began during a maintenance.
pub(super) type Message = (Timestamp, String, &'static str, String, usize, usize, bool);

#[derive(Default)]
pub(super) struct Expected {
    open: Vec<Incident>,
    closed: Vec<Row>,
    pub(super) messages: Vec<Message>,
    /// Their cause is over since then.
    left: BTreeMap<Series, Timestamp>,
}

struct Incident {
    service: String,
    environment: String,
    opened: Timestamp,
    members: BTreeMap<Series, Member>,
    folded: BTreeMap<Series, Member>,
    changes: usize,
    heard: BTreeMap<&'static str, Heard>,
}

struct Member {
    turn: Turn,
    /// Its first bad run.
    since: Timestamp,
    change: usize,
}

struct Heard {
    level: Level,
    last: Timestamp,
    change: usize,
}

struct Rule {
    channel: &'static str,
    levels: &'static [Level],
    severities: &'static [&'static str],
    after: i64,
}

const ALL: &[&str] = &["critical", "warning", "info"];

/// The lists of the project.
fn rules(number: usize) -> Vec<Rule> {
    use Level::{Degraded, Down};
    let rule = |channel, levels, severities, after| Rule { channel, levels, severities, after };
    let oncall = [
        rule("pager", &[Down], &["critical"], 0),
        rule("slack", &[Down, Degraded], ALL, 0),
        rule("mail", &[Down], ALL, 15 * 60),
    ];
    let team = [
        rule("slack", &[Down], &["warning", "info"], 0),
        rule("mail", &[Down, Degraded], ALL, 300),
    ];
    let lists = notify(number);
    let oncall = oncall.into_iter().filter(|_| lists.contains("oncall"));
    oncall.chain(team.into_iter().filter(|_| lists.contains("team"))).collect()
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

/// Whether a service needs another.
fn needs(service: &str, other: &str) -> bool {
    match service {
        "orders" => other == "payments",
        "shop" => ["payments", "orders", "search"].contains(&other),
        _ => false,
    }
}

fn is_silent(series: &Series, now: Timestamp) -> bool {
    let (service, _, number) = parts(series);
    closes_early(service, number) && now >= at("10:30:00")
}

impl Expected {
    /// Of everything that happened, in order, up to a moment.
    pub(super) fn of(turns: Vec<(Series, Turn)>, until: Timestamp) -> Self {
        let mut expected = Self::default();
        for (series, turn) in turns {
            if turn.at > until {
                break;
            }
            // What is due at the moment of the turn is told after it.
            expected.tell(turn.at - SignedDuration::from_nanos(1));
            expected.take(series, turn);
        }
        expected.tell(until);
        expected
    }

    pub(super) fn incidents(&self) -> Vec<Row> {
        let mut rows = self.closed.clone();
        rows.extend(self.open.iter().map(|incident| incident.row(None)));
        rows.sort();
        rows
    }

    fn take(&mut self, series: Series, turn: Turn) {
        let (now, is_up) = (turn.at, turn.level == Level::Up);
        let late = self.left.iter().find(|(_, since)| now.duration_since(**since) > seconds(120));
        assert_eq!(late, None, "what outlives its cause is not part of this hour");
        if self.left.remove(&series).is_some() {
            assert!(is_up);
            return;
        }
        if let Some(incident) = self.open.iter_mut().find(|i| i.has(&series)) {
            incident.renew(&series, turn);
        } else if is_up {
            panic!("{series} recovers and was not broken");
        } else {
            self.place(series, turn);
        }
        let (over, open) = self.open.drain(..).partition(|i| i.level() == Level::Up);
        self.open = open;
        let over: Vec<Incident> = over;
        for incident in over {
            let recovered: Vec<_> =
                incident.heard.keys().map(|c| incident.message(now, c, "recovered")).collect();
            self.messages.extend(recovered);
            let left = incident.folded.iter().filter(|(_, m)| m.turn.level > Level::Up);
            self.left.extend(left.map(|(series, _)| (series.clone(), now)));
            self.closed.push(incident.row(Some(now)));
        }
    }

    fn place(&mut self, series: Series, turn: Turn) {
        let (service, environment, _) = parts(&series);
        let (service, environment) = (service.to_owned(), environment.to_owned());
        let member = |incident: &mut Incident| {
            incident.changes += 1;
            Member { since: turn.since, turn: turn.clone(), change: incident.changes }
        };
        let here = |i: &&mut Incident| i.environment == environment;
        let explains = |i: &&mut Incident| needs(&service, &i.service) && i.level() >= turn.level;
        if let Some(cause) = self.open.iter_mut().filter(here).find(explains) {
            let member = member(cause);
            cause.folded.insert(series, member);
        } else if let Some(own) = self.open.iter_mut().filter(here).find(|i| i.service == service) {
            let member = member(own);
            own.members.insert(series, member);
        } else {
            let beside = self.open.iter().filter(|i| i.environment == environment);
            let young =
                beside.clone().filter(|i| turn.at.duration_since(i.opened) <= seconds(120)).count();
            assert!(young < 3, "no burst is part of this hour");
            let caused = beside.clone().any(|i| needs(&i.service, &service));
            assert!(!caused, "no cause that is found late is part of this hour");
            let mut incident = Incident {
                service,
                environment,
                opened: turn.at,
                members: BTreeMap::new(),
                folded: BTreeMap::new(),
                changes: 0,
                heard: BTreeMap::new(),
            };
            let member = member(&mut incident);
            incident.members.insert(series, member);
            self.open.push(incident);
        }
    }

    /// Tells whatever is due by `until`.
    fn tell(&mut self, until: Timestamp) {
        loop {
            let due = self.open.iter().enumerate().flat_map(|(index, incident)| {
                ["pager", "slack", "mail"].into_iter().filter_map(move |channel| {
                    let (at, is_reminder) = incident.due(channel)?;
                    Some((at, index, channel, is_reminder))
                })
            });
            let Some((at, index, channel, is_reminder)) = due.min() else { return };
            if at > until {
                return;
            }
            let incident = &mut self.open[index];
            let phase = match incident.level() {
                _ if is_reminder => "still_open",
                Level::Down => "down",
                Level::Degraded | Level::Up => "degraded",
            };
            self.messages.push(incident.message(at, channel, phase));
            let before = incident.heard.get(channel).map_or(Level::Up, |heard| heard.level);
            let level = before.max(incident.level());
            let heard = Heard { level, last: at, change: incident.changes };
            incident.heard.insert(channel, heard);
        }
    }
}

impl Incident {
    fn has(&self, series: &Series) -> bool {
        self.members.contains_key(series) || self.folded.contains_key(series)
    }

    fn level(&self) -> Level {
        self.members.values().map(|member| member.turn.level).max().unwrap_or(Level::Up)
    }

    fn renew(&mut self, series: &Series, turn: Turn) {
        if turn.level > Level::Up {
            self.changes += 1;
        }
        let of_its_own = self.members.get_mut(series);
        let Some(member) = of_its_own.or_else(|| self.folded.get_mut(series)) else { return };
        if turn.level > Level::Up {
            assert!(member.turn.level > Level::Up, "nothing breaks again in this hour");
            member.change = self.changes;
        }
        member.turn = turn;
    }

    /// When a channel is told next, and whether that is a reminder.
    fn due(&self, channel: &'static str) -> Option<(Timestamp, bool)> {
        let heard = self.heard.get(channel);
        let own = self.members.iter().map(|(series, member)| (series, member, true));
        let folded = self.folded.iter().map(|(series, member)| (series, member, false));
        let mut due: BTreeSet<(Timestamp, bool)> = BTreeSet::new();
        for (series, member, is_own) in own.chain(folded) {
            let (level, (_, _, number)) = (member.turn.level, parts(series));
            let how = match (level, severity(number)) {
                (Level::Degraded, "critical") => "warning",
                (_, severity) => severity,
            };
            for rule in rules(number) {
                if rule.channel != channel
                    || !rule.levels.contains(&level)
                    || !rule.severities.contains(&how)
                {
                    continue;
                }
                let settled = member.turn.at + seconds(rule.after.max(5));
                let settled = settled.max(self.opened + seconds(5));
                let at = match heard {
                    None => settled,
                    Some(heard) if is_own && level > heard.level => settled,
                    Some(heard) if is_own && member.change > heard.change => {
                        settled.max(heard.last + seconds(600))
                    }
                    Some(_) => continue,
                };
                if !is_silent(series, at) {
                    due.insert((at, false));
                }
            }
        }
        if let Some(heard) = heard {
            let at = heard.last + seconds(20 * 60);
            let mut bad = self.members.iter().filter(|(_, m)| m.turn.level > Level::Up);
            if bad.any(|(series, _)| !is_silent(series, at)) {
                due.insert((at, true));
            }
        }
        due.pop_first()
    }

    fn group(&self) -> String {
        format!("{} · {}", self.service, self.environment)
    }

    fn row(&self, until: Option<Timestamp>) -> Row {
        Row {
            group: self.group(),
            since: self.members.values().map(|member| member.since).min().expect("it has members"),
            until,
            members: self.members.keys().cloned().collect(),
            folded: self.folded.keys().cloned().collect(),
        }
    }

    fn message(&self, at: Timestamp, channel: &str, phase: &'static str) -> Message {
        let monitors: BTreeSet<&MonitorName> = self.folded.keys().map(|s| &s.monitor).collect();
        let maintenance = self.members.values().any(|member| member.turn.maintenance);
        let (members, folded) = (self.members.len(), monitors.len());
        (at, channel.to_owned(), phase, self.group(), members, folded, maintenance)
    }
}
