//! All routes of the router, read from its source: one that is added is found by itself. Those of
//! the API are in its description.

use std::path::Path;

/// Each as `GET /r/{id}`; `{name}` and `{*rest}` stand for something. `web` is the crate's folder.
pub(crate) fn routes(web: &Path) -> Vec<String> {
    let mut all = Vec::new();
    scan(&web.join("src"), &mut all);
    all.sort();
    assert!(all.len() > 30, "the routes are not where they were: {all:?}");
    all
}

fn scan(folder: &Path, all: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, all);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for other in [".nest(", ".route_service(", ".nest_service(", "routing::any"] {
            assert!(!text.contains(other), "{}: `{other}` is not looked for", path.display());
        }
        for call in text.split(".route(").skip(1) {
            let said = arguments(call);
            let (route, methods) = said.trim_start()[1..].split_once('"').unwrap();
            for (word, method) in
                [("get(", "GET"), ("post(", "POST"), ("delete(", "DELETE"), ("put(", "PUT")]
            {
                if methods.contains(word) {
                    all.push(format!("{method} {route}"));
                }
            }
        }
    }
}

/// What stands between the parentheses of a call, the first of which is left out.
fn arguments(call: &str) -> &str {
    let mut depth = 1;
    let end = call.char_indices().find(|(_, letter)| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &call[..end.unwrap().0]
}
