//! All ways into the service, as the code says: a way that is added is found by itself.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;
use serde_json::Value;

/// The paths of all routes that answer `GET`: those of the router, read from its source, and those
/// of the API, from its description. `{name}` and `{*rest}` stand for something.
pub(crate) fn to_look_at(document: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src");
    scan(&web, &mut all);
    assert!(all.len() > 20, "the routes are not found where they were: {all:?}");
    for (path, operations) in document["paths"].as_object().unwrap() {
        if operations.get("get").is_some() {
            all.insert(path.clone());
        }
    }
    all
}

fn scan(folder: &Path, all: &mut BTreeSet<String>) {
    let route = Regex::new(r#"\.route\(\s*"([^"]+)",\s*([^\n]+)"#).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, all);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for other in
            [".nest(", ".route_service(", ".nest_service(", "fallback_service(", "routing::any"]
        {
            assert!(!text.contains(other), "{}: `{other}` is not looked for", path.display());
        }
        for found in route.captures_iter(&text) {
            if found[2].contains("get(") {
                all.insert(found[1].to_owned());
            }
        }
    }
}
