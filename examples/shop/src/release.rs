//! What a service is at the moment: its version, and how that version behaves.

use std::time::Duration;

/// A version of a service, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// What `GET /version` says.
    pub version: &'static str,
    /// How much later it answers.
    pub slower_by: Duration,
    /// How many of each [`Release::REQUESTS`] requests it answers with 500, spread evenly.
    pub fails: u32,
}

impl Release {
    /// Of so many requests, some fail.
    pub const REQUESTS: u32 = 10;

    /// A version with which all is well.
    #[must_use]
    pub const fn good(version: &'static str) -> Self {
        Self { version, slower_by: Duration::ZERO, fails: 0 }
    }

    /// Whether the request with this number, counted from 0 since the release, fails.
    pub(crate) fn fails_at(&self, number: u32) -> bool {
        let fails = self.fails.min(Self::REQUESTS);
        let position = number % Self::REQUESTS;
        (position + 1) * fails / Self::REQUESTS > position * fails / Self::REQUESTS
    }
}

impl Default for Release {
    fn default() -> Self {
        Self::good("1.0.0")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_spread_evenly() {
        let drawn = |fails| {
            let release = Release { fails, ..Release::default() };
            (0..20).map(|n| if release.fails_at(n) { 'x' } else { '.' }).collect::<String>()
        };
        assert_eq!(drawn(0), "....................");
        assert_eq!(drawn(4), "..x.x..x.x..x.x..x.x");
        assert_eq!(drawn(10), "xxxxxxxxxxxxxxxxxxxx");
        assert_eq!(drawn(99), "xxxxxxxxxxxxxxxxxxxx");
    }
}
