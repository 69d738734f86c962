//! Over what a suite fans out, and which secrets it needs.
//!
//! A test fans out over a dimension only if it, or a flow it uses, mentions it; over its cases it
//! always does.

use std::collections::{BTreeMap, BTreeSet};

use runner_model::Variant;
use suites::check::{Mentions, mentions};
use suites::{Case, Dimension, Environment, MatrixEntry, Suite, Test, ValueTemplate, Writes};

use super::{PlannedVariant, Selection};

/// The variants of a suite: tests that fan out alike share one, and its setup.
pub(super) fn variants(
    suite: &Suite,
    environment: Option<&Environment>,
    selection: &Selection,
) -> Vec<PlannedVariant> {
    let mut planned: Vec<PlannedVariant> = Vec::new();
    for (index, test) in suite.tests.iter().enumerate() {
        if !selection.takes(suite, test) {
            continue;
        }
        let dimensions = dimensions(suite, test, environment);
        let cases = test.cases.as_ref().or(suite.cases.as_ref());
        for case in cases.map_or_else(|| vec![None], |cases| cases.rows.iter().map(Some).collect()) {
            for entries in combinations(&dimensions, suite, environment) {
                if !is_selected(case, &entries, selection) {
                    continue;
                }
                add(&mut planned, case, entries, index);
            }
        }
    }
    planned
}

/// The dimensions of this environment over which a test fans out.
fn dimensions<'e>(
    suite: &Suite,
    test: &Test,
    environment: Option<&'e Environment>,
) -> Vec<&'e Dimension> {
    let Some(environment) = environment else { return Vec::new() };
    let mentioned = mentions(suite, test, Some(environment)).dimensions;
    // `writes: canary` without a mention of the tenant fans out over the canary tenants all the
    // same.
    let canary = suite.writes == Writes::Canary && environment.protected;
    environment
        .matrix
        .iter()
        .filter(|d| mentioned.contains(&d.name) || (canary && d.name == "tenant"))
        .collect()
}

/// One entry of each dimension, in every way.
fn combinations(
    dimensions: &[&Dimension],
    suite: &Suite,
    environment: Option<&Environment>,
) -> Vec<BTreeMap<String, MatrixEntry>> {
    let only_canary = suite.writes == Writes::Canary && environment.is_some_and(|e| e.protected);
    let mut all = vec![BTreeMap::new()];
    for dimension in dimensions {
        let entries = dimension
            .entries
            .iter()
            .filter(|entry| entry.canary || !only_canary || dimension.name != "tenant");
        let entries: Vec<&MatrixEntry> = entries.collect();
        all = all
            .into_iter()
            .flat_map(|chosen: BTreeMap<String, MatrixEntry>| {
                entries.iter().map(move |&entry| {
                    let mut chosen = chosen.clone();
                    chosen.insert(dimension.name.clone(), entry.clone());
                    chosen
                })
            })
            .collect();
    }
    all
}

fn is_selected(
    case: Option<&Case>,
    entries: &BTreeMap<String, MatrixEntry>,
    selection: &Selection,
) -> bool {
    entries.iter().all(|(dimension, entry)| selection.takes_entry(dimension, &entry.name))
        && case.is_none_or(|case| selection.takes_entry("case", &case.name))
}

fn add(
    planned: &mut Vec<PlannedVariant>,
    case: Option<&Case>,
    entries: BTreeMap<String, MatrixEntry>,
    test: usize,
) {
    let matrix = entries.iter().map(|(dimension, e)| (dimension.clone(), e.name.clone())).collect();
    let variant = Variant { case: case.map(|case| case.name.clone()), matrix };
    match planned.iter_mut().find(|known| known.variant == variant) {
        Some(known) => known.tests.push(test),
        None => {
            let case = case.map(values).unwrap_or_default();
            planned.push(PlannedVariant { variant, case, entries, tests: vec![test] });
        }
    }
}

/// What `{{case.x}}` means: the row's values, `name` included.
fn values(case: &Case) -> Vec<(String, ValueTemplate)> {
    let fixed = case.values.iter().map(|(name, value)| (name.clone(), value.clone().into()));
    let mut all: Vec<(String, ValueTemplate)> = fixed.collect();
    for (name, template) in &case.templates {
        all.retain(|(known, _)| known != name);
        all.push((name.clone(), template.clone()));
    }
    if !all.iter().any(|(name, _)| name == "name") {
        all.push(("name".to_owned(), serde_json::Value::String(case.name.clone()).into()));
    }
    all
}

/// The secrets that these tests need in this environment.
pub(super) fn secrets<'a>(
    suite: &Suite,
    tests: impl Iterator<Item = &'a Test>,
    environment: Option<&Environment>,
    wanted: &mut BTreeSet<String>,
) {
    for test in tests {
        let Mentions { secrets, .. } = mentions(suite, test, environment);
        wanted.extend(secrets);
    }
}
