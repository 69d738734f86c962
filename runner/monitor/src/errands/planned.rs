//! From what somebody wants to what is run.

use std::collections::BTreeSet;
use std::sync::Arc;

use runner_engine::{Only, Plan, PlannedVariant, Planning, Selection};
use runner_model::{Errand, ServiceName};
use suites::check::Place;
use suites::{Environment, Severity, Suite, suggest};

use crate::watch::Watch;

/// What an errand runs; when it cannot be run, why not, and the way out.
pub(crate) fn plan(watch: &Watch, errand: &Errand) -> Result<Plan, String> {
    let suites = suites(watch, errand)?;
    let environment = environment(watch, errand)?;
    check(watch, errand, &suites, environment.as_deref())?;
    inputs(errand, &suites)?;
    if let Some(service) = &errand.affected_by {
        known_service(watch, service)?;
    }
    let only = |tenant: &String| Only { dimension: "tenant".to_owned(), value: tenant.clone() };
    let selection = Selection {
        only: errand.tenant.iter().map(only).collect(),
        tags: errand.tag.iter().cloned().collect(),
        affected_by: errand.affected_by.clone(),
        ..Selection::default()
    };
    let planning = Planning {
        suites,
        environment,
        project: Some(Arc::clone(&watch.project)),
        sources: Arc::clone(&watch.sources),
        selection,
        seed: runner_engine::fresh_seed(),
        repeat: 1,
    };
    let plan = Plan::of(planning).map_err(|unknown| unknown.to_string())?;
    if plan.suites.is_empty() {
        return Err(format!("there is no test for {errand}"));
    }
    refuse_strangers(&plan)?;
    Ok(plan)
}

/// The suites to choose from. A flow that needs inputs is run by those that use it, and alone only
/// when it is named.
fn suites(watch: &Watch, errand: &Errand) -> Result<Vec<Arc<Suite>>, String> {
    let all = &watch.shelf.suites;
    if let Some(wanted) = &errand.suite {
        let found = all.iter().find(|suite| suite.id == *wanted);
        return found.map(|suite| vec![Arc::clone(suite)]).ok_or_else(|| {
            let known = all.iter().map(|suite| suite.id.as_str());
            let near = suggest::nearest(wanted.as_str(), known).map(suggest::did_you_mean);
            let hint = near.map(|near| format!("; {near}")).unwrap_or_default();
            format!("there is no suite `{wanted}`{hint}")
        });
    }
    let stands_alone = |suite: &&Arc<Suite>| {
        let needs_more = suite
            .inputs
            .iter()
            .any(|it| it.default.is_none() && !errand.inputs.contains_key(&it.name.value));
        !(needs_more && watch.shelf.flows.contains(&suite.path))
    };
    Ok(all.iter().filter(stands_alone).cloned().collect())
}

fn environment(watch: &Watch, errand: &Errand) -> Result<Option<Arc<Environment>>, String> {
    let Some(name) = &errand.environment else {
        return match watch.shelf.environments.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(Arc::clone(only))),
            several => {
                let names = several.iter().map(|it| it.name.as_str());
                Err(format!("say in which environment: {}", suggest::there_are(names)))
            }
        };
    };
    let resolved = suites::environment::resolve(&watch.project, &watch.sources, name.as_str());
    resolved
        .map(|found| Some(Arc::new(found)))
        .map_err(|found| found.into_iter().next().map(|first| first.message).unwrap_or_default())
}

/// What is wrong with the suites in that environment.
fn check(
    watch: &Watch,
    errand: &Errand,
    suites: &[Arc<Suite>],
    environment: Option<&Environment>,
) -> Result<(), String> {
    let given: Vec<String> = errand.inputs.keys().cloned().collect();
    let place = Place {
        environment,
        project: Some(&watch.project),
        names: &watch.shelf.names,
        sources: &watch.sources,
        given: &given,
    };
    // What is wrong with a suite that is not asked for is nobody's concern here.
    let chosen = suites.iter().filter(|suite| {
        let tagged = |tag: &String| {
            suite.tags.contains(tag) || suite.tests.iter().any(|test| test.tags.contains(tag))
        };
        errand.tag.as_ref().is_none_or(tagged)
    });
    let found = suites::check::environment(chosen.map(|suite| &**suite), &place);
    match found.into_iter().find(|found| found.severity() == Severity::Error) {
        Some(first) => Err(format!("{}: {}", watch.sources.place(first.span), first.message)),
        None => Ok(()),
    }
}

/// Values from outside are for inputs that the suites declare, and for none that is secret: what
/// somebody sends stands in logs on its way.
fn inputs(errand: &Errand, suites: &[Arc<Suite>]) -> Result<(), String> {
    let declared = || suites.iter().flat_map(|suite| &suite.inputs);
    for (name, value) in &errand.inputs {
        let mut same = declared().filter(|input| input.name.value == *name).peekable();
        if same.peek().is_none() {
            let known: BTreeSet<&str> =
                declared().filter(|it| !it.secret).map(|it| it.name.value.as_str()).collect();
            let there = match known.is_empty() {
                true => "there are none".to_owned(),
                false => suggest::there_are(known),
            };
            return Err(format!("only inputs can be set, and `{name}` is none: {there}"));
        }
        for input in same {
            if input.secret {
                return Err(format!("the input `{name}` is secret: it is not set from outside"));
            }
            runner_engine::read_input(input, value)?;
        }
    }
    Ok(())
}

fn known_service(watch: &Watch, service: &ServiceName) -> Result<(), String> {
    let services = &watch.project.services;
    if services.is_empty() || services.contains_key(service) {
        return Ok(());
    }
    let known = suggest::there_are(services.keys().map(ServiceName::as_str));
    Err(format!("there is no service `{service}`; {known}"))
}

/// In a protected environment, whoever asks from outside runs tests only as those who are there for
/// it.
fn refuse_strangers(plan: &Plan) -> Result<(), String> {
    let environment = plan.environment.as_deref();
    let mut variants = plan.suites.iter().flat_map(|planned| &planned.variants);
    let stranger =
        |variant: &PlannedVariant| variant.stranger(environment).map(|entry| entry.name.clone());
    match (variants.find_map(stranger), environment) {
        (Some(tenant), Some(Environment { name, .. })) => Err(format!(
            "`{name}` is protected: this runs there only as tenants that are `canary: true`, and `{tenant}` is none"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::sample::Sample;

    const PROJECT: &str = "services: { orders: {}, shop: { depends_on: [orders] }, mail: {} }
environments:
  staging:
    services: { orders: http://127.0.0.1:1, shop: http://127.0.0.1:1, mail: http://127.0.0.1:1 }
    matrix: { tenant: [{ name: acme }, { name: canary-eu, canary: true }] }
  production:
    protected: true
    services: { orders: http://127.0.0.1:1, shop: http://127.0.0.1:1 }
    matrix: { tenant: [{ name: acme }, { name: canary-eu, canary: true }] }
";

    fn sample() -> Sample {
        Sample::new(
            PROJECT,
            &[
                (
                    "orders",
                    "service: orders\ninputs: { sku: { default: A1 }, count: 1 }\nsteps: [{ get: \"/{{sku}}/{{count}}?as={{tenant.name}}\" }]",
                ),
                (
                    "shop",
                    "service: shop\ntags: [smoke]\ninputs: { password: { secret: true, default: none } }\nsteps: [{ get: \"/?{{password}}\" }]",
                ),
                ("mail", "service: mail\nsteps: [{ get: / }]"),
            ],
        )
    }

    fn errand(suite: &str, environment: &str) -> Errand {
        Errand {
            suite: Some(suite.try_into().unwrap()),
            environment: Some(environment.try_into().unwrap()),
            ..Errand::default()
        }
    }

    fn inputs(pairs: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// `orders acme`
    fn ran(errand: &Errand) -> Result<Vec<String>, String> {
        let plan = plan(&sample().watch(), errand)?;
        let all = plan.suites.iter().flat_map(|planned| {
            planned.variants.iter().map(|it| format!("{} {}", planned.suite.id, it.variant))
        });
        Ok(all.map(|name| name.trim().to_owned()).collect())
    }

    #[test]
    fn a_suite_a_tag_or_what_a_service_may_have_broken_is_run() {
        assert_eq!(ran(&errand("orders", "staging")).unwrap(), ["orders acme", "orders canary-eu"]);
        let as_one = Errand { tenant: Some("acme".into()), ..errand("orders", "staging") };
        assert_eq!(ran(&as_one).unwrap(), ["orders acme"]);
        let all = Errand { suite: None, ..errand("x", "staging") };
        let tagged = Errand { tag: Some("smoke".into()), ..all.clone() };
        assert_eq!(ran(&tagged).unwrap(), ["shop"]);
        let broken = Errand { affected_by: Some("orders".try_into().unwrap()), ..all };
        assert_eq!(ran(&broken).unwrap(), ["orders acme", "orders canary-eu", "shop"]);
    }

    #[test]
    fn what_is_not_there_is_named() {
        let refused = |errand: &Errand| ran(errand).unwrap_err();
        assert_eq!(
            refused(&errand("order", "staging")),
            "there is no suite `order`; did you mean `orders`?"
        );
        let stagin = refused(&errand("orders", "stagin"));
        assert!(stagin.contains("`stagin`"), "{stagin}");
        let nowhere = Errand { environment: None, ..errand("orders", "x") };
        assert_eq!(
            refused(&nowhere),
            "say in which environment: there are `staging` and `production`"
        );
        let nobody = Errand { tenant: Some("acmee".into()), ..errand("orders", "staging") };
        assert_eq!(refused(&nobody), "there is no tenant `acmee`; there are acme, canary-eu");
        let untagged = Errand { tag: Some("slow".into()), ..errand("orders", "staging") };
        assert_eq!(
            refused(&untagged),
            "there is no test for the suite orders, tests tagged slow in staging"
        );
        let no_host = refused(&errand("mail", "production"));
        assert!(no_host.starts_with("mail.trip.yaml:2:"), "{no_host}");
    }

    #[test]
    fn values_from_outside_set_inputs_and_nothing_else() {
        let with = |suite, pairs| Errand { inputs: inputs(pairs), ..errand(suite, "staging") };
        assert!(ran(&with("orders", &[("sku", "B2"), ("count", "3")])).is_ok());
        let refused = |suite, pairs| ran(&with(suite, pairs)).unwrap_err();
        assert_eq!(
            refused("orders", &[("tenant", "x")]),
            "only inputs can be set, and `tenant` is none: there are `count` and `sku`"
        );
        assert_eq!(refused("orders", &[("count", "x")]), "`count` is a number, not \"x\"");
        assert_eq!(
            refused("shop", &[("password", "hunter22")]),
            "the input `password` is secret: it is not set from outside"
        );
    }

    #[test]
    fn in_a_protected_environment_only_canaries_are_run() {
        let all = errand("orders", "production");
        assert_eq!(
            ran(&all).unwrap_err(),
            "`production` is protected: this runs there only as tenants that are `canary: true`, and `acme` is none"
        );
        let canary = Errand { tenant: Some("canary-eu".into()), ..all };
        assert_eq!(ran(&canary).unwrap(), ["orders canary-eu"]);
    }
}
