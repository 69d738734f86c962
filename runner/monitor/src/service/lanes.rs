//! One run of a monitor at a time.

use std::collections::HashMap;

use runner_engine::{Stop, StopLevel};
use runner_model::{MonitorName, Trigger};
use suites::IfStillRunning;

use crate::work::Job;

/// One run of a monitor at a time; what is due meanwhile is left out, waits, or stops it.
#[derive(Default)]
pub(crate) struct Lanes(HashMap<MonitorName, Lane>);

struct Lane {
    /// Stops the run that goes on.
    stop: Stop,
    /// What comes after it: one run of each trigger at most, confirmations first.
    waiting: Vec<Job>,
}

/// What becomes of a job.
pub(crate) enum Turn {
    /// It begins.
    Begins(Job, Stop),
    /// It waits for the run before.
    Waits,
    /// It is left out.
    LeftOut(Job),
    /// It waits, and another that waited is left out.
    Replaces(Job),
}

impl Lanes {
    /// A job is due.
    pub(crate) fn offer(&mut self, job: Job) -> Turn {
        let Some(lane) = self.0.get_mut(job.watched.name()) else { return self.begin(job) };
        // A person, or a run that must be confirmed, waits for its turn in any case.
        if job.trigger == Trigger::Schedule {
            match job.watched.monitor.if_still_running {
                IfStillRunning::Skip => return Turn::LeftOut(job),
                IfStillRunning::Queue => {}
                IfStillRunning::Stop => lane.stop.request(StopLevel::CleanUp),
            }
        }
        let same = lane.waiting.iter_mut().find(|waiting| waiting.trigger == job.trigger);
        match same {
            Some(waiting) => Turn::Replaces(put_together(waiting, job)),
            None => {
                lane.waiting.push(job);
                lane.waiting.sort_by_key(|waiting| match waiting.trigger {
                    Trigger::Confirmation => 0,
                    Trigger::Schedule => 1,
                    Trigger::Deploy => 2,
                    Trigger::Manual => 3,
                });
                Turn::Waits
            }
        }
    }

    /// The run of a monitor is over: what begins now.
    pub(crate) fn done(&mut self, monitor: &MonitorName) -> Option<(Job, Stop)> {
        let mut lane = self.0.remove(monitor)?;
        if lane.waiting.is_empty() {
            return None;
        }
        let (job, stop) = (lane.waiting.remove(0), Stop::default());
        lane.stop = stop.clone();
        self.0.insert(monitor.clone(), lane);
        Some((job, stop))
    }

    fn begin(&mut self, job: Job) -> Turn {
        let stop = Stop::default();
        let lane = Lane { stop: stop.clone(), waiting: Vec::new() };
        self.0.insert(job.watched.name().clone(), lane);
        Turn::Begins(job, stop)
    }

    /// How many runs go on.
    pub(crate) fn running(&self) -> usize {
        self.0.len()
    }

    /// Nothing of a monitor that waits begins any more.
    pub(crate) fn clear(&mut self, monitor: &MonitorName) {
        if let Some(lane) = self.0.get_mut(monitor) {
            lane.waiting.clear();
        }
    }

    /// Nothing that waits begins any more.
    pub(crate) fn close(&mut self) {
        self.0.values_mut().for_each(|lane| lane.waiting.clear());
    }

    /// Stops what goes on.
    pub(crate) fn stop(&self, level: StopLevel) {
        self.0.values().for_each(|lane| lane.stop.request(level));
    }
}

/// Has a later job take the place of one that waits, which is returned. What was to be confirmed
/// still is.
fn put_together(waiting: &mut Job, job: Job) -> Job {
    let mut before = std::mem::replace(waiting, job);
    waiting.only = match (before.only.take(), waiting.only.take()) {
        (Some(mut tests), Some(more)) => {
            tests.extend(more);
            Some(tests)
        }
        (None, _) | (_, None) => None,
    };
    before
}

#[cfg(test)]
mod tests;
