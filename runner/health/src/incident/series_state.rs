//! Where a series stands.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::Trigger;
use serde::{Deserialize, Serialize};

use super::{Confirm, Level, Observation, Onset, Policy, Silence, Transition};

/// Where a series stands. This whole value is stored with each run, so a restart between two of
/// them forgets nothing.
///
/// * A run that could not tell changes nothing: it neither opens nor closes.
/// * Runs that somebody asked for, and those of a deploy, change nothing either. A person tries
///   again until it works; were that to close an incident, it would open again a minute later.
/// * While something silences, bad runs are counted and nobody is told. If the series is still bad
///   when the silence is over, the first run that says so opens at once. Good news is told always:
///   people wait for it.
/// * A failed run that is to be confirmed counts once each of its repeats failed. One that passes,
///   or a later run that does, takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesState {
    /// What its runs add up to.
    standing: Standing,
    /// What has been told of it: less than `standing` while something silences.
    told: Level,
    /// The last runs that could tell, oldest first: no more than the policy looks at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recent: Vec<Seen>,
    /// A failed run that is being repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suspicion: Option<Suspicion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Standing {
    Up,
    Degraded(Trouble),
    Down(Trouble),
}

/// Since when it is bad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Trouble {
    since: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maintenance: Option<String>,
}

impl Trouble {
    fn onset(&self) -> Onset {
        Onset { since: self.since, maintenance: self.maintenance.clone() }
    }
}

/// A run that could tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    at: Timestamp,
    level: Level,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maintenance: Option<String>,
}

/// Failed runs that are being repeated before they count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Suspicion {
    /// Scheduled runs that failed, oldest first.
    runs: Vec<Timestamp>,
    /// So many more must fail.
    left: u32,
    /// When the next repeat is due.
    due: Timestamp,
}

impl Default for SeriesState {
    fn default() -> Self {
        Self::new()
    }
}

impl SeriesState {
    /// Nothing is known, so nothing is wrong.
    pub fn new() -> Self {
        Self { standing: Standing::Up, told: Level::Up, recent: Vec::new(), suspicion: None }
    }

    /// What its runs add up to, whether or not people have been told.
    pub fn level(&self) -> Level {
        match self.standing {
            Standing::Up => Level::Up,
            Standing::Degraded(_) => Level::Degraded,
            Standing::Down(_) => Level::Down,
        }
    }

    /// The first bad run, while it is not up.
    pub fn since(&self) -> Option<Timestamp> {
        self.trouble().map(|trouble| trouble.since)
    }

    /// Nothing is wrong, nor was in the runs that are still looked at: as good as
    /// [`new`](Self::new), so that it need not be stored.
    pub fn is_quiet(&self) -> bool {
        self.level() == Level::Up
            && self.told == Level::Up
            && self.suspicion.is_none()
            && self.recent.iter().all(|seen| seen.level == Level::Up)
    }

    /// When the repeat of a failed run is due, while one is. To be asked after a restart: the
    /// answer to [`Transition::Confirm`] may have been lost with the process.
    pub fn confirmation_due(&self) -> Option<Timestamp> {
        self.suspicion.as_ref().map(|suspicion| suspicion.due)
    }

    /// Takes in one run that ended at `at`. Pure: no clock, no store, no sending.
    #[must_use]
    pub fn observe(
        mut self,
        observation: &Observation,
        at: Timestamp,
        policy: &Policy,
    ) -> (Self, Option<Transition>) {
        let Some(level) = Level::of(observation.outcome) else { return (self, None) };
        match observation.trigger {
            Trigger::Manual | Trigger::Deploy => return (self, None),
            // Asked for by a suspicion that is settled.
            Trigger::Confirmation if self.suspicion.is_none() => return (self, None),
            Trigger::Schedule | Trigger::Confirmation => {}
        }
        let silence = observation.silence.as_ref();
        if level < Level::Down {
            self.suspicion = None;
        } else if let Some(confirm) = self.wants_proof(silence, policy)
            && let Some(repeat) = self.suspect(observation.trigger, at, confirm)
        {
            return (self, repeat.map(|at| Transition::Confirm { at }));
        }
        let before = self.trouble().cloned();
        self.count(observation, level, at);
        self.settle(policy);
        let transition = self.tell(level, silence.is_some(), before, at);
        if self.is_quiet() {
            // Good runs before bad ones count no more than none; thousands of series are quiet.
            self.recent = Vec::new();
        }
        (self, transition)
    }

    /// How a failed run is to be repeated before it counts. What is known to be down needs no
    /// proof, and what is under maintenance is left alone.
    fn wants_proof<'p>(
        &self,
        silence: Option<&Silence>,
        policy: &'p Policy,
    ) -> Option<&'p Confirm> {
        policy
            .confirm
            .as_ref()
            .filter(|confirm| confirm.times > 0)
            .filter(|_| silence.is_none() && self.level() < Level::Down)
    }

    /// A run failed that does not count yet: `Some` with the time of the next repeat, if one is to
    /// be asked for. `None` when it is proven.
    fn suspect(
        &mut self,
        trigger: Trigger,
        at: Timestamp,
        confirm: &Confirm,
    ) -> Option<Option<Timestamp>> {
        let due = later(at, confirm.after);
        let Some(suspicion) = &mut self.suspicion else {
            self.suspicion = Some(Suspicion { runs: vec![at], left: confirm.times, due });
            return Some(Some(due));
        };
        suspicion.left = suspicion.left.min(confirm.times).saturating_sub(1);
        if suspicion.left == 0 {
            return None;
        }
        if trigger.counts() {
            suspicion.runs.push(at);
            if at < suspicion.due {
                return Some(None);
            }
        }
        suspicion.due = due;
        Some(Some(due))
    }

    /// Adds a run that counts, and the failed ones that it proves.
    fn count(&mut self, observation: &Observation, level: Level, at: Timestamp) {
        let suspicion = self.suspicion.take();
        let proves = suspicion.is_some();
        for at in suspicion.into_iter().flat_map(|suspicion| suspicion.runs) {
            self.recent.push(Seen { at, level, maintenance: None });
        }
        // A repeat that failed stands for the run that it repeats.
        if observation.trigger.counts() || !proves {
            let maintenance = match &observation.silence {
                Some(Silence::Maintenance(name)) => Some(name.clone()),
                Some(Silence::OutsideHours) | None => None,
            };
            self.recent.push(Seen { at, level, maintenance });
        }
    }

    /// Works out what the last runs add up to.
    fn settle(&mut self, policy: &Policy) {
        let kept = policy.down_after.last().max(policy.up_after.get() as usize);
        self.recent.drain(..self.recent.len().saturating_sub(kept));
        let looked_at = self.recent.len().saturating_sub(policy.down_after.last());
        let bad = |from: Level| {
            let bad = self.recent.iter().skip(looked_at).filter(move |seen| seen.level >= from);
            bad.count() >= policy.down_after.runs()
        };
        let good = |to: Level| {
            let row = self.recent.iter().rev().take_while(|seen| seen.level <= to).count();
            row >= policy.up_after.get() as usize
        };
        let next = match self.level() {
            Level::Up | Level::Degraded if bad(Level::Down) => Level::Down,
            Level::Up if bad(Level::Degraded) => Level::Degraded,
            Level::Degraded | Level::Down if good(Level::Up) => Level::Up,
            Level::Down if good(Level::Degraded) => Level::Degraded,
            Level::Up | Level::Degraded | Level::Down => return,
        };
        let better = next < self.level();
        let trouble = self.trouble().cloned().or_else(|| self.first_bad(looked_at));
        if better {
            // What was bad before has been made good: it does not count again.
            let kept = policy.up_after.get() as usize;
            self.recent.drain(..self.recent.len().saturating_sub(kept));
        }
        self.standing = match (next, trouble) {
            (Level::Degraded, Some(trouble)) => Standing::Degraded(trouble),
            (Level::Down, Some(trouble)) => Standing::Down(trouble),
            (Level::Up, _) | (_, None) => Standing::Up,
        };
    }

    fn first_bad(&self, from: usize) -> Option<Trouble> {
        let first = self.recent.iter().skip(from).find(|seen| seen.level > Level::Up)?;
        Some(Trouble { since: first.at, maintenance: first.maintenance.clone() })
    }

    /// What people must hear: where it stands, if that is not what they were told. Bad news waits
    /// until nothing silences and a run that is as bad says that it still holds.
    fn tell(
        &mut self,
        run: Level,
        silenced: bool,
        before: Option<Trouble>,
        at: Timestamp,
    ) -> Option<Transition> {
        let level = self.level();
        if level == self.told || (level > self.told && (silenced || run < level)) {
            return None;
        }
        self.told = level;
        match &self.standing {
            Standing::Up => before.map(|Trouble { since, .. }| Transition::Recovered { since, at }),
            Standing::Degraded(trouble) => Some(Transition::Degraded(trouble.onset())),
            Standing::Down(trouble) => Some(Transition::Down(trouble.onset())),
        }
    }

    fn trouble(&self) -> Option<&Trouble> {
        match &self.standing {
            Standing::Up => None,
            Standing::Degraded(trouble) | Standing::Down(trouble) => Some(trouble),
        }
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
