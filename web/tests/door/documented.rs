//! What the documentation says of the API is what the API says of itself.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::house::House;

/// A row of the table of all ways.
#[derive(Debug)]
struct Row {
    scope: String,
    /// What its query may hold.
    query: Vec<String>,
    answer: String,
}

/// The table, by ways: `GET /api/v1/runs/{id}`.
fn table() -> BTreeMap<String, Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("## With a token").unwrap();
    let lines = rest.lines().skip_while(|line| !line.starts_with('|'));
    let mut scope = String::new();
    let mut rows = BTreeMap::new();
    for line in lines.take_while(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [named, ask, answer] = cells[..] else { panic!("three cells: {line}") };
        if !named.is_empty() {
            scope = named.trim_matches('`').to_owned();
        }
        let code = ask.split('`').nth(1).unwrap_or_else(|| panic!("no way: {line}"));
        let (way, query) = code.split_once('?').unwrap_or((code, ""));
        let words = query.split('&').filter_map(|part| part.split('=').next());
        let query = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let row = Row { scope: scope.clone(), query, answer: answer.to_owned() };
        assert!(rows.insert(way.to_owned(), row).is_none(), "{way} is there twice");
    }
    rows
}

/// The parameters of a query.
fn parameters(operation: &Value) -> Vec<&str> {
    let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_query = all.iter().filter(|parameter| parameter["in"] == "query");
    of_query.map(|parameter| parameter["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_table_of_the_documentation_names_every_way_with_its_scope() {
    let house = House::open().await;
    let mut described = house.described().await.ways();
    described.sort();
    let written = table().into_iter().map(|(way, row)| (way, row.scope));
    assert_eq!(written.collect::<Vec<_>>(), described);
}

#[tokio::test]
async fn the_table_says_what_each_way_takes_and_answers() {
    let house = House::open().await;
    let document = house.ask("GET /api/v1/openapi.json").await.json();
    for (way, Row { query, answer, .. }) in table() {
        let (method, path) = way.split_once(' ').unwrap();
        let operation = &document["paths"][path][method.to_lowercase()];
        let known = parameters(operation);
        for word in query {
            assert!(known.contains(&word.as_str()), "{way} takes no `{word}`: {known:?}");
        }
        let is_page = known.contains(&"cursor");
        assert_eq!(answer.starts_with("a page of "), is_page, "{way}: {answer}");
        // What answers with more than facts says with which status.
        let responses = operation["responses"].as_object().unwrap();
        let good: Vec<&String> = responses.keys().filter(|status| *status != "default").collect();
        if good != ["200"] {
            for status in good {
                assert!(answer.contains(status), "{way} answers with {status}: {answer}");
            }
        }
    }
}
