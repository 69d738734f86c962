//! The deploys of the demo, told to the service as a pipeline would.

use std::convert::Infallible;
use std::time::Duration;

use examples_shop::Drill;
use runner_model::Clock;
use runner_store::{Deploy, Store};

use crate::say;

/// Where the shop of the demo is deployed.
const ENVIRONMENT: &str = "demo";

/// Tells of each version when it is deployed, for ever.
pub(super) async fn announce(drill: Drill, store: &Store, clock: &dyn Clock) -> Infallible {
    loop {
        let now = clock.now();
        let Some(next) = drill.next_rollout(now) else { std::future::pending().await };
        let wait = Duration::try_from(next.at.duration_since(now)).unwrap_or_default();
        tokio::time::sleep(wait).await;
        let deploy = Deploy {
            at: next.at,
            service: next.service.name().try_into().expect("services of the shop have valid names"),
            environment: Some(ENVIRONMENT.try_into().expect("it is a valid name")),
            version: next.version,
            commit: None,
            url: None,
            who: "the demo".to_owned(),
        };
        if let Err(error) = store.deploys().mark(deploy).await {
            say::err(format_args!("a deploy of the demo could not be noted: {error}"));
        }
    }
}
