//! One monitor, ready to run.

use std::collections::BTreeSet;
use std::sync::Arc;

use runner_engine::{Plan, PlannedSuite, PlannedVariant, Planning, Selection};
use runner_model::{EnvironmentName, MonitorName, ServiceName, TestRef};
use runner_store::Deploy;
use suites::{Monitor, When};

use crate::schedule::Slots;

/// One monitor, ready to run.
#[derive(Clone, Debug)]
pub struct Watched {
    /// As written.
    pub monitor: Arc<Monitor>,
    /// What it runs, in its environment. The seed is made anew for each run.
    pub plan: Arc<Plan>,
    /// When.
    pub slots: Slots,
}

impl Watched {
    pub(super) fn new(monitor: Arc<Monitor>, plan: Plan) -> Self {
        let slots = match &monitor.when {
            When::Every(every) => Slots::every(*every, &monitor.name.value),
            When::Cron(cron) => {
                Slots::Cron { cron: cron.pattern.clone(), zone: cron.time_zone.clone() }
            }
            When::OnDeploy => Slots::OnRequest,
        };
        Self { monitor, plan: Arc::new(plan), slots }
    }

    /// Its name.
    pub fn name(&self) -> &MonitorName {
        &self.monitor.name.value
    }

    /// Where it runs, when that is an environment.
    pub fn environment(&self) -> Option<&EnvironmentName> {
        self.plan.environment.as_ref().map(|environment| &environment.name)
    }

    /// The service of a suite that it runs.
    pub fn service_of(&self, test: &TestRef) -> Option<&ServiceName> {
        let planned = self.plan.suites.iter().find(|planned| planned.suite.id == test.suite)?;
        planned.suite.service.as_ref().map(|service| &service.value)
    }

    /// Who looks after a test: whoever its suite names, else whoever its service does.
    pub fn owner_of(&self, test: &TestRef) -> Option<String> {
        let planned = self.plan.suites.iter().find(|planned| planned.suite.id == test.suite)?;
        planned.suite.owner.clone().or_else(|| {
            let service = planned.suite.service.as_ref()?;
            self.plan.project.as_ref()?.services.get(&service.value)?.owner.clone()
        })
    }

    /// Whether it runs when that was deployed: where it runs, and a test of it calls the service,
    /// or one that depends on it. Where no services are written, any deploy concerns it.
    pub(crate) fn runs_after(&self, deploy: &Deploy) -> bool {
        let here = match (&deploy.environment, self.environment()) {
            (None, _) => true,
            (Some(there), here) => Some(there) == here,
        };
        let is_written = self.plan.project.as_ref().is_some_and(|it| !it.services.is_empty());
        self.monitor.when == When::OnDeploy
            && here
            && (!is_written || self.is_affected_by(&deploy.service))
    }

    fn is_affected_by(&self, service: &ServiceName) -> bool {
        let selection = Selection { affected_by: Some(service.clone()), ..Selection::default() };
        let planning = Planning {
            suites: self.plan.suites.iter().map(|planned| Arc::clone(&planned.suite)).collect(),
            environment: self.plan.environment.clone(),
            project: self.plan.project.clone(),
            sources: Arc::clone(&self.plan.sources),
            selection,
            seed: String::new(),
            repeat: 1,
        };
        let affected = Plan::of(planning).expect("a selection by service names no entries");
        let own: BTreeSet<TestRef> = self.tests().collect();
        tests_of(&affected).any(|test| own.contains(&test))
    }

    /// Every test that it runs, with its case and matrix entry.
    pub fn tests(&self) -> impl Iterator<Item = TestRef> {
        tests_of(&self.plan)
    }

    /// What it runs, or only some of its tests.
    pub(crate) fn plan_of(&self, only: Option<&BTreeSet<TestRef>>) -> Plan {
        let mut plan = Plan::clone(&self.plan);
        if let Some(only) = only {
            retain(&mut plan.suites, |planned, variant, index| {
                only.contains(&test_ref(planned, variant, index))
            });
        }
        plan.seed = runner_engine::fresh_seed();
        plan
    }
}

/// The tests of a plan, in its order.
fn tests_of(plan: &Plan) -> impl Iterator<Item = TestRef> + '_ {
    plan.suites.iter().flat_map(|planned| {
        planned.variants.iter().flat_map(move |variant| {
            variant.tests.iter().map(move |&index| test_ref(planned, variant, index))
        })
    })
}

/// Leaves only those tests of a plan.
pub(super) fn retain(
    suites: &mut Vec<PlannedSuite>,
    keep: impl Fn(&PlannedSuite, &PlannedVariant, usize) -> bool,
) {
    for planned in suites.iter_mut() {
        let whole = planned.clone();
        for (variant, before) in planned.variants.iter_mut().zip(&whole.variants) {
            variant.tests.retain(|&index| keep(&whole, before, index));
        }
        planned.variants.retain(|variant| !variant.tests.is_empty());
    }
    suites.retain(|planned| !planned.variants.is_empty());
    // Thousands of plans are kept for months.
    suites.shrink_to_fit();
}

fn test_ref(planned: &PlannedSuite, variant: &PlannedVariant, index: usize) -> TestRef {
    TestRef {
        suite: planned.suite.id.clone(),
        test: planned.suite.tests[index].name.clone(),
        variant: variant.variant.clone(),
    }
}
