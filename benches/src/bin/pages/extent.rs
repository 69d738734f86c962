//! How much is remembered, and how long it is looked at.

use std::time::Duration;

/// A project, and what is remembered of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) suites: usize,
    /// Each suite is watched in each of them.
    pub(crate) environments: usize,
    /// Of all monitors together.
    pub(crate) runs: usize,
}

impl Size {
    pub(crate) fn monitors(self) -> usize {
        self.suites * self.environments
    }

    /// Of each monitor.
    pub(crate) fn runs_each(self) -> usize {
        (self.runs / self.monitors()).max(1)
    }

    /// `1000 suites, 1000 monitors, 5000000 runs`
    pub(crate) fn told(self) -> String {
        let Self { suites, runs, .. } = self;
        format!("{suites} suites, {} monitors, {runs} runs", self.monitors())
    }
}

/// How much is looked at, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// The store that everything is measured with.
    pub(crate) usual: Size,
    /// One with many monitors: only pages are asked for.
    pub(crate) many: Size,
    /// So often each page is asked for.
    pub(crate) looks: usize,
    /// So often a page is asked for that nobody has looked at for [`Extent::quiet`].
    pub(crate) first_looks: usize,
    /// By then nothing of what was worked out for somebody is still shown.
    pub(crate) quiet: Duration,
    /// Dashboards that are open.
    pub(crate) dashboards: usize,
    /// For how long these are watched.
    pub(crate) watched: Duration,
    /// Times say something.
    pub(crate) tells: bool,
}

impl Extent {
    /// Enough to tell something.
    pub(crate) const FULL: Self = Self {
        usual: Size { suites: 1_000, environments: 1, runs: 5_000_000 },
        many: Size { suites: 1_000, environments: 5, runs: 5_000_000 },
        looks: 200,
        first_looks: 5,
        quiet: Duration::from_secs(12),
        dashboards: 200,
        watched: Duration::from_secs(60),
        tells: true,
    };
    /// Enough to see that everything works, and how large pages are: the overview is full.
    pub(crate) const QUICK: Self = Self {
        usual: Size { suites: 55, environments: 1, runs: 4_400 },
        many: Size { suites: 20, environments: 5, runs: 1_000 },
        looks: 3,
        first_looks: 0,
        quiet: Duration::ZERO,
        dashboards: 20,
        watched: Duration::from_secs(2),
        tells: false,
    };
}
