//! What was deployed of late.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_health::alerting::Place;
use runner_store::{Deploy, Deployed};

/// What was deployed of late, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Deploys(Vec<Deployed>);

impl Deploys {
    /// For so long after a deploy, what breaks is told together with it.
    pub(crate) const LATELY: SignedDuration = SignedDuration::from_hours(1);

    pub(crate) fn new(deploys: Vec<Deployed>) -> Self {
        Self(deploys)
    }

    /// When the last one was, at most an hour before `now`, that `concerns` somebody.
    pub(crate) fn last_of_late(
        &self,
        now: Timestamp,
        concerns: impl Fn(&Deploy) -> bool,
    ) -> Option<Timestamp> {
        let late = |deploy: &Deploy| now.duration_since(deploy.at) < Self::LATELY;
        let mut latest_first = self.0.iter().rev().map(|deployed| &deployed.deploy);
        latest_first.find(|deploy| late(deploy) && concerns(deploy)).map(|deploy| deploy.at)
    }

    /// The last one of a service before something of it became bad at `since`: `orders 1.4.2`.
    pub(super) fn before(&self, place: Place<'_>, since: Timestamp) -> Option<String> {
        let last = self.of(place, since).last()?;
        let age = since.duration_since(last.deploy.at);
        let Deploy { service, version, .. } = &last.deploy;
        (age < Self::LATELY).then(|| format!("{service} {version}"))
    }

    /// Until when nobody is told of what became bad at `since`, after its service had been
    /// deployed: until the gate has spoken, for at most `hold`.
    pub(super) fn held_until(
        &self,
        place: Place<'_>,
        since: Timestamp,
        hold: Duration,
    ) -> Option<Timestamp> {
        let last = self.of(place, since).last()?;
        let end = last.deploy.at.checked_add(hold).unwrap_or(Timestamp::MAX);
        // What breaks after the gate has spoken is news for everybody.
        let spoken = last.judged.as_ref().map_or(end, |judged| judged.at.min(end));
        (since < spoken).then_some(spoken)
    }

    /// Those of a service, where it runs, at or before `at`.
    fn of(&self, place: Place<'_>, at: Timestamp) -> impl Iterator<Item = &Deployed> {
        self.0.iter().filter(move |Deployed { deploy, .. }| {
            let there = deploy.environment.as_ref();
            let here = there.is_none() || there == place.environment;
            here && place.service == Some(&deploy.service) && deploy.at <= at
        })
    }
}

#[cfg(test)]
mod tests {
    use runner_model::{EnvironmentName, ServiceName};
    use runner_store::{DeployId, Judged};

    use super::*;

    const HOLD: Duration = Duration::from_secs(300);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn named(service: &str, environment: &str) -> (ServiceName, EnvironmentName) {
        (service.try_into().unwrap(), environment.try_into().unwrap())
    }

    fn place((service, environment): &(ServiceName, EnvironmentName)) -> Place<'_> {
        Place { service: Some(service), environment: Some(environment) }
    }

    /// Version 1.4.2 of the orders, put into staging at the second 1000.
    fn deployed(judged: Option<i64>) -> Deploys {
        let deploy = Deploy {
            at: at(1000),
            service: "orders".try_into().unwrap(),
            environment: Some("staging".try_into().unwrap()),
            version: "1.4.2".to_owned(),
            who: "ci".to_owned(),
            commit: None,
            url: None,
        };
        let judged = judged.map(|second| Judged { at: at(second), verdict: "worse".to_owned() });
        Deploys::new(vec![Deployed { id: DeployId(1), deploy, judged }])
    }

    #[test]
    fn what_breaks_within_an_hour_of_a_deploy_names_it() {
        let before = |service, environment, second| {
            deployed(None).before(place(&named(service, environment)), at(second))
        };
        assert_eq!(before("orders", "staging", 1000).as_deref(), Some("orders 1.4.2"));
        assert_eq!(before("orders", "staging", 4599).as_deref(), Some("orders 1.4.2"));
        assert_eq!(before("orders", "staging", 4600), None, "long ago");
        assert_eq!(before("orders", "staging", 999), None, "it was so before");
        assert_eq!(before("orders", "production", 1000), None, "elsewhere");
        assert_eq!(before("shop", "staging", 1000), None, "another service");
    }

    #[test]
    fn it_is_held_until_the_gate_has_spoken_or_for_the_time_that_the_project_says() {
        let held = |judged, since| {
            let until =
                deployed(judged).held_until(place(&named("orders", "staging")), at(since), HOLD);
            until.map(Timestamp::as_second)
        };
        assert_eq!(held(None, 1010), Some(1300));
        assert_eq!(held(Some(1060), 1010), Some(1060));
        assert_eq!(held(Some(2000), 1010), Some(1300), "a gate that takes long holds nobody");
        assert_eq!(held(Some(1060), 1070), None, "it broke after the gate had spoken");
        assert_eq!(held(None, 1300), None);
        assert_eq!(held(None, 990), None, "it broke before");
        let nothing =
            deployed(None).held_until(place(&named("orders", "staging")), at(1010), Duration::ZERO);
        assert_eq!(nothing, None);
    }
}
