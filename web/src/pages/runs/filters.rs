//! Which runs are looked at. All of it is in the address.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{Outcome, Series, SeriesRun, Trigger, human};
use runner_store::{DeployId, Deployed, ReadError, Store};
use serde::Serialize;

use super::after::After;
use crate::pages::asked::Asked;
use crate::pages::frame::Choice;
use crate::pages::standings::Standings;

const OUTCOMES: [Outcome; 4] =
    [Outcome::Failed, Outcome::Degraded, Outcome::Errored, Outcome::Passed];

const TRIGGERS: [Trigger; 4] =
    [Trigger::Schedule, Trigger::Confirmation, Trigger::Manual, Trigger::Deploy];

/// What is slow, in milliseconds.
const SLOW: [&str; 3] = ["500", "1000", "5000"];

/// Deploys of so long ago, and so many of them, are offered.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);
const DEPLOYS: usize = 20;

/// Which runs are looked at.
pub(super) struct Filters {
    outcome: Option<Outcome>,
    trigger: Option<Trigger>,
    monitor: Option<String>,
    environment: Option<String>,
    location: Option<String>,
    /// Only those that took longer.
    slower: Option<Duration>,
    deploy: Option<Chosen>,
}

/// The deploy that was chosen.
enum Chosen {
    Known(After),
    /// There is no such deploy.
    Unknown,
}

/// The chips of one kind.
#[derive(Debug, Serialize)]
pub(super) struct Chips {
    label: &'static str,
    choices: Vec<Choice>,
}

/// A deploy that can be chosen.
#[derive(Debug, Serialize)]
pub(super) struct Offered {
    /// Its number.
    id: String,
    text: String,
    current: bool,
}

impl Filters {
    pub(super) async fn read(
        asked: &Asked,
        store: &Store,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        let word = |name| asked.word(name).map(str::to_owned);
        let slower = asked.word("slower").and_then(|word| word.parse().ok());
        Ok(Self {
            outcome: OUTCOMES.into_iter().find(|it| Some(it.as_str()) == asked.word("outcome")),
            trigger: TRIGGERS.into_iter().find(|it| Some(it.as_str()) == asked.word("trigger")),
            monitor: word("monitor"),
            environment: asked.environment().map(str::to_owned),
            location: word("location"),
            slower: slower.map(Duration::from_millis),
            deploy: match asked.word("deploy") {
                Some(id) => Some(Chosen::read(id, store, now).await?),
                None => None,
            },
        })
    }

    pub(super) fn wants_series(&self, series: &Series, standings: &Standings) -> bool {
        let line = standings.line(series);
        let environment = line.and_then(|line| line.environment.as_deref());
        let is =
            |wanted: &Option<String>, it: &str| wanted.as_deref().is_none_or(|name| name == it);
        is(&self.monitor, series.monitor.as_str())
            && is(&self.location, series.location.as_str())
            && self.environment.as_deref().is_none_or(|name| environment == Some(name))
            && match &self.deploy {
                None => true,
                Some(Chosen::Unknown) => false,
                Some(Chosen::Known(after)) => after.wants(line),
            }
    }

    pub(super) fn wants_run(&self, run: &SeriesRun) -> bool {
        self.outcome.is_none_or(|outcome| run.outcome == outcome)
            && self.trigger.is_none_or(|trigger| run.trigger == trigger)
            && self.slower.is_none_or(|slower| run.took > slower)
    }

    /// None but those that failed or errored.
    pub(super) fn only_bad(&self) -> bool {
        self.outcome.is_some_and(|it| it == Outcome::Failed || it == Outcome::Errored)
    }

    /// From when on, and until when, when a deploy says so.
    pub(super) fn span(&self) -> Option<(Timestamp, Timestamp)> {
        match &self.deploy {
            Some(Chosen::Known(after)) => Some(after.span()),
            Some(Chosen::Unknown) | None => None,
        }
    }

    /// The filters in words: `failed`, `slower than 1 s`, `in production`. The environment is
    /// chosen above every page, so alone it is none.
    pub(super) fn words(&self) -> Vec<String> {
        let environment = self.environment.as_ref().map(|name| format!("in {name}"));
        self.own_words().into_iter().chain(environment).collect()
    }

    /// Those of this page alone.
    pub(super) fn own_words(&self) -> Vec<String> {
        let deploy = self.deploy.as_ref().map(|chosen| match chosen {
            Chosen::Known(After { deploy, .. }) => {
                format!("after {} {}", deploy.service, deploy.version)
            }
            Chosen::Unknown => "after a deploy that is not remembered".to_owned(),
        });
        let words = [
            self.outcome.map(|outcome| outcome.as_str().to_owned()),
            self.slower.map(|slower| format!("slower than {}", human::duration(slower))),
            self.trigger.map(|trigger| format!("by {}", trigger.as_str())),
            self.monitor.as_ref().map(|name| format!("of monitor {name}")),
            self.location.as_ref().map(|name| format!("from {name}")),
            deploy,
        ];
        words.into_iter().flatten().collect()
    }

    /// What one may choose from.
    pub(super) fn chips(asked: &Asked, standings: &Standings) -> Vec<Chips> {
        let named = |words: &[&'static str]| -> Vec<(String, String)> {
            words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect()
        };
        let slow = SLOW.map(|word| {
            let time = Duration::from_millis(word.parse().unwrap_or_default());
            (word.to_owned(), format!("over {}", human::duration(time)))
        });
        let places: BTreeSet<&str> = standings
            .lines
            .iter()
            .flat_map(|line| &line.series)
            .map(|status| status.series.location.as_str())
            .collect();
        let places: Vec<_> =
            places.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect();
        let kinds = [
            ("Result", "outcome", named(&OUTCOMES.map(Outcome::as_str))),
            ("How long it took", "slower", slow.to_vec()),
            ("Why it ran", "trigger", named(&TRIGGERS.map(Trigger::as_str))),
            ("From where", "location", if places.len() > 1 { places } else { Vec::new() }),
        ];
        let shown = kinds.into_iter().filter(|(_, _, words)| !words.is_empty());
        shown
            .map(|(label, name, words)| Chips { label, choices: choices(asked, name, words) })
            .collect()
    }

    /// The last deploys, to be chosen.
    pub(super) async fn deploys(
        asked: &Asked,
        store: &Store,
        now: Timestamp,
    ) -> Result<Vec<Offered>, ReadError> {
        let from = now.checked_sub(LATELY).unwrap_or(Timestamp::MIN);
        let latest = store.deploys().judged_between(from, now).await?;
        let choice = |Deployed { id, deploy, .. }: &Deployed| {
            let id = id.0.to_string();
            let text = format!("{} {}", deploy.service, deploy.version);
            Offered { current: asked.word("deploy") == Some(&id), id, text }
        };
        Ok(latest.iter().rev().take(DEPLOYS).map(choice).collect())
    }
}

/// All, and one for each word. Another filter begins at the newest run.
fn choices(asked: &Asked, name: &str, words: Vec<(String, String)>) -> Vec<Choice> {
    let choice = |text: String, value: Option<&str>| Choice {
        text,
        href: format!("/runs{}", asked.without("after").with(name, value)),
        current: asked.word(name) == value,
    };
    let all = std::iter::once(choice("all".to_owned(), None));
    all.chain(words.into_iter().map(|(word, text)| choice(text, Some(&word)))).collect()
}

impl Chosen {
    async fn read(id: &str, store: &Store, now: Timestamp) -> Result<Self, ReadError> {
        let Ok(id) = id.parse().map(DeployId) else { return Ok(Self::Unknown) };
        match store.deploys().by_id(id).await? {
            Some(found) => After::of(found.deploy, store, now).await.map(Self::Known),
            None => Ok(Self::Unknown),
        }
    }
}
