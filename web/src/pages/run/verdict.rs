//! What went wrong, in a sentence, and what there is to know of it.

use jiff::Timestamp;
use runner_model::{Outcome, human};
use serde::Serialize;

use super::around::{Elsewhere, elsewhere};
use super::read::Facts;
use crate::pages::link;
use crate::pages::prose::capital;
use crate::pages::times::{self, Moment};

/// What went wrong.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    tone: &'static str,
    /// `Step 4 "place the order" failed`
    title: String,
    request: Option<String>,
    expected: Option<String>,
    got: Option<String>,
    since: Option<Since>,
    deploy: Option<Deployed>,
    trace: Option<String>,
    elsewhere: Vec<There>,
    incident: Option<Incident>,
}

#[derive(Debug, Serialize)]
struct Since {
    moment: Moment,
    /// `15 runs in a row`
    runs: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Deployed {
    name: String,
    moment: Moment,
    /// How long before the first failure.
    before: String,
}

/// How it is somewhere else.
#[derive(Debug, Serialize)]
struct There {
    tone: &'static str,
    /// `staging fails, too`
    text: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Incident {
    id: u64,
    href: String,
}

impl Verdict {
    /// Nothing where nothing is wrong.
    pub(super) fn of(facts: &Facts, now: Timestamp) -> Option<Self> {
        let run = facts.run();
        let (tone, how) = match run.outcome {
            Outcome::Failed => ("bad", "failed"),
            Outcome::Degraded => ("warn", "is degraded"),
            Outcome::Errored => ("mute", "could not be carried out"),
            Outcome::Passed | Outcome::Skipped => return None,
        };
        let finding = facts.finding();
        let title = match &finding {
            Some(finding) => format!("{} {how}", capital(&finding.step)),
            None => format!("This run {how}; what it found is no longer kept"),
        };
        let since = facts.streak.as_ref().map(|streak| Since {
            moment: Moment::of(streak.since, now),
            runs: match (streak.runs, streak.or_more) {
                (1, _) => "the first failure".to_owned(),
                (runs, false) => format!("{} in a row", human::count(runs, "run")),
                (runs, true) => format!("{} or more in a row", human::count(runs, "run")),
            },
            href: link::run(&streak.first),
        });
        let deploy = facts.deploy.as_ref().zip(facts.streak.as_ref());
        let deploy = deploy.map(|(deploy, streak)| Deployed {
            name: format!("{}@{}", deploy.service, deploy.version),
            moment: Moment::of(deploy.at, now),
            before: times::about(times::since(deploy.at, streak.since)),
        });
        let trace = finding.as_ref().and_then(|finding| finding.trace.as_ref());
        Some(Self {
            tone,
            title,
            request: finding.as_ref().and_then(|finding| finding.request.clone()),
            expected: finding.as_ref().and_then(|finding| finding.expected.clone()),
            got: finding.as_ref().map(|finding| finding.got.clone()),
            since,
            deploy,
            trace: trace.map(ToString::to_string),
            elsewhere: elsewhere(facts).iter().map(There::of).collect(),
            incident: facts.incident.map(|id| Incident { id: id.0, href: link::incident(id) }),
        })
    }
}

impl There {
    fn of(Elsewhere { place, outcome, run }: &Elsewhere) -> Self {
        let (tone, word) = match outcome {
            Outcome::Failed => ("bad", "fails, too"),
            Outcome::Degraded => ("warn", "is degraded"),
            Outcome::Errored | Outcome::Skipped => ("mute", "could not tell"),
            Outcome::Passed => ("ok", "passes"),
        };
        Self { tone, text: format!("{place} {word}"), href: link::run(run) }
    }
}
