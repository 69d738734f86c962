//! What has a state, a history and an availability of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{LocationName, MonitorName, TestRef};

/// One test of one monitor, for one case and matrix entry, run from one place. Each series has its
/// own state, history and availability.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Series {
    /// The monitor that runs it.
    pub monitor: MonitorName,
    /// The test, with its case and matrix entry.
    #[serde(flatten)]
    pub test: TestRef,
    /// From where it is run.
    pub location: LocationName,
}

impl fmt::Display for Series {
    /// `checkout/main · canary-eu`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.monitor, self.test.test)?;
        if self.test.variant.is_plain() { Ok(()) } else { write!(f, " · {}", self.test.variant) }
    }
}
