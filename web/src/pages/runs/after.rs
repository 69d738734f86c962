//! Runs after a deploy, of what was deployed.

use jiff::Timestamp;
use runner_store::{Deploy, ReadError, Store};

use crate::pages::deploys::until;
use crate::pages::standings::Line;

/// Runs after a deploy, of what was deployed, where it was.
pub(crate) struct After {
    pub(super) deploy: Deploy,
    /// When the next one of the same service in the same place was.
    until: Timestamp,
}

impl After {
    /// # Errors
    /// Deploys cannot be read.
    pub(crate) async fn of(
        deploy: Deploy,
        store: &Store,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        let later = store.deploys().judged_between(deploy.at, now).await?;
        let until = until(&deploy, &later, Timestamp::MAX);
        Ok(Self { deploy, until })
    }

    /// From when on, and until when.
    pub(crate) fn span(&self) -> (Timestamp, Timestamp) {
        (self.deploy.at, self.until)
    }

    /// Whether this suite is one of those; `None` when the project no longer has it.
    pub(crate) fn wants(&self, line: Option<&Line>) -> bool {
        let place = self.deploy.environment.as_ref().map(|name| name.as_str());
        line.is_some_and(|line| {
            line.service.as_deref() == Some(self.deploy.service.as_str())
                && place.is_none_or(|place| line.environment.as_deref() == Some(place))
        })
    }
}
