//! When a budget will be spent.

use std::fmt;
use std::time::Duration;

use num_traits::{Signed, ToPrimitive, Zero};
use runner_health::budget::Spent;
use runner_health::exact::{Fraction, seconds};
use runner_model::human;

/// When a budget will be spent, if it goes on burning as it does. What a rolling window gives back
/// meanwhile is left out: it may take longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// It is.
    Spent,
    /// After so long.
    SpentIn(Duration),
    /// Not before its window is over.
    Lasts,
    /// Nothing says how fast it burns.
    Unknown,
}

impl Forecast {
    /// Of a budget for `window`, of which `rest` is left, that burns at a rate.
    pub fn of(spent: &Spent, burn: Option<&Fraction>, window: Duration, rest: Duration) -> Self {
        match (&spent.remaining_share, burn) {
            (Some(left), _) if !left.is_positive() => Self::Spent,
            (Some(_), Some(burn)) if burn.is_zero() => Self::Lasts,
            (Some(left), Some(burn)) => {
                let after = left * seconds(window) / burn;
                if after >= seconds(rest) {
                    return Self::Lasts;
                }
                let whole_seconds = after.floor().to_integer().to_u64();
                whole_seconds.map_or(Self::Lasts, |after| Self::SpentIn(Duration::from_secs(after)))
            }
            (Some(_) | None, None) | (None, Some(_)) => Self::Unknown,
        }
    }
}

impl fmt::Display for Forecast {
    /// `lasts`, `spent in 3 d 4 h`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spent => f.write_str("spent"),
            Self::SpentIn(after) => write!(f, "spent in {}", human::long(*after)),
            Self::Lasts => f.write_str("lasts"),
            Self::Unknown => f.write_str("not known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use runner_health::Target;
    use runner_health::budget::ErrorBudget;
    use runner_health::exact::{fraction, whole};
    use runner_model::Ratio;

    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    fn forecast(down: u64, burn: Option<Fraction>, rest: Duration) -> Forecast {
        let target = Target::new(Ratio::from_percent_text("99.9%").unwrap()).unwrap();
        let budget = ErrorBudget::of_time(target, DAY * 30, Duration::ZERO);
        Forecast::of(&budget.after(Duration::from_secs(down)), burn.as_ref(), DAY * 30, rest)
    }

    #[test]
    fn half_a_budget_that_burns_twice_as_fast_is_spent_after_a_quarter_of_its_window() {
        let after = forecast(1_296, Some(whole(2)), DAY * 30);
        assert_eq!(after.to_string(), "spent in 7 d 12 h");
        assert_eq!(forecast(1_296, Some(whole(2)), DAY * 7), Forecast::Lasts);
        let hour = Duration::from_secs(3_600);
        assert_eq!(forecast(0, Some(whole(1_440)), hour).to_string(), "spent in 30 min");
    }

    #[test]
    fn what_does_not_burn_lasts_and_what_is_spent_is_spent() {
        assert_eq!(forecast(1_296, Some(whole(0)), DAY), Forecast::Lasts);
        assert_eq!(forecast(2_592, Some(fraction(1, 2)), DAY), Forecast::Spent);
        assert_eq!(forecast(0, None, DAY).to_string(), "not known");
    }
}
