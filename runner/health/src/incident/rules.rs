//! How incidents are put together.

use std::time::Duration;

use super::{Dependencies, GroupBy};

/// How incidents are put together: `policy` of a project, and its `depends_on`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Series that break together and agree in all of these make one incident.
    pub group_by: Vec<GroupBy>,
    /// Which service needs which.
    pub dependencies: Dependencies,
    /// Who is told while something that a service depends on is down.
    pub while_dependency_down: WhileDependencyDown,
    /// An incident that is no older than this is folded into one that turns out to be its cause.
    pub cause_within: Duration,
    /// So long may what was folded take to recover once its cause has; after that it is an
    /// incident of its own.
    pub recover_within: Duration,
    /// When many break at once.
    pub burst: Burst,
}

/// Many groups that break at once are most likely one trouble, and nobody reads 500 messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burst {
    /// So many incidents of an environment begin on their own; what breaks in other groups shortly
    /// after is put together into one more.
    pub incidents: usize,
    /// What is shortly after.
    pub within: Duration,
}

/// Who is told while something that a service depends on is down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhileDependencyDown {
    /// One message names the cause and lists what fails because of it.
    #[default]
    Fold,
    /// Each is told on its own.
    Page,
}

impl Default for Rules {
    /// By service and environment; folded; five minutes to find a cause, and two to recover from
    /// it; after three incidents within two minutes the rest is one.
    fn default() -> Self {
        Self {
            group_by: vec![GroupBy::Service, GroupBy::Environment],
            dependencies: Dependencies::default(),
            while_dependency_down: WhileDependencyDown::Fold,
            cause_within: Duration::from_secs(5 * 60),
            recover_within: Duration::from_secs(2 * 60),
            burst: Burst { incidents: 3, within: Duration::from_secs(2 * 60) },
        }
    }
}
