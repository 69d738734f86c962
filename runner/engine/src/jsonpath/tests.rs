//! RFC 9535 as a table (`tests/jsonpath/*.json`), and what holds of any path and value.

mod bound;
mod nearest;
mod properties;
mod table;

use serde_json::Value;
use suites::{FileId, JsonPath, Span};

use super::{Bound, locate, nearest as nearest_of, select};

fn try_path(source: &str) -> Result<JsonPath, String> {
    let end = u32::try_from(source.len()).unwrap();
    suites::jsonpath::parse(source, Span { file: FileId(0), start: 0, end })
        .map_err(|mistake| mistake.message)
}

fn path(source: &str) -> JsonPath {
    try_path(source).unwrap_or_else(|message| panic!("{source}: {message}"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// What is wrong with the places of what `path` selects: each must lead to just that value.
fn misplaced(path: &JsonPath, root: &Value) -> Option<String> {
    let selected = select(path, &[], root);
    let locations = locate(path, &[], root);
    if selected.len() != locations.len() {
        return Some(format!("{} values at {} places", selected.len(), locations.len()));
    }
    selected.iter().zip(&locations).find_map(|(value, location)| {
        let normalized = location.to_string();
        let by_pointer = root.pointer(&location.pointer());
        let by_path = try_path(&normalized).map(|path| (path.singular, select(&path, &[], root)));
        let same = |other: &Value| std::ptr::eq(*value, other);
        match by_path {
            Ok((true, found))
                if found.len() == 1 && same(found[0]) && by_pointer.is_some_and(same) =>
            {
                None
            }
            found => Some(format!("{normalized} leads to {found:?}, by pointer to {by_pointer:?}")),
        }
    })
}
