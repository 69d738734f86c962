//! Whether the budget of an objective burns too fast, and whether that can be told.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{About, BurnNews, CoverageNews, MonitorName, ObjectiveName, Ratio, Severity};
use serde::{Deserialize, Serialize};

use super::pulse::between;
use crate::Target;
use crate::alerting::Topic;
use crate::burn::{BurnAlert, BurnFinding, BurnRule};
use crate::exact::{Fraction, duration_of, exactly, percent_text, plain_text, seconds};

/// Where the rules of an objective stand. Those that tell the same people, equally urgent, are one
/// line: it burns while any of them fires. The monitor is blind while it is for any of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetWatch {
    /// By what the rules say.
    rules: BTreeMap<String, RuleWatch>,
    /// The lines that burn.
    burning: BTreeMap<String, Burning>,
    /// From when on too little is known; `None` while enough is.
    blind_since: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RuleWatch {
    line: String,
    alert: BurnAlert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Burning {
    since: Timestamp,
    severity: Severity,
}

/// Whose budget it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetOf {
    /// Of which objective.
    pub objective: ObjectiveName,
    /// Of which monitor.
    pub monitor: MonitorName,
    /// What is promised.
    pub target: Target,
    /// The time that it is for.
    pub window: Duration,
    /// How much of a time must be known to tell.
    pub least: Ratio,
}

/// A rule that was looked at.
#[derive(Clone, Debug)]
pub struct LookedAt {
    /// Which.
    pub rule: BurnRule,
    /// Who is told, and how urgent it is: rules of one line are told as one.
    pub line: String,
    /// What it finds.
    pub finding: BurnFinding,
}

/// What people must hear about a budget.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetNews {
    /// What it is about: its beginning and its end are told to the same.
    pub topic: Topic,
    /// Which line burns, or burns no more; `None` when it is about how much is known.
    pub line: Option<String>,
    /// It is the end.
    pub is_over: bool,
    /// How urgent it is.
    pub severity: Severity,
    /// What is told.
    pub about: About,
}

impl BudgetWatch {
    /// Takes in what rules find at a moment. Those that were not looked at stay as they are.
    #[must_use]
    pub fn observe(
        mut self,
        of: &BudgetOf,
        looked: &[LookedAt],
        at: Timestamp,
    ) -> (Self, Vec<BudgetNews>) {
        for LookedAt { rule, line, finding } in looked {
            let known = self.rules.remove(&rule.to_string());
            let before = known.map(|known| known.alert).unwrap_or_default();
            let (alert, _) = before.observe(finding, at);
            self.rules.insert(rule.to_string(), RuleWatch { line: line.clone(), alert });
        }
        let mut news = self.sight(of, looked, at).into_iter().collect::<Vec<_>>();
        news.extend(self.over(of, at));
        news.extend(self.begun(of, looked, at));
        (self, news)
    }

    /// Other rules than these are no longer written. What only they said of a line is over with the
    /// next look.
    pub fn keep_only(&mut self, rules: &BTreeSet<String>) {
        self.rules.retain(|rule, _| rules.contains(rule));
    }

    /// All that was begun and is not over, to be forgotten with its objective.
    pub fn topics(&self, objective: &ObjectiveName) -> Vec<Topic> {
        let burning = self.burning.keys().map(|line| Topic::burn(objective, line));
        let blind = self.blind_since.map(|_| Topic::coverage(objective));
        burning.chain(blind).collect()
    }

    fn sight(&mut self, of: &BudgetOf, looked: &[LookedAt], at: Timestamp) -> Option<BudgetNews> {
        let is_blind = self.rules.values().any(|rule| rule.alert.blind_since.is_some());
        let about = match self.blind_since {
            None if is_blind => {
                self.blind_since = Some(at);
                About::Coverage(looked.iter().find_map(|looked| blind(of, looked))?)
            }
            Some(since) if !is_blind => {
                self.blind_since = None;
                About::CoverageBack {
                    objective: of.objective.clone(),
                    monitor: of.monitor.clone(),
                    since,
                    lasted: between(since, at),
                }
            }
            Some(_) | None => return None,
        };
        Some(BudgetNews {
            topic: Topic::coverage(&of.objective),
            line: None,
            is_over: !is_blind,
            severity: Severity::Warning,
            about,
        })
    }

    fn over(&mut self, of: &BudgetOf, at: Timestamp) -> Vec<BudgetNews> {
        let firing: BTreeSet<&String> = self.firing().map(|rule| &rule.line).collect();
        let over = self.burning.iter().filter(|(line, _)| !firing.contains(line));
        let over: Vec<(String, Burning)> =
            over.map(|(line, burning)| (line.clone(), *burning)).collect();
        let told = over.into_iter().map(|(line, Burning { since, severity })| {
            self.burning.remove(&line);
            BudgetNews {
                topic: Topic::burn(&of.objective, &line),
                line: Some(line),
                is_over: true,
                severity,
                about: About::BurnOver {
                    objective: of.objective.clone(),
                    monitor: of.monitor.clone(),
                    since,
                    lasted: between(since, at),
                },
            }
        });
        told.collect()
    }

    fn begun(&mut self, of: &BudgetOf, looked: &[LookedAt], at: Timestamp) -> Vec<BudgetNews> {
        let mut told = Vec::new();
        for LookedAt { rule, line, finding } in looked {
            let BurnFinding::TooFast { long, short } = finding else { continue };
            if self.burning.contains_key(line) {
                continue;
            }
            let severity = rule.severity();
            self.burning.insert(line.clone(), Burning { since: at, severity });
            told.push(BudgetNews {
                topic: Topic::burn(&of.objective, line),
                line: Some(line.clone()),
                is_over: false,
                severity,
                about: About::Burn(burns(of, rule, long, short)),
            });
        }
        told
    }

    fn firing(&self) -> impl Iterator<Item = &RuleWatch> {
        self.rules.values().filter(|rule| rule.alert.firing_since.is_some())
    }
}

fn burns(of: &BudgetOf, rule: &BurnRule, long: &Fraction, short: &Fraction) -> BurnNews {
    BurnNews {
        objective: of.objective.clone(),
        monitor: of.monitor.clone(),
        target: of.target.ratio(),
        limit: plain_text(rule.burn(), 2),
        long: rule.long(),
        long_rate: plain_text(long, 1),
        short: rule.short(),
        short_rate: plain_text(short, 1),
        window: of.window,
        lasts: duration_of(&(seconds(of.window) / long)),
        after_deploy: None,
    }
}

/// How little is known: of the long time, unless that would suffice and nothing is of the short.
fn blind(of: &BudgetOf, looked: &LookedAt) -> Option<CoverageNews> {
    let BurnFinding::Blind { coverage } = &looked.finding else { return None };
    let little = coverage.as_ref().filter(|known| **known < exactly(of.least));
    let (over, known) = match little {
        Some(known) => (looked.rule.long(), percent_text(known, 1)),
        None => (looked.rule.short(), "nothing".to_owned()),
    };
    Some(CoverageNews {
        objective: of.objective.clone(),
        monitor: of.monitor.clone(),
        over,
        known,
        least: of.least,
    })
}
