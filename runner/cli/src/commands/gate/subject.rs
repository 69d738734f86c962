//! What a gate runs: tests that the deploy may have broken, and others as a control.

use std::collections::BTreeSet;
use std::sync::Arc;

use runner_engine::{Plan, PlannedSuite, PlannedVariant, Planning, Selection};
use runner_model::{ServiceName, TestRef};

use crate::exit::Exit;
use crate::say;

/// What is run.
pub(super) struct Subject {
    /// Tests that call the service, or one that depends on it.
    pub(super) tests: Plan,
    /// The others: when they fail, too, it was not the deploy.
    pub(super) controls: Plan,
}

impl Subject {
    /// Parts a plan by whether a test may be affected.
    pub(super) fn of(whole: &Plan, service: &ServiceName) -> Result<Self, Exit> {
        known(whole, service)?;
        let affected = affected(whole, service);
        let tests = only(whole, |test| affected.contains(test));
        if tests.suites.is_empty() {
            let help = "a test counts when it calls the service, or one that `depends_on` it; look at \
                        the paths, `--tag` and `--only`, too";
            say::error(format_args!("no test can tell whether `{service}` works"), Some(help));
            return Err(Exit::Usage);
        }
        refuse_strangers(&tests)?;
        let mut controls = only(whole, |test| !affected.contains(test));
        let environment = controls.environment.clone();
        for planned in &mut controls.suites {
            planned.variants.retain(|variant| variant.stranger(environment.as_deref()).is_none());
        }
        controls.suites.retain(|planned| !planned.variants.is_empty());
        Ok(Self { tests, controls })
    }
}

/// A service that the project declares, when it declares any: a slip of the finger would pass.
fn known(whole: &Plan, service: &ServiceName) -> Result<(), Exit> {
    let Some(project) = whole.project.as_ref().filter(|it| !it.services.is_empty()) else {
        return Ok(());
    };
    if project.services.contains_key(service) {
        return Ok(());
    }
    let known: Vec<&str> = project.services.keys().map(ServiceName::as_str).collect();
    let help = format!("the project has {}", known.join(", "));
    say::error(format_args!("there is no service `{service}`"), Some(&help));
    Err(Exit::Usage)
}

fn affected(whole: &Plan, service: &ServiceName) -> BTreeSet<TestRef> {
    let selection = Selection { affected_by: Some(service.clone()), ..Selection::default() };
    let planning = Planning {
        suites: whole.suites.iter().map(|planned| Arc::clone(&planned.suite)).collect(),
        environment: whole.environment.clone(),
        project: whole.project.clone(),
        sources: Arc::clone(&whole.sources),
        selection,
        seed: String::new(),
        repeat: 1,
    };
    let plan = Plan::of(planning).expect("a selection by service names no entries");
    tests_of(&plan).collect()
}

/// In a protected environment only those are tested who are there for it.
fn refuse_strangers(plan: &Plan) -> Result<(), Exit> {
    let Some(environment) = plan.environment.as_deref() else { return Ok(()) };
    let mut variants = plan.suites.iter().flat_map(|planned| &planned.variants);
    let Some(entry) = variants.find_map(|variant| variant.stranger(Some(environment))) else {
        return Ok(());
    };
    let what = format!(
        "`{}` is protected: a gate runs there only as tenants that are `canary: true`, and `{}` is none",
        environment.name, entry.name
    );
    say::error(what, Some("choose one with `--only tenant=NAME`"));
    Err(Exit::Usage)
}

/// A plan with only these tests.
pub(super) fn only(plan: &Plan, keep: impl Fn(&TestRef) -> bool) -> Plan {
    let mut kept = plan.clone();
    for (planned, whole) in kept.suites.iter_mut().zip(&plan.suites) {
        for (variant, of) in planned.variants.iter_mut().zip(&whole.variants) {
            variant.tests.retain(|&index| keep(&test_ref(whole, of, index)));
        }
        planned.variants.retain(|variant| !variant.tests.is_empty());
    }
    kept.suites.retain(|planned| !planned.variants.is_empty());
    kept
}

/// The tests of a plan, in its order.
pub(super) fn tests_of(plan: &Plan) -> impl Iterator<Item = TestRef> + '_ {
    let variants =
        plan.suites.iter().flat_map(|planned| planned.variants.iter().map(move |it| (planned, it)));
    variants.flat_map(|(planned, variant)| {
        variant.tests.iter().map(move |&index| test_ref(planned, variant, index))
    })
}

fn test_ref(planned: &PlannedSuite, variant: &PlannedVariant, index: usize) -> TestRef {
    TestRef {
        suite: planned.suite.id.clone(),
        test: planned.suite.tests[index].name.clone(),
        variant: variant.variant.clone(),
    }
}
