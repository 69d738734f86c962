//! Series to break, for tests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_model::{
    EnvironmentName, LocationName, MonitorName, Series, ServiceName, Severity, SuiteId, TestName,
    TestRef, Variant,
};

use super::{Dependencies, Facts, Level, Onset, Report, Rules, Transition};

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(crate) fn monitor(name: &str) -> MonitorName {
    MonitorName::try_from(name).unwrap()
}

/// `orders/pay`: the monitor `pay` of the service `orders`; `pay` alone has no service.
pub(crate) fn series(name: &str) -> Series {
    let monitor_name = name.rsplit('/').next().unwrap();
    Series {
        monitor: monitor(monitor_name),
        test: TestRef {
            suite: SuiteId::try_from("suites/shop").unwrap(),
            test: TestName::try_from("main").unwrap(),
            variant: Variant { case: None, matrix: BTreeMap::new() },
        },
        location: LocationName::try_from("here").unwrap(),
    }
}

/// A critical one, in production.
pub(crate) fn facts(name: &str) -> Facts {
    let service = name.rsplit_once('/').map(|(service, _)| ServiceName::try_from(service).unwrap());
    Facts {
        name: name.to_owned(),
        service,
        environment: Some(EnvironmentName::try_from("production").unwrap()),
        severity: Severity::Critical,
        owner: None,
        runbook: None,
    }
}

/// The series is so; its first bad run was ten seconds ago.
pub(crate) fn report(name: &str, level: Level, second: i64) -> Report {
    let onset = Onset { since: at(second - 10), maintenance: None };
    let transition = match level {
        Level::Up => Transition::Recovered { since: onset.since, at: at(second) },
        Level::Degraded => Transition::Degraded(onset),
        Level::Down => Transition::Down(onset),
    };
    Report {
        series: series(name),
        facts: facts(name),
        transition,
        finding: None,
        after_deploy: None,
    }
}

/// `shop` needs `orders`, which needs `payments`; so does `refunds`.
pub(crate) fn rules() -> Rules {
    let service = |name: &str| ServiceName::try_from(name).unwrap();
    let direct = [("shop", "orders"), ("orders", "payments"), ("refunds", "payments")]
        .map(|(one, other)| (service(one), vec![service(other)]));
    Rules { dependencies: Dependencies::new(direct), ..Rules::default() }
}
