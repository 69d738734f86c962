//! How much may be bad, and how much of that was.

use std::marker::PhantomData;
use std::time::Duration;

use num_traits::{One, Zero};

use super::Amount;
use crate::exact::{Fraction, seconds, whole};
use crate::target::Target;

/// How much may be bad in a window: of time (`ErrorBudget<Duration>`), or of runs
/// (`ErrorBudget<u64>`).
///
/// The window is the whole of it, also while it is not over: so what is left never grows again
/// just because time passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBudget<A> {
    allowed: Fraction,
    counted_in: PhantomData<A>,
}

/// How an [`ErrorBudget`] stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// What was bad, in seconds or runs.
    pub bad: Fraction,
    /// What may still be bad; negative when it is overspent.
    pub remaining: Fraction,
    /// The same as a share of the budget; `None` when there is no budget, because the window holds
    /// no time or no runs that count.
    pub remaining_share: Option<Fraction>,
    /// How many times as fast as even it was spent, over the whole window; `None` as before.
    pub burn: Option<Fraction>,
}

impl ErrorBudget<Duration> {
    /// What `target` leaves of a window, without what is excluded from it.
    pub fn of_time(target: Target, window: Duration, excluded: Duration) -> Self {
        let operating = seconds(window.saturating_sub(excluded));
        Self { allowed: target.bad() * operating, counted_in: PhantomData }
    }
}

impl ErrorBudget<u64> {
    /// What `target` leaves of so many runs.
    pub fn of_runs(target: Target, runs: u64) -> Self {
        Self { allowed: target.bad() * whole(runs), counted_in: PhantomData }
    }
}

impl<A: Amount> ErrorBudget<A> {
    /// All that may be bad, in seconds or runs.
    pub fn allowed(&self) -> &Fraction {
        &self.allowed
    }

    /// How it stands when so much was bad.
    pub fn after(&self, bad: A) -> Spent {
        let bad = bad.exact();
        let burn = (!self.allowed.is_zero()).then(|| &bad / &self.allowed);
        Spent {
            remaining: &self.allowed - &bad,
            remaining_share: burn.as_ref().map(|burn| Fraction::one() - burn),
            burn,
            bad,
        }
    }

    /// How many failures of this size it takes to spend all of it.
    pub fn holds(&self, one_failure: A) -> Option<Fraction> {
        let one = one_failure.exact();
        (!one.is_zero()).then(|| &self.allowed / one)
    }
}
