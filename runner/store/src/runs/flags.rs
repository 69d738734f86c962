//! Outcome, first try and trigger of a run as one small number.
//!
//! Bits 0 to 2: the outcome, from the best to the worst, so that `(flags & 7) >= 3` is a bad run.
//! Bit 3: no step was tried more than once. Bits 4 to 6: the trigger.

use runner_model::{Outcome, Trigger};

use crate::ReadError;

const FIRST_TRY: i64 = 1 << 3;
const TRIGGER: u32 = 4;

/// The number of an outcome.
pub(super) fn outcome(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Skipped => 0,
        Outcome::Passed => 1,
        Outcome::Degraded => 2,
        Outcome::Errored => 3,
        Outcome::Failed => 4,
    }
}

/// The outcome with this number.
pub(super) fn outcome_of(number: u8) -> Result<Outcome, ReadError> {
    let all =
        [Outcome::Skipped, Outcome::Passed, Outcome::Degraded, Outcome::Errored, Outcome::Failed];
    let found = all.into_iter().find(|known| outcome(*known) == number);
    found.ok_or_else(|| ReadError::damaged("an outcome", number))
}

fn trigger(trigger: Trigger) -> i64 {
    match trigger {
        Trigger::Schedule => 0,
        Trigger::Confirmation => 1,
        Trigger::Manual => 2,
        Trigger::Deploy => 3,
    }
}

/// What is packed into the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flags {
    pub(super) outcome: Outcome,
    pub(super) first_try: bool,
    pub(super) trigger: Trigger,
}

impl Flags {
    pub(super) fn pack(self) -> i64 {
        let first_try = if self.first_try { FIRST_TRY } else { 0 };
        i64::from(outcome(self.outcome)) | first_try | (trigger(self.trigger) << TRIGGER)
    }

    pub(super) fn unpack(flags: i64) -> Result<Self, ReadError> {
        let all = [Trigger::Schedule, Trigger::Confirmation, Trigger::Manual, Trigger::Deploy];
        let number = flags >> TRIGGER;
        let found = all.into_iter().find(|known| trigger(*known) == number);
        Ok(Self {
            outcome: outcome_of((flags & 7) as u8)?,
            first_try: flags & FIRST_TRY != 0,
            trigger: found.ok_or_else(|| ReadError::damaged("a trigger", number))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_survives() {
        let outcomes = [
            Outcome::Skipped,
            Outcome::Passed,
            Outcome::Degraded,
            Outcome::Errored,
            Outcome::Failed,
        ];
        for outcome in outcomes {
            for trigger in
                [Trigger::Schedule, Trigger::Confirmation, Trigger::Manual, Trigger::Deploy]
            {
                for first_try in [true, false] {
                    let flags = Flags { outcome, first_try, trigger };
                    assert_eq!(Flags::unpack(flags.pack()), Ok(flags));
                    let bad = matches!(outcome, Outcome::Errored | Outcome::Failed);
                    assert_eq!(flags.pack() & 7 >= 3, bad, "as the index has it");
                }
            }
        }
    }

    #[test]
    fn what_is_stored_stays_readable() {
        let flags =
            Flags { outcome: Outcome::Failed, first_try: true, trigger: Trigger::Confirmation };
        assert_eq!(Flags::unpack(0b1_1100), Ok(flags));
        assert!(Flags::unpack(5).is_err());
        assert!(Flags::unpack(0x71).is_err());
        assert!(Flags::unpack(-1).is_err());
    }
}
