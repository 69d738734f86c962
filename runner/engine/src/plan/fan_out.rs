//! Over what a suite fans out, and which secrets it needs.
//!
//! A test fans out over a dimension only if it, or a flow it uses, mentions it; over its cases it
//! always does.

use std::collections::{BTreeMap, BTreeSet};

use runner_model::Variant;
use suites::check::{Entries, mentions};
use suites::{Case, Environment, MatrixEntry, Project, Suite, Test, ValueTemplate};

use super::affected::affected_by;
use super::{PlannedVariant, Selection};

/// The variants of a suite: tests that fan out alike share one, and its setup.
pub(super) fn variants(
    suite: &Suite,
    environment: Option<&Environment>,
    project: Option<&Project>,
    selection: &Selection,
) -> Vec<PlannedVariant> {
    let mut planned: Vec<PlannedVariant> = Vec::new();
    let affected = selection.affected_by.as_ref().map(|service| affected_by(service, project));
    for (index, test) in suite.tests.iter().enumerate() {
        if !selection.takes(suite, test) {
            continue;
        }
        let mentioned = mentions(suite, test, environment, project, &[]);
        if affected.as_ref().is_some_and(|affected| affected.is_disjoint(&mentioned.services)) {
            continue;
        }
        let over = mentioned.dimensions;
        let cases = test.cases.as_ref().or(suite.cases.as_ref());
        for case in cases.map_or_else(|| vec![None], |cases| cases.rows.iter().map(Some).collect())
        {
            for entries in combinations(environment, &over) {
                if is_selected(case, &entries, selection) {
                    add(&mut planned, case, entries, index);
                }
            }
        }
    }
    planned
}

/// One entry of each dimension, in every way.
fn combinations(
    environment: Option<&Environment>,
    over: &BTreeMap<String, Entries>,
) -> Vec<BTreeMap<String, MatrixEntry>> {
    let mut all = vec![BTreeMap::new()];
    for dimension in environment.iter().flat_map(|environment| &environment.matrix) {
        let Some(which) = over.get(&dimension.name) else { continue };
        let entries = dimension.entries.iter().filter(|entry| match which {
            Entries::All => true,
            Entries::Canary => entry.canary,
        });
        let entries: Vec<&MatrixEntry> = entries.collect();
        let one_more = |chosen: &BTreeMap<String, MatrixEntry>, entry: &MatrixEntry| {
            let mut chosen = chosen.clone();
            chosen.insert(dimension.name.clone(), entry.clone());
            chosen
        };
        all = all
            .iter()
            .flat_map(|chosen| entries.iter().map(|&entry| one_more(chosen, entry)))
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

/// The secrets that these tests need in this environment, for these matrix entries.
pub(super) fn secrets<'a>(
    suite: &Suite,
    tests: impl Iterator<Item = &'a Test>,
    entries: &BTreeMap<String, MatrixEntry>,
    environment: Option<&Environment>,
    project: Option<&Project>,
) -> BTreeSet<String> {
    let chosen: Vec<(&str, &str)> = entries
        .iter()
        .map(|(dimension, entry)| (dimension.as_str(), entry.name.as_str()))
        .collect();
    tests.flat_map(|test| mentions(suite, test, environment, project, &chosen).secrets).collect()
}
