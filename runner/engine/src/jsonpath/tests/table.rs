use std::path::Path;

use serde_json::Value;
use suites::JsonPath;

use super::{json, locate, misplaced, select, try_path};

/// A line of the table.
struct Case {
    name: String,
    query: String,
    document: Value,
    expected: Expected,
}

enum Expected {
    Invalid,
    /// Of a filter on the root.
    Holds(bool),
    Selects {
        values: Option<Value>,
        paths: Option<Value>,
        singular: Option<bool>,
    },
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jsonpath");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| section(&std::fs::read_to_string(file).unwrap())).collect()
}

fn section(text: &str) -> Vec<Case> {
    let section = json(text);
    let case = |case: &Value| {
        let text = |key: &str| case[key].as_str().map(str::to_owned);
        let query = text("query")
            .unwrap_or_else(|| format!("$[?{}]", case["comparison"].as_str().unwrap()));
        let name = text("name").unwrap_or_else(|| query.clone());
        let expected = if case["invalid"] == true {
            Expected::Invalid
        } else if let Some(holds) = case["holds"].as_bool() {
            Expected::Holds(holds)
        } else {
            Expected::Selects {
                values: case.get("values").cloned(),
                paths: case.get("paths").cloned(),
                singular: case["singular"].as_bool(),
            }
        };
        Case {
            name: format!("{}: {name}", section["section"].as_str().unwrap()),
            query,
            document: case.get("document").unwrap_or(&section["document"]).clone(),
            expected,
        }
    };
    section["cases"].as_array().unwrap().iter().map(case).collect()
}

/// What is wrong, if anything is.
fn verdict(case: &Case) -> Option<String> {
    let path = try_path(&case.query);
    match (&case.expected, path) {
        (Expected::Invalid, Err(_)) => None,
        (Expected::Invalid, Ok(path)) => Some(format!("accepted as {}", path.query)),
        (Expected::Holds(_) | Expected::Selects { .. }, Err(message)) => {
            Some(format!("refused: {message}"))
        }
        (Expected::Holds(holds), Ok(path)) => {
            let found = select(&path, &[], &case.document).len();
            let children = case.document.as_object().unwrap().len();
            let expected = if *holds { children } else { 0 };
            (found != expected).then(|| format!("selected {found} of {children}"))
        }
        (Expected::Selects { values, paths, singular }, Ok(path)) => {
            differs(&path, &case.document, values.as_ref(), paths.as_ref(), *singular)
        }
    }
}

fn differs(
    path: &JsonPath,
    root: &Value,
    values: Option<&Value>,
    paths: Option<&Value>,
    singular: Option<bool>,
) -> Option<String> {
    let found: Value = select(path, &[], root).into_iter().cloned().collect();
    let places: Value = locate(path, &[], root).iter().map(ToString::to_string).collect();
    if values.is_some_and(|values| *values != found) {
        return Some(format!("selected {found}"));
    }
    if paths.is_some_and(|paths| *paths != places) {
        return Some(format!("selected at {places}"));
    }
    if singular.is_some_and(|singular| singular != path.singular) {
        return Some(format!("singular: {}", path.singular));
    }
    misplaced(path, root)
}

#[test]
fn paths_select_what_rfc_9535_says() {
    let cases = cases();
    assert!(cases.len() >= 300, "only {} cases", cases.len());
    let failed: Vec<_> = cases
        .iter()
        .filter_map(|case| Some(format!("{} `{}`: {}", case.name, case.query, verdict(case)?)))
        .collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn no_case_stands_in_the_table_twice() {
    let mut names: Vec<_> = cases().into_iter().map(|case| case.name).collect();
    names.sort();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
