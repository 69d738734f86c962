//! Which of many monitors is due next.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use jiff::Timestamp;
use runner_model::MonitorName;

use super::Slots;

/// Which of many monitors is due next. Asked by one loop; 50,000 monitors cost it a heap.
#[derive(Debug, Default)]
pub struct Agenda {
    entries: BTreeMap<MonitorName, Entry>,
    /// What stands here counts only as long as its entry says the same: entries that are changed
    /// or taken out leave their old moments behind.
    heap: BinaryHeap<Reverse<(Timestamp, MonitorName, u64)>>,
    changes: u64,
}

#[derive(Debug)]
struct Entry {
    slots: Slots,
    /// The change that put it here.
    change: u64,
}

/// A monitor whose slot has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub monitor: MonitorName,
    /// The slot to run: the newest that has come.
    pub slot: Timestamp,
    /// Earlier slots for which it is too late, oldest first; at most [`Agenda::MISSED_KEPT`].
    pub missed: Vec<Timestamp>,
}

impl Agenda {
    /// How many missed slots of one monitor are told one by one; after a night without power
    /// nobody needs more.
    pub const MISSED_KEPT: usize = 1_000;

    /// Puts a monitor on the agenda, or changes its slots. Its first slot is after `now`.
    pub fn put(&mut self, monitor: MonitorName, slots: Slots, now: Timestamp) {
        self.changes += 1;
        let change = self.changes;
        if let Some(slot) = slots.after(now) {
            self.heap.push(Reverse((slot, monitor.clone(), change)));
        }
        self.entries.insert(monitor, Entry { slots, change });
    }

    /// Takes a monitor off.
    pub fn remove(&mut self, monitor: &MonitorName) {
        self.entries.remove(monitor);
    }

    /// Works every next slot out anew: the clock was set.
    pub fn reset(&mut self, now: Timestamp) {
        self.heap.clear();
        for (monitor, slots) in
            std::mem::take(&mut self.entries).into_iter().map(|(name, entry)| (name, entry.slots))
        {
            self.put(monitor, slots, now);
        }
    }

    /// The next moment at which something is due.
    pub fn next_due(&mut self) -> Option<Timestamp> {
        while let Some(Reverse((slot, monitor, change))) = self.heap.peek() {
            if self.entries.get(monitor).is_some_and(|entry| entry.change == *change) {
                return Some(*slot);
            }
            self.heap.pop();
        }
        None
    }

    /// A monitor whose slot has come by `now`, if there is one. Called until there is none.
    pub fn due(&mut self, now: Timestamp) -> Option<Due> {
        if self.next_due()? > now {
            return None;
        }
        let Reverse((first, monitor, change)) = self.heap.pop()?;
        let slots = &self.entries.get(&monitor)?.slots;
        let mut slot = first;
        let mut missed = VecDeque::new();
        let mut next = slots.after(slot);
        while let Some(later) = next.filter(|later| *later <= now) {
            if missed.len() == Self::MISSED_KEPT {
                missed.pop_front();
            }
            missed.push_back(slot);
            slot = later;
            next = slots.after(slot);
        }
        if let Some(next) = next {
            self.heap.push(Reverse((next, monitor.clone(), change)));
        }
        Some(Due { monitor, slot, missed: missed.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn named(name: &str) -> MonitorName {
        MonitorName::try_from(name).unwrap()
    }

    fn every(seconds: i64, phase: i64) -> Slots {
        Slots::Every { every: seconds * 1_000, phase: phase * 1_000 }
    }

    /// What is due up to `until`, asked at every second: `a@10 b@12`.
    fn told(agenda: &mut Agenda, seconds: std::ops::RangeInclusive<i64>) -> String {
        let mut told = Vec::new();
        for second in seconds {
            while let Some(due) = agenda.due(at(second)) {
                told.push(format!("{}@{}", due.monitor, due.slot.as_second()));
            }
        }
        told.join(" ")
    }

    #[test]
    fn monitors_are_due_in_the_order_of_their_slots() {
        let mut agenda = Agenda::default();
        agenda.put(named("a"), every(10, 0), at(0));
        agenda.put(named("b"), every(10, 2), at(0));
        assert_eq!(told(&mut agenda, 0..=22), "b@2 a@10 b@12 a@20 b@22");
        assert_eq!(agenda.next_due(), Some(at(30)));
    }

    #[test]
    fn of_missed_slots_only_the_newest_is_run_and_the_others_are_told() {
        let mut agenda = Agenda::default();
        agenda.put(named("a"), every(10, 0), at(0));
        assert_eq!(
            agenda.due(at(35)),
            Some(Due { monitor: named("a"), slot: at(30), missed: vec![at(10), at(20)] })
        );
        assert_eq!(agenda.due(at(35)), None);
        assert_eq!(agenda.next_due(), Some(at(40)));
    }

    #[test]
    fn a_monitor_that_is_taken_off_or_changed_is_not_due_by_its_old_slots() {
        let mut agenda = Agenda::default();
        agenda.put(named("a"), every(10, 0), at(0));
        agenda.put(named("b"), every(10, 0), at(0));
        agenda.remove(&named("a"));
        agenda.put(named("b"), every(60, 5), at(0));
        assert_eq!(told(&mut agenda, 0..=70), "b@5 b@65");
    }

    #[test]
    fn after_the_clock_was_set_back_monitors_go_on_at_once() {
        let mut agenda = Agenda::default();
        agenda.put(named("a"), every(10, 0), at(7_200));
        agenda.reset(at(3_605));
        assert_eq!(agenda.next_due(), Some(at(3_610)));
    }

    #[test]
    fn a_long_night_tells_of_a_bounded_number_of_missed_slots() {
        let mut agenda = Agenda::default();
        agenda.put(named("a"), every(1, 0), at(0));
        let due = agenda.due(at(10_000)).unwrap();
        assert_eq!(due.slot, at(10_000));
        assert_eq!(due.missed.len(), Agenda::MISSED_KEPT);
        assert_eq!(due.missed.last(), Some(&at(9_999)));
    }
}
