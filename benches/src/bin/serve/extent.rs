//! How much is watched, and for how long.

use std::time::Duration;

/// How much is watched, and for how long.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// Monitors of the service that memory is compared with.
    pub(crate) few: usize,
    /// Monitors of the service that everything is measured of.
    pub(crate) many: usize,
    /// How often each runs.
    pub(crate) every: Duration,
    /// From the start until measuring begins: everybody has run then.
    pub(crate) warm: Duration,
    /// How long is measured: a minute, so that every series has kept a pass with everything about
    /// it, which is done once a minute.
    pub(crate) measured: Duration,
    /// It is enough to say whether the numbers are met.
    pub(crate) tells: bool,
}

impl Extent {
    /// Enough to tell something.
    pub(crate) const FULL: Self = Self {
        few: 100,
        many: 5_100,
        every: Duration::from_secs(10),
        warm: Duration::from_secs(12),
        measured: Duration::from_secs(60),
        tells: true,
    };
    /// Enough to see that everything works.
    pub(crate) const QUICK: Self = Self {
        few: 5,
        many: 25,
        every: Duration::from_secs(1),
        warm: Duration::from_millis(1_500),
        measured: Duration::from_secs(2),
        tells: false,
    };

    /// What was done, in words.
    pub(crate) fn told(self) -> [String; 3] {
        let Self { few, many, every, warm, measured, .. } = self;
        [
            format!(
                "{many} monitors, each every {every:?}: one request over a connection that is kept"
            ),
            format!(
                "alive, three checks, to a server on the same machine. Measured for {measured:?}, from"
            ),
            format!("{warm:?} after the start on; memory beside that of {few} monitors."),
        ]
    }
}
