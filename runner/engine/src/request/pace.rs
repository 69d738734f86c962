//! `rate_limit`: how often a service may be asked.

use std::time::Duration;

use suites::{Endpoint, Setting};

/// A service that may be asked only so often.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pace {
    pub(crate) service: String,
    per_second: f64,
}

impl Pace {
    /// Of the service that a request is addressed to.
    pub(super) fn of(endpoint: &Endpoint) -> Option<Self> {
        match endpoint.settings.rate_limit {
            Setting::Set(per_second) => {
                Some(Self { service: endpoint.service.to_string(), per_second })
            }
            Setting::Inherit | Setting::Remove => None,
        }
    }

    /// From one request to the next; a day is longer than any test.
    pub(crate) fn apart(&self) -> Duration {
        const DAY: Duration = Duration::from_secs(86_400);
        Duration::try_from_secs_f64(1.0 / self.per_second).map_or(DAY, |apart| apart.min(DAY))
    }
}
