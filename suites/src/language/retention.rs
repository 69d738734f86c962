//! How long results are kept.

use std::fmt;
use std::time::Duration;

use runner_model::human;

/// A day.
const DAY: Duration = Duration::from_secs(86_400);

/// How long results are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Every run, compact; 100 d when it is not written.
    pub runs: Keep,
    /// Failed runs in full; 180 d when it is not written.
    pub failures: Keep,
    /// Hours and days; 25 months when it is not written.
    pub summaries: Keep,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            runs: Keep::For(DAY * 100),
            failures: Keep::For(DAY * 180),
            summaries: Keep::Months(25),
        }
    }
}

/// For how long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// `100d`
    For(Duration),
    /// `25 months`: until the same day so many months later.
    Months(u32),
}

impl fmt::Display for Keep {
    /// `100 d`, `25 months`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(duration) => f.write_str(&human::long(*duration)),
            Self::Months(months) => f.write_str(&human::count(*months as usize, "month")),
        }
    }
}

impl Keep {
    /// The shortest time that it can be: months differ.
    pub fn at_least(self) -> Duration {
        /// Days of the shortest stretch of so many months, counted from none.
        const SHORTEST: [u32; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
        match self {
            Self::For(duration) => duration,
            Self::Months(months) => {
                let rest = SHORTEST[(months % 12) as usize];
                DAY * (months / 12).saturating_mul(365).saturating_add(rest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_at_least_as_long_as_their_shortest() {
        let days = |keep: Keep| keep.at_least().as_secs() / 86_400;
        assert_eq!(days(Keep::Months(1)), 28);
        assert_eq!(days(Keep::Months(12)), 365);
        assert_eq!(days(Keep::Months(25)), 758);
        assert_eq!(days(Keep::For(DAY * 100)), 100);
    }
}
